/**
 * Several calls in one run, each decided after those before it. What they have in common is read and written once.
 * ARGV: clock, a head for each call as JSON, then the calls' texts. A head has the member and the places of its texts.
 */
export const CALLS = `
local heads, answers = cjson.decode(ARGV[2]), {}
-- What is about to be settled is there.
isAnyStored = members.settle ~= nil or call('EXISTS', unpack(KEYS, FIXED_KEYS + 1)) > 0
for i = 1, #heads do
  item = KEYS[FIXED_KEYS + i]
  -- The prefix is that of the first key, whose own name is two characters longer than what comes before an id.
  itemId = string.sub(item, #META - 1)
  local done, answer = pcall(members[heads[i][1]], heads[i])
  -- What one call stumbles over does not concern the others.
  answers[i] = done and answer or '["failed",' .. cjson.encode(tostring(answer.err or answer)) .. ']'
end
save()
return answers
`;

/** The n-th of a call's texts. */
export const TEXT_OF_CALL = `
local function textOf(head, n)
  return ARGV[head[1 + n]]
end
`;
