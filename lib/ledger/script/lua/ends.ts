/** How requests end, and what was never held. */

/** ARGV: clock, request id, { actuals, outcome, keptMs }, closing. A repeat with the same truth changes nothing. */
export const SETTLE = `
local request = loadRequest()
if not request or request[STATE] == IS_RECORDED then return '["unknown"]' end
local plan = cjson.decode(ARGV[3])
loadFor(request[ENTRIES])
if request[STATE] ~= IS_OPEN then
  local now = clock()
  local crossings = settleLate(request, chargesOf(request, plan.actuals, CHARGED), ARGV[4], now)
  saveCells()
  keepRequest(request)
  keepClock()
  return crossedAnswer('late', crossings, request)
end
local crossings = closeRequest(request, chargesOf(request, plan.actuals, E_HELD), plan.outcome, ARGV[4])
saveCells()
forgetLater(request, IS_SETTLED, plan.keptMs)
keepClock()
return crossedAnswer('settled', crossings, request)
`;

/** ARGV: clock, request id, { outcome, keptMs }, closing. */
export const CANCEL = `
local request = loadOpen()
if not request then return 0 end
local plan = cjson.decode(ARGV[3])
loadFor(request[ENTRIES])
closeRequest(request, {}, plan.outcome, ARGV[4])
saveCells()
forgetLater(request, IS_SETTLED, plan.keptMs)
keepClock()
return 1
`;

/** The ids whose lease is over. ARGV: clock, "", how many at most. */
export const EXPIRED = `
local now = clock()
keepClock()
return call('ZRANGEBYSCORE', LEASES, '-inf', num(now), 'LIMIT', 0, ARGV[3])
`;

/** Settles one whose lease is over at what it told last, else at its reserve. ARGV: clock, id, { keptMs }, member. */
export const REAP = `
local request = loadOpen()
if not request then
  call('ZREM', LEASES, ARGV[4])
  return 0
end
local now = clock()
if request[LEASE_ENDS] > now then return 0 end
loadFor(request[ENTRIES])
local charges, cost = {}, ''
for index, entry in ipairs(request[ENTRIES]) do
  charges[index] = lastKnown(request, entry)
  if entry[METRIC] == COST and cost == '' then cost = num(charges[index]) end
end
local metered = {}
for i = 1, 6 do metered[i] = num(request[METERED] and request[METERED][i] or -1) end
-- The row of one that died unheard is worked out when it is drained, from these.
local told = '{"metered":[' .. table.concat(metered, ',') .. '],"cost":' .. (cost == '' and 'null' or cost) .. '}'
closeRequest(request, charges, 'interrupted', told)
saveCells()
forgetLater(request, IS_REAPED, cjson.decode(ARGV[3]).keptMs)
keepClock()
return 1
`;

/** A closed record that held nothing. ARGV: clock, request id, { outcome, keptMs }, closing. */
export const RECORD = `
if call('EXISTS', ITEM) == 1 then return end
local plan = cjson.decode(ARGV[3])
local now = clock()
putOut({ 'k', 'r', 'i', ITEM_ID, 't', num(now), 'o', plan.outcome, 'a', '', 'b', ARGV[4] })
call('HSET', ITEM, 'r', pack({ IS_RECORDED }))
call('PEXPIRE', ITEM, plan.keptMs)
keepClock()
`;

/** ARGV: clock, id, { targets: [key, delta][], keptMs }, the adjustment in words. */
export const ADJUST = `
local plan = cjson.decode(ARGV[3])
if call('EXISTS', ITEM) == 1 then return 0 end
local now = clock()
local keys = {}
for i, target in ipairs(plan.targets) do keys[i] = target[1] end
loadCounters(keys)
local metrics = {}
for i, target in ipairs(plan.targets) do
  local counter = counters[target[1]]
  metrics[i] = counter and num(counter[C_METRIC]) or '0'
  if counter and now < counter[CELL][END] then
    counter[CELL][USED] = min(MOST, counter[CELL][USED] + target[2])
    touch(target[1])
  end
end
saveCells()
putOut({ 'k', 'a', 't', num(now), 'g', '[' .. table.concat(metrics, ',') .. ']', 'b', ARGV[4] })
call('SET', ITEM, '1', 'PX', plan.keptMs)
keepClock()
return 1
`;
