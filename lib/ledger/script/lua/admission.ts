/** How requests begin: decided and held at once, or put back as they were admitted before. */
export const OPENING = `
local definitions = {}
-- Decoded once for all calls of the run that share it.
local function definitionAt(at)
  local place = ARGV[at]
  local definition = definitions[place]
  if not definition then
    definition = cjson.decode(textAt(at))
    definitions[place] = definition
  end
  return definition
end

-- The common checks, then each candidate's: in a plan's place of their amounts, from \`at\` on those of definitions.
local function readPlan(first)
  local plan = cjson.decode(textAt(first))
  local at = first + 3 + #plan.candidates
  local function read(amounts, list)
    for i = 1, #amounts do
      amounts[i] = newCheck(definitionAt(at), amounts[i], list, i - 1)
      at = at + 1
    end
  end
  read(plan.common, 0)
  for i, candidate in ipairs(plan.candidates) do read(candidate[2], i) end
  return plan
end

local function loadForPlan(plan)
  local keys = {}
  addKeys(keys, plan.common)
  for _, candidate in ipairs(plan.candidates) do addKeys(keys, candidate[2]) end
  loadCounters(keys)
end

local function newRequest(plan, createdAt, wait, candidate, entries)
  return {
    plan.workspace, createdAt, plan.leaseMs, wait, createdAt + wait + plan.leaseMs, candidate,
    wait > 0 and 1 or 0, 0, false, false, entries, 1 + #plan.candidates,
  }
end

-- What no later step changes is written once, in fields of its own: packing it anew would cost more than all else.
local function keepNew(request, plan, answer, first)
  local fields = { 'r', pack(request), 'o', textAt(first + 1), 'q', pack({ plan.names, plan.versions, answer }) }
  for i = 1, request[LISTS] do
    fields[#fields + 1] = 'l' .. i
    fields[#fields + 1] = textAt(first + 1 + i)
  end
  call('HSET', item, unpack(fields))
end
`;

/**
 * The places from `first` on: plan, opening, the words of the common checks and of each candidate's, then the checks'
 * definitions in the same order. The plan has their amounts.
 */
export const ADMIT = `
local function olderThan(plan)
  local newer = {}
  for i, name in ipairs(plan.names) do
    local version = knownVersions[name]
    if version > plan.versions[i] then newer[#newer + 1] = '[' .. num(i - 1) .. ',' .. num(version) .. ']' end
  end
  return newer
end

local function admittedAnswer(request, verdicts)
  return '["admitted",' .. num(request[CREATED]) .. ',' .. num(request[WAIT_MS]) .. ','
    .. cjson.encode(request[CHOSEN]) .. ',' .. verdicts .. ',[]]'
end

local function again(request, now)
  local admission = unpack_(call('HGET', item, 'q'))
  if admission[ANSWER] then return { 'again', admission[ANSWER], listsOf(request) } end
  loadFor(request[ENTRIES])
  return '["again",' .. admittedAnswer(request, verdictsOfEntries(request, now)) .. ',' .. listsOf(request) .. ']'
end

-- Clients of Redis lose the last digit of whole numbers near 2^53, not of text.
local function exact(n)
  if n < 4503599627370496 then return n end
  return num(n)
end

-- Used, held, when it resets, and whether there was room: not one text, since this answer is given most.
local function addStandings(answer, decided, isWaiting, now)
  for i = 1, #decided do
    local one, at = decided[i], #answer
    local check = one[D_CHECK]
    local taken = 0
    if not (isWaiting and check[KIND] == SLOTS) then taken = one[D_PENDING] + check[AMOUNT] end
    answer[at + 1] = exact(one[D_USED])
    answer[at + 2] = exact(one[D_HELD] + taken)
    answer[at + 3] = exact(resetOf(check, one[D_TO], one[D_DEBT], taken, now) or -1)
    answer[at + 4] = one[D_ALLOWED] and 1 or 0
  end
end

local function take(plan, index, shared, own, wait, passed, now)
  local candidate, entries, isWaiting = plan.candidates[index][1], {}, wait > 0
  local answer = { 'admitted', now, wait, index, candidate, passed }
  addStandings(answer, shared, isWaiting, now)
  addStandings(answer, own, isWaiting, now)
  for i = 1, #shared do
    entries[i] = hold(shared[i][D_CHECK], shared[i][D_FROM], shared[i][D_TO], false, 0, isWaiting, now, now)
  end
  for i = 1, #own do
    entries[#entries + 1] = hold(own[i][D_CHECK], own[i][D_FROM], own[i][D_TO], candidate, 0, isWaiting, now, now)
  end
  return answer, newRequest(plan, now, wait, candidate, entries)
end

-- The answer, and the request where it is admitted.
local function choose(plan, now)
  local shared, sharedWait, added = planChecks(plan.common, {}, now)
  local isRefusedAnyway = #refusing(shared, math.huge) > 0
  local by, passed = nil, {}
  for i, candidate in ipairs(plan.candidates) do
    local own, ownWait = planChecks(candidate[2], added, now)
    local wait = max(sharedWait, ownWait)
    local refusals = refusing(own, wait)
    local first = lower(reported(refusing(shared, wait)), reported(refusals))
    if not first then return take(plan, i, shared, own, wait, '[' .. table.concat(passed, ',') .. ']', now) end
    if not isRefusedAnyway then
      if #refusals == 0 then refusals = { first } end
      passed[#passed + 1] = '[' .. cjson.encode(candidate[1]) .. ',' .. refusedVerdicts(refusals, now) .. ']'
    end
    by = lower(by, first)
  end
  local verdicts = {}
  addVerdicts(verdicts, shared, now)
  return '["refused",' .. num(now) .. ',' .. refusedVerdict(by, now) .. ',[' .. table.concat(verdicts, ',') .. '],['
    .. table.concat(passed, ',') .. ']]'
end

local epoch = nil
local function isLost()
  if epoch == nil then epoch = call('GET', EPOCH) end
  return not epoch
end

local function admit(first)
  local plan = readPlan(first)
  local now = loadVersions(plan.names)
  if plan.notAfter >= 0 and now > plan.notAfter then return '["late"]' end
  local before, ending = loadRequest()
  if before then return again(before, now) end
  if isLost() then return '["lost"]' end
  local newer = olderThan(plan)
  if #newer > 0 then return '["stale",[' .. table.concat(newer, ',') .. ']]' end
  loadForPlan(plan)
  local answer, request = choose(plan, now)
  if request then
    -- The mark of a record expires; the request in its place must not.
    if ending then call('DEL', item) end
    keepNew(request, plan, answer, first)
    keepLease(request)
  end
  return answer
end
`;

/** As for an admission, with one candidate that is not decided. Charged to the period of the admission that was. */
export const RESTORE = `
local function restore(first)
  local plan = readPlan(first)
  if call('EXISTS', item) == 1 then return 0 end
  local now = clock()
  local createdAt = min(plan.createdAt, now)
  local candidate, entries = plan.candidates[1][1], {}
  loadForPlan(plan)
  for list, checks in ipairs({ plan.common, plan.candidates[1][2] }) do
    for _, check in ipairs(checks) do
      local from, to = pickPeriod(check, nil, createdAt)
      entries[#entries + 1] = hold(check, from, to, list == 2 and candidate, 0, false, now, createdAt)
    end
  end
  local request = newRequest(plan, createdAt, 0, candidate, entries)
  request[LEASE_ENDS] = now + plan.leaseMs
  keepNew(request, plan, false, first)
  keepLease(request)
  return 1
end
`;
