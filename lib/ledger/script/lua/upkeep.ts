/** Forgetting, and what a rebuild needs. */

/**
 * Forgets counters that are no different from fresh ones, and consumers that left nothing behind.
 * ARGV: clock, "", how many at most, group. Returns how many it looked at.
 */
export const SWEEP = `
local now = clock()
local due = call('ZRANGEBYSCORE', EXPIRY, '-inf', num(now), 'LIMIT', 0, ARGV[3])
local keys, fields = {}, {}
for i = 1, #due do
  local name = string.sub(due[i], 2)
  if string.sub(due[i], 1, 1) == 'c' then keys[#keys + 1] = name else fields[#fields + 1] = name end
end
loadCounters(keys)
local gone, goneCells, goneFields, later = {}, {}, {}, {}

local function isSpent(counter)
  local cell = counter[CELL]
  if cell[HELD] > 0 or counter[OPEN_ENTRIES] > 0 then return false end
  if cell[END] == FOREVER then return drained(counter, now) == 0 end
  return now >= spentAt(counter, now)
end

for _, key in ipairs(keys) do
  local counter = counters[key]
  if not counter or isSpent(counter) then
    if counter then
      detach(key, counter[CELL])
      if counter[PREVIOUS] then detach(key, counter[PREVIOUS]) end
      hasChanged = true
    end
    gone[#gone + 1] = 'c' .. key
    goneCells[#goneCells + 1] = key
  else
    later[#later + 1] = num(max(now + 1, spentAt(counter, now)))
    later[#later + 1] = 'c' .. key
  end
end
if #fields > 0 then
  local cells = call('HMGET', PAST, unpack(fields))
  for i, field in ipairs(fields) do
    if cells[i] and readCell(cells[i], 1)[OPEN] > 0 then
      later[#later + 1] = num(now + DAY_MS)
      later[#later + 1] = 'p' .. field
    else
      gone[#gone + 1] = 'p' .. field
      goneFields[#goneFields + 1] = field
    end
  end
end
saveCells()
if #goneCells > 0 then
  call('HDEL', CELLS, unpack(goneCells))
  call('ZREM', INDEX, unpack(goneCells))
end
if #goneFields > 0 then call('HDEL', PAST, unpack(goneFields)) end
if #gone > 0 then call('ZREM', EXPIRY, unpack(gone)) end
if #later > 0 then call('ZADD', EXPIRY, unpack(later)) end
return #due
`;

/** Consumers of processes that are gone and left nothing behind. ARGV: clock, "", group, consumer, silent for ms. */
export const FORGET_CONSUMERS = `
local consumers = redis.pcall('XINFO', 'CONSUMERS', STREAM, ARGV[3])
if consumers.err then return 0 end
local forgotten = 0
for _, facts in ipairs(consumers) do
  local is = {}
  for i = 1, #facts, 2 do is[facts[i]] = facts[i + 1] end
  if is.name ~= ARGV[4] and is.pending == 0 and is.idle > tonumber(ARGV[5]) then
    call('XGROUP', 'DELCONSUMER', STREAM, ARGV[3], is.name)
    forgotten = forgotten + 1
  end
end
return forgotten
`;

/** Adds to counters what Postgres says that they counted. ARGV: clock, "", rows of a check's definition and subject, used and used before. */
export const ADD_USED = `
if ARGV[4] ~= '' and call('GET', item) ~= ARGV[4] then return -1 end
local rows, keys = cjson.decode(ARGV[3]), {}
local now = clock()
for i, row in ipairs(rows) do
  row[1] = newCheck(row[1], row[2], 0, 0, 0)
  keys[i] = row[1][KEY]
end
loadCounters(keys)
for _, row in ipairs(rows) do
  local check, _, used, usedBefore = unpack(row)
  local from, to = check[CUR_START], check[CUR_END]
  local counter = openCounter(check, from, to, now)
  local cell = cellFor(check[KEY], counter, from, to, now)
  cell[USED] = min(MOST, cell[USED] + used)
  if usedBefore > 0 and cell == counter[CELL] and cell[START] == from then
    local before = counter[PREVIOUS]
    if not before then
      before = newCell(counter, from - (to - from), from, now)
      counter[PREVIOUS] = before
    end
    before[USED] = min(MOST, before[USED] + usedBefore)
  end
end
save()
return #rows
`;

/** One step of a walk over all keys. ARGV: clock, "", cursor, pattern. */
export const WIPE = `
local page = call('SCAN', ARGV[3], 'MATCH', ARGV[4], 'COUNT', 1000)
if #page[2] > 0 then call('UNLINK', unpack(page[2])) end
return page[1]
`;
