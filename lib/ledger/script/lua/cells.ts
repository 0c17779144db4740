/** Counters and their cells: read many at once, changed in memory, written back at once. */
export const CELLS = String.raw`
local counters = {}
local pastCells = {}
local changed = {}
local changedPast = {}
local created = {}
local moved = {}
local hasChanged = false

-- Doubles cost a third of what msgpack does.
local readNumbers = struct.unpack

local writeNumbers = struct.pack

local function readCell(text, at)
  return { readNumbers(CELL_FORMAT, text, at) }
end

local function writeCell(cell)
  return writeNumbers(CELL_FORMAT, unpack(cell, 1, WATCHED))
end

local function readCounter(text)
  local previous = #text >= PREVIOUS_AT and readCell(text, PREVIOUS_AT)
  return { readCell(text, CELL_AT), previous, readNumbers(HEAD_FORMAT, text) }
end

local function writeCounter(counter)
  local text = writeNumbers(HEAD_FORMAT, unpack(counter, C_METRIC, LAST_GEN)) .. writeCell(counter[CELL])
  return counter[PREVIOUS] and text .. writeCell(counter[PREVIOUS]) or text
end

-- One that is not there is known as false.
local function loadCounters(keys)
  if #keys == 0 then return end
  local values = call('HMGET', CELLS, unpack(keys))
  for i = 1, #keys do counters[keys[i]] = values[i] and readCounter(values[i]) end
end

-- Adds the names of those counters that were not asked for yet.
local function addKeys(keys, checks)
  for i = 1, #checks do
    local key = checks[i][KEY]
    if counters[key] == nil then
      counters[key] = false
      keys[#keys + 1] = key
    end
  end
end

local function loadFor(checks)
  local keys = {}
  addKeys(keys, checks)
  loadCounters(keys)
end

local function touch(key)
  changed[key] = true
  hasChanged = true
end

local function newCell(counter, from, to, now)
  local gen = max(now, counter[LAST_GEN] + 1)
  counter[LAST_GEN] = gen
  return { gen, from, to, 0, 0, 0, 0, 0 }
end

-- A cell that its counter leaves behind is kept while a request may still be charged to it or tell what it crossed.
local function detach(key, cell)
  if cell[OPEN] == 0 and cell[WATCHED] == 0 then return end
  local field = key .. '\31' .. num(cell[GENERATION])
  pastCells[field] = cell
  changedPast[field] = true
end

local function roll(key, counter, from, to, now)
  local cell = counter[CELL]
  if cell[START] == from then
    if cell[END] ~= to then
      cell[END] = to
      moved[key] = true
    end
    return
  end
  if to <= cell[START] then return end
  local before = counter[PREVIOUS]
  if before then detach(key, before) end
  if cell[END] == from then
    counter[PREVIOUS] = cell
  else
    counter[PREVIOUS] = false
    detach(key, cell)
  end
  counter[CELL] = newCell(counter, from, to, now)
  moved[key] = true
end

local function openCounter(check, from, to, now)
  local key = check[KEY]
  local counter = counters[key]
  if not counter then
    counter = { false, false, check[METRIC], 0, 0, 0, 0, 0 }
    counter[CELL] = newCell(counter, from, to, now)
    counters[key] = counter
    created[key] = true
    moved[key] = true
  end
  roll(key, counter, from, to, now)
  if check[KIND] == TOKENS or check[KIND] == LEAKY then counter[C_REFILL] = check[REFILL] end
  touch(key)
  return counter
end

-- The cell of a period that may be over.
local function cellFor(key, counter, from, to, now)
  local cell, before = counter[CELL], counter[PREVIOUS]
  if to > cell[START] then return cell end
  if before and before[START] == from then return before end
  local lone = newCell(counter, from, to, now)
  local field = key .. '\31' .. num(lone[GENERATION])
  pastCells[field] = lone
  changedPast[field] = true
  return lone
end

-- The cell that an entry is held in, whether it is its counter's running one, and its field if it was left behind.
-- Nil where nothing can be told of it any more.
local function cellOfEntry(entry)
  local counter = counters[entry[KEY]]
  if counter then
    if counter[CELL][GENERATION] == entry[GEN] then return counter[CELL], true, nil end
    local before = counter[PREVIOUS]
    if before and before[GENERATION] == entry[GEN] then return before, false, nil end
  end
  local field = entry[KEY] .. '\31' .. num(entry[GEN])
  local cell = pastCells[field]
  if cell == nil then
    local text = call('HGET', PAST, field)
    cell = text and readCell(text, 1)
    pastCells[field] = cell
  end
  if not cell then return nil, false, nil end
  return cell, false, field
end

-- The same for one who changes it.
local function cellToChange(entry)
  local cell, _, field = cellOfEntry(entry)
  if field then changedPast[field] = true end
  if counters[entry[KEY]] then touch(entry[KEY]) end
  hasChanged = true
  return cell
end

local function drained(counter, now)
  return max(0, counter[DEBT] - max(0, now - counter[DEBT_AT]) * counter[C_REFILL])
end

local function addDebt(counter, delta, now)
  counter[DEBT] = max(0, drained(counter, now) + delta * 1000)
  -- What is put back was admitted before: no time drains twice.
  counter[DEBT_AT] = max(counter[DEBT_AT], now)
end

local function isBucket(check)
  return check[KIND] == TOKENS or check[KIND] == LEAKY
end

-- When a counter may first be no different from a fresh one. The sweep looks again.
local function spentAt(counter, now)
  local cell = counter[CELL]
  if cell[END] ~= FOREVER then return cell[END] + (cell[END] - cell[START]) end
  local restMs = 0
  if counter[DEBT] > 0 then
    restMs = counter[C_REFILL] > 0 and min(DAY_MS, ceil(drained(counter, now) / counter[C_REFILL])) or DAY_MS
  end
  return now + max(60000, restMs)
end

local function saveCells()
  if not hasChanged then return end
  local values, places, names = {}, {}, {}
  for key in pairs(changed) do
    local counter = counters[key]
    values[#values + 1] = key
    values[#values + 1] = writeCounter(counter)
    if moved[key] then
      places[#places + 1] = num(spentAt(counter, clock()))
      places[#places + 1] = 'c' .. key
    end
    if created[key] then
      names[#names + 1] = '0'
      names[#names + 1] = key
    end
  end
  if #values > 0 then call('HSET', CELLS, unpack(values)) end
  local past = {}
  for field in pairs(changedPast) do
    local cell = pastCells[field]
    past[#past + 1] = field
    past[#past + 1] = writeCell(cell)
    places[#places + 1] = num(clock() + DAY_MS)
    places[#places + 1] = 'p' .. field
  end
  if #past > 0 then call('HSET', PAST, unpack(past)) end
  if #places > 0 then call('ZADD', EXPIRY, unpack(places)) end
  if #names > 0 then call('ZADD', INDEX, unpack(names)) end
end

local leases = {}
local leasesOver = {}

-- What a holder's lease is listed under: the id, and the workspace for those who look for open calls.
local function leaseMember(request)
  return itemId .. ' ' .. request[WORKSPACE]
end

local function keepLease(request)
  leases[#leases + 1] = num(request[LEASE_ENDS])
  leases[#leases + 1] = leaseMember(request)
end

local function endLease(request)
  leasesOver[#leasesOver + 1] = leaseMember(request)
end

-- What all calls of a script have changed in common, written at its end.
local function save()
  saveCells()
  if #leases > 0 then call('ZADD', LEASES, unpack(leases)) end
  if #leasesOver > 0 then call('ZREM', LEASES, unpack(leasesOver)) end
  keepClock()
end
`;
