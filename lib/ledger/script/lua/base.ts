/**
 * What every script begins with. Stored values are msgpack arrays, read by the places that `names.ts` lists: maps with
 * names would double their size and the time to read them. Numbers leave as decimal text, since Lua's own loses digits.
 */
export const BASE = `
local floor = math.floor
local ceil = math.ceil
local min = math.min
local max = math.max
local format = string.format
local call = redis.call
local pack = cmsgpack.pack
local unpack_ = cmsgpack.unpack

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

local function loadRequest()
  local text = call('HGET', ITEM, 'r')
  if not text then return nil end
  return unpack_(text)
end

local function loadOpen()
  local request = loadRequest()
  if request and request[STATE] == IS_OPEN then return request end
  return nil
end

local function amountOf(amounts, metric)
  if metric == PARALLEL then return nil end
  local amount = amounts[metric]
  if amount >= 0 then return amount end
  if metric ~= TOTAL or amounts[INPUT] < 0 or amounts[OUTPUT] < 0 then return nil end
  return amounts[INPUT] + amounts[OUTPUT]
end
`;
