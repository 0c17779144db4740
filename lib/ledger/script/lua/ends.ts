/** How requests end, and what was never held. */

/** Its texts: [outcome, keptMs, actuals], closing. A repeat with the same truth changes nothing. */
export const SETTLE = `
local function settle(head)
  local request, ending = loadRequest()
  if not request then return '["unknown"]' end
  local outcome, keptMs, actuals = unpack(cjson.decode(textOf(head, 1)))
  loadFor(request[ENTRIES])
  local charges = chargesOf(request, actuals, ending)
  if ending then
    return crossedAnswer('late', settleLate(request, ending, charges, textOf(head, 2), clock()), request)
  end
  local crossings = closeRequest(request, charges, outcome, textOf(head, 2))
  forgetLater(request, IS_SETTLED, charges, keptMs)
  return crossedAnswer('settled', crossings, request)
end
`;

/** A closed record that held nothing. Its texts: [outcome, keptMs], closing. */
export const RECORD = `
local function record(head)
  if isKnown() then return 'known' end
  local outcome, keptMs = unpack(cjson.decode(textOf(head, 1)))
  putOut({ 'r', recordHead(clock(), outcome), 'a', '', 'b', textOf(head, 2) })
  call('HSET', item, 'e', writeList({ IS_RECORDED }))
  call('PEXPIRE', item, keptMs)
  touched[item] = true
  return 'recorded'
end
`;

/** ARGV: clock, request id, { outcome, keptMs }, closing. */
export const CANCEL = `
local request = loadOpen()
if not request then return 0 end
local plan = cjson.decode(ARGV[3])
loadFor(request[ENTRIES])
local charges = {}
for index in ipairs(request[ENTRIES]) do charges[index] = 0 end
closeRequest(request, charges, plan.outcome, ARGV[4])
forgetLater(request, IS_SETTLED, charges, plan.keptMs)
save()
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
forgetLater(request, IS_REAPED, charges, cjson.decode(ARGV[3]).keptMs)
save()
return 1
`;

/** ARGV: clock, id, { targets: [key, delta][], keptMs }, the adjustment in words. */
export const ADJUST = `
local plan = cjson.decode(ARGV[3])
if call('EXISTS', item) == 1 then return 0 end
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
putOut({ 'k', 'a', 't', num(now), 'g', '[' .. table.concat(metrics, ',') .. ']', 'b', ARGV[4] })
call('SET', item, '1', 'PX', plan.keptMs)
save()
return 1
`;
