/**
 * What every script begins with. Stored values are msgpack arrays, read by the positions named here: maps with names
 * would double their size and the time to read them. Numbers leave as decimal text, since Lua's own loses digits.
 */
export const BASE = `
local META, EPOCH, CELLS, PAST, INDEX, EXPIRY, LEASES, STREAM, ITEM = unpack(KEYS)
local ITEM_ID = ARGV[2]
local floor, ceil, min, max, format = math.floor, math.ceil, math.min, math.max, string.format
local call, pack, unpack_ = redis.call, cmsgpack.pack, cmsgpack.unpack
local MOST = 9007199254740991
local FOREVER = MOST
local DAY_MS = 86400000

-- Kinds of checks. From TOKENS on a counter has no periods.
local FIXED, SLIDING, TOKENS, LEAKY, SLOTS = 0, 1, 2, 3, 4
-- Metrics, and positions in lists of amounts, where -1 is unknown.
local REQUESTS, INPUT, OUTPUT, TOTAL, PARALLEL, COST = 1, 2, 3, 4, 5, 6

-- A check as it arrives; an open request's entry is its check with its own state behind.
local KEY, KIND, METRIC, LIMIT, AMOUNT = 1, 2, 3, 4, 5
local CUR_START, CUR_END, NEXT_START, NEXT_END = 6, 7, 8, 9
local REFUSES, PRIORITY, CAPACITY, REFILL, MAX_WAIT, CLAMP, THRESHOLDS = 10, 11, 12, 13, 14, 15, 16
local GEN, FROM, CANDIDATE, ROUND, RESERVE, E_HELD, CHARGED, IS_PAST, LIST, POS = 17, 18, 19, 20, 21, 22, 23, 24, 25, 26

-- A counter and its cells. GENERATION tells apart two cells of the same start.
local C_METRIC, OPEN_ENTRIES, DEBT, DEBT_AT, C_REFILL, LAST_GEN, CELL, PREVIOUS = 1, 2, 3, 4, 5, 6, 7, 8
local GENERATION, START, END, USED, HELD, CROSSED, OPEN, WATCHED = 1, 2, 3, 4, 5, 6, 7, 8

-- A request.
local STATE, WORKSPACE, CREATED, LEASE_MS, WAIT_MS, LEASE_ENDS, CHOSEN, WAITING, R_ROUND, OPENING = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
local NAMES, VERSIONS, METERED, METERED_BEFORE, ENTRIES, LISTS, ANSWER, LATE = 11, 12, 13, 14, 15, 16, 17, 18
local IS_OPEN, IS_SETTLED, IS_REAPED, IS_RECORDED = 0, 1, 2, 3

local function num(n) return format('%.0f', n + 0) end
local function numOrNull(n) if n then return format('%.0f', n + 0) end return 'null' end

local clockMoved = false
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
  if now <= last then return last end
  clockMoved = true
  return now
end

local function clock() return clockFrom(call('HGET', META, 'now')) end

local function keepClock(now)
  if clockMoved then call('HSET', META, 'now', num(now)) end
end

local function loadRequest()
  local text = call('GET', ITEM)
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
