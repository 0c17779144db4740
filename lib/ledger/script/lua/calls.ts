/**
 * Several calls in one run, each decided after those before it. What they have in common is read and written once.
 * ARGV: clock, then for each call its member, its id, how many texts it has, and the place of each; then the texts.
 */
export const CALLS = `
local answers, first = {}, 2
for i = 1, #KEYS - FIXED_KEYS do
  item, itemId = KEYS[FIXED_KEYS + i], ARGV[first + 1]
  local done, answer = pcall(members[ARGV[first]], first + 3)
  -- What one call stumbles over does not concern the others.
  answers[i] = done and answer or '["failed",' .. cjson.encode(tostring(answer.err or answer)) .. ']'
  first = first + 3 + ARGV[first + 2]
end
save()
return answers
`;
