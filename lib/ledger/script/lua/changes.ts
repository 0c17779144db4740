/** What happens to open requests between admission and end. */

/** Ends a wait: takes the parallel slots and compares the versions again. */
export const START_REQUEST = `
local request = loadOpen()
if not request then return '["unknown"]' end
local definitions = decodedOnce(call('HGET', item, 'd'))
local names, versions = definitions[VERSION_NAMES], definitions[VERSIONS]
local now = loadVersions(names)
for i = 1, #names do
  if knownVersions[names[i]] > versions[i] then return '["stale"]' end
end
if request[WAITING] == 0 then return '["started"]' end
local slots = {}
for _, entry in ipairs(request[ENTRIES]) do
  if entry[KIND] == SLOTS and entry[IS_PAST] == 0 then slots[#slots + 1] = entry end
end
loadFor(slots)
local by = reported(refusing(planChecks(slots, {}, now), 0))
if by then return refusedAnswer(by, request, now) end
for _, entry in ipairs(slots) do addHeld(entry, entry[RESERVE], now) end
request[WAITING] = 0
request[LEASE_ENDS] = now + request[LEASE_MS]
keepRequest(request)
keepLease(request)
save()
return '["started"]'
`;

/** ARGV: clock, request id, amounts to add. A rate limit bounds what one request holds by its capacity. */
export const EXTEND = `
local request = loadOpen()
if not request then return '["unknown"]' end
local delta = cjson.decode(ARGV[3])
local now = clock()
loadFor(request[ENTRIES])

local function more(entry)
  local metric = entry[METRIC]
  if metric == PARALLEL or metric == REQUESTS then return 0 end
  local amount = max(0, delta[metric])
  if metric == TOTAL and delta[TOTAL] < 0 then amount = max(0, delta[INPUT]) + max(0, delta[OUTPUT]) end
  if entry[CLAMP] < 0 then return amount end
  return min(amount, max(0, entry[CLAMP] - entry[RESERVE]))
end

local by, adds = planAdditions(request, now, more)
if by then return refusedAnswer(by, request, now) end
for _, add in ipairs(adds) do
  local entry = request[ENTRIES][add[1]]
  entry[RESERVE] = entry[RESERVE] + add[2]
  addHeld(entry, add[2], now)
end
keepRequest(request)
save()
return heldAnswer(request, now)
`;

/** ARGV: clock, request id, amounts, the candidate and its checks' definitions, their subjects or "", their words. */
export const REPLACE = `
local request = loadOpen()
if not request then return '["unknown"]' end
local amounts, candidate = cjson.decode(ARGV[3]), cjson.decode(ARGV[4])
local id, definitions, checks = candidate[1], candidate[2], {}
local subjects = ARGV[5] ~= '' and cjson.decode(ARGV[5])
local now = clock()
local lists, metered = request[LISTS], request[METERED]
for i = 1, #amounts do
  checks[i] = newCheck(definitions[i], subjects and subjects[1][i], amounts[i], lists, i - 1)
end
local keys = {}
addKeys(keys, request[ENTRIES])
addKeys(keys, checks)
loadCounters(keys)

-- What the failed attempt consumed stays reserved on the common rules, beside the next attempt.
local function consumed(entry)
  if not metered or entry[CANDIDATE] or entry[METRIC] == REQUESTS then return 0 end
  return amountOf(metered, entry[METRIC]) or 0
end

local by, adds = planAdditions(request, now, consumed)
if by then return refusedAnswer(by, request, now, ARGV[4], ARGV[5], ARGV[6]) end
local added = {}
for _, add in ipairs(adds) do added[add[1]] = add[2] end

-- What the period before held leaves no room in this one.
local function released(check, from)
  local sum = 0
  for index, entry in ipairs(request[ENTRIES]) do
    if entry[IS_PAST] == 0 and entry[KEY] == check[KEY] and entry[FROM] == from then
      if entry[CANDIDATE] then
        sum = sum + entry[E_HELD] - keptAfterFailure(entry, metered)
      else
        sum = sum - (added[index] or 0)
      end
    end
  end
  return sum
end

local own, wait = planChecks(checks, {}, now, released)
local refusal = reported(refusing(own, 0))
-- A retry never queues: a leaky bucket that would make it wait refuses it.
for i = 1, #own do
  if not refusal and wait > 0 and own[i][D_CHECK][REFUSES] == 1 and own[i][D_WAIT] > 0 then refusal = own[i] end
end
if refusal then return refusedAnswer(refusal, request, now, ARGV[4], ARGV[5], ARGV[6]) end

for index, entry in ipairs(request[ENTRIES]) do
  if entry[IS_PAST] == 0 then
    if entry[CANDIDATE] then
      addHeld(entry, keptAfterFailure(entry, metered) - entry[E_HELD], now)
      entry[IS_PAST] = 1
    else
      addHeld(entry, added[index] or 0, now)
    end
  end
end
request[R_ROUND] = request[R_ROUND] + 1
for i = 1, #own do
  local entries = request[ENTRIES]
  entries[#entries + 1] =
    hold(own[i][D_CHECK], own[i][D_FROM], own[i][D_TO], id, request[R_ROUND], request[WAITING] == 1, now, now)
end
request[CHOSEN], request[METERED], request[METERED_BEFORE], request[LISTS] = id, false, false, lists + 1
local round = num(request[R_ROUND])
call('HSET', item, 'd' .. round, ARGV[4], 's' .. round, ARGV[5], 'w' .. round, ARGV[6])
keepRequest(request)
save()
return heldAnswer(request, now)
`;

/** ARGV: clock, request id, what the running attempt has consumed so far. */
export const RENEW = `
local request = loadOpen()
if not request then return 0 end
local told = cjson.decode(ARGV[3])
local now = clock()
local metered = { -1, -1, -1, -1, -1, -1 }
for i = 1, 6 do
  if told[i] >= 0 then metered[i] = told[i] elseif request[METERED] then metered[i] = request[METERED][i] end
end
request[METERED_BEFORE], request[METERED] = request[METERED], metered
request[LEASE_ENDS] = now + request[LEASE_MS]
keepRequest(request)
keepLease(request)
save()
return 1
`;
