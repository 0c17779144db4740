/** Versions live beside the clock, under names that begin with `v:`. */

/** ARGV: clock, "", names as JSON, numbers as JSON. */
export const BUMP = `
local names, versions = cjson.decode(ARGV[3]), cjson.decode(ARGV[4])
local known = call('HMGET', META, unpack(names))
local raised = {}
for i = 1, #names do
  if versions[i] > tonumber(known[i] or '0') then
    raised[#raised + 1] = names[i]
    raised[#raised + 1] = num(versions[i])
  end
end
if #raised > 0 then call('HSET', META, unpack(raised)) end
return #raised / 2
`;

/** As for `BUMP`; 1 where none is older than what is known. */
export const FRESH = `
local names, versions = cjson.decode(ARGV[3]), cjson.decode(ARGV[4])
local known = call('HMGET', META, unpack(names))
for i = 1, #names do
  if tonumber(known[i] or '0') > versions[i] then return 0 end
end
return 1
`;
