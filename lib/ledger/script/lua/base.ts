/**
 * What every script begins with. Values are lists, read by the places that `names.ts` lists: maps with names would double
 * the time to read them. Numbers leave as decimal text, since Lua's own loses digits.
 */
export const BASE = `
local floor = math.floor
local ceil = math.ceil
local min = math.min
local max = math.max
local format = string.format
local call = redis.call

local function newCheck(definition, subject, amount, list, position)
  local check = { amount, list, position, 0, 0, 0, amount, 0, 0, false, unpack(definition, 1, DEFINITION_LENGTH) }
  if subject then check[KEY] = check[KEY] .. subject end
  return check
end

-- What the script is about: the one thing that was named, or the call whose turn it is.
local item = KEYS[9]

local itemId = ARGV[2]

local function num(n) return format('%.0f', n + 0) end
local function numOrNull(n) if n then return format('%.0f', n + 0) end return 'null' end

local clockMoved = false
local timeOfCall = nil
-- Never behind what was seen before, even where the machine's clock was set back.
local function clockFrom(last)
  local now
  if ARGV[1] ~= '' then
    now = tonumber(ARGV[1])
  else
    local time = call('TIME')
    now = tonumber(time[1]) * 1000 + floor(tonumber(time[2]) / 1000)
  end
  last = tonumber(last or '0')
  clockMoved = now > last
  timeOfCall = max(now, last)
  return timeOfCall
end

-- Asked once, and only where the answer matters: most settlements do without.
local function clock()
  return timeOfCall or clockFrom(call('HGET', META, 'now'))
end

local function keepClock()
  if clockMoved then call('HSET', META, 'now', num(timeOfCall)) end
end

local knownVersions = {}
-- The clock and the versions under these names, in one question for what is not known yet.
local function loadVersions(names)
  local missing = {}
  for i = 1, #names do
    if not knownVersions[names[i]] then missing[#missing + 1] = names[i] end
  end
  if timeOfCall and #missing == 0 then return timeOfCall end
  local values = call('HMGET', META, 'now', unpack(missing))
  for i = 1, #missing do knownVersions[missing[i]] = tonumber(values[i + 1] or '0') end
  return timeOfCall or clockFrom(values[1])
end

local function amountOf(amounts, metric)
  if metric == PARALLEL then return nil end
  local amount = amounts[metric]
  if amount >= 0 then return amount end
  if metric ~= TOTAL or amounts[INPUT] < 0 or amounts[OUTPUT] < 0 then return nil end
  return amounts[INPUT] + amounts[OUTPUT]
end
`;
