/** How requests begin: decided and held at once, or put back as they were admitted before. */
export const OPENING = `
local function newChecks(definitions, subjects, amounts, list)
  local checks = {}
  for i = 1, #definitions do
    checks[i] = newCheck(definitions[i], subjects and subjects[i], amounts[i], list, i - 1)
  end
  return checks
end

-- "time" is until when an admission is wanted, and of one that is restored when it was admitted.
local function readPlan(head)
  local plan = cjson.decode(textOf(head, PLAN_TEXT))
  local definitions, subjects = decodedOnce(textOf(head, DEFINITIONS_TEXT)), textOf(head, SUBJECTS_TEXT)
  subjects = subjects ~= '' and cjson.decode(subjects)
  local amounts, all, candidates = plan[PLAN_AMOUNTS], definitions[CANDIDATES], {}
  local common = newChecks(definitions[COMMON], subjects and subjects[1], amounts[1], 0)
  for i = 1, #all do
    candidates[i] = { all[i][1], newChecks(all[i][2], subjects and subjects[1 + i], amounts[1 + i], i) }
  end
  return {
    workspace = definitions[WORKSPACE_OF_PLAN], leaseMs = plan[PLAN_LEASE_MS], time = plan[PLAN_TIME], common = common,
    candidates = candidates, names = definitions[VERSION_NAMES], versions = definitions[VERSIONS],
  }
end

local function loadForPlan(plan)
  local keys = {}
  addKeys(keys, plan.common)
  for _, candidate in ipairs(plan.candidates) do addKeys(keys, candidate[2]) end
  loadCounters(keys)
end

local function newRequest(plan, createdAt, wait, leaseEnds, index, entries)
  return {
    createdAt, wait, leaseEnds, plan.leaseMs, wait > 0 and 1 or 0, 0, index, 0, plan.workspace,
    plan.candidates[index][1], false, false, entries, 1 + #plan.candidates, false,
  }
end

-- What no later step changes is written as it came; "answer" is for those who ask again.
local function keepNew(request, head, answer)
  local subjects = textOf(head, SUBJECTS_TEXT)
  call(
    'HSET', item, 'r', numbersOf(request), 'o', textOf(head, OPENING_TEXT), 'd', textOf(head, DEFINITIONS_TEXT),
    'w', textOf(head, WORDS_TEXT), 'q', answer
  )
  if subjects ~= '' then call('HSET', item, 's', subjects) end
  touched[item] = true
  keepLease(request)
end
`;

/**
 * Its texts: the plan with the checks' amounts, the opening, the checks' subjects or nothing where none has one, their
 * definitions, and their words, which only others read.
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

-- Clients of Redis lose the last digit of whole numbers near 2^53, not of text.
local function withExactNumbers(answer)
  for i = FIRST_NUMBER, #answer do
    if answer[i] >= 4503599627370496 then answer[i] = num(answer[i]) end
  end
  return answer
end

-- How many numbers, the numbers, and who was passed over.
local function writeAnswer(answer)
  local count = #answer - FIRST_NUMBER + 1
  return writeNumbers(formatOf(1 + count), count, unpack(answer, FIRST_NUMBER)) .. answer[PASSED]
end

local function readAnswer(text, now, wait, candidate)
  local count = readNumbers('<d', text)
  local numbers, passed = readList(string.sub(text, 9, 8 + 8 * count)), string.sub(text, 9 + 8 * count)
  return withExactNumbers({ 'admitted', now, wait, candidate, passed, unpack(numbers, 1, count) })
end

local function again(request, now)
  local createdAt, wait = request[CREATED], request[WAIT_MS]
  local stored = call('HMGET', item, 'q', 'd')
  if stored[1] ~= '' then
    local candidate = decodedOnce(stored[2])[CANDIDATES][request[INDEX]][1]
    return { 'again', readAnswer(stored[1], createdAt, wait, candidate), listsOf(request) }
  end
  loadFor(request[ENTRIES])
  return '["again",["admitted",' .. num(createdAt) .. ',' .. num(wait) .. ',' .. cjson.encode(request[CHOSEN]) .. ','
    .. verdictsOfEntries(request, now) .. ',[]],' .. listsOf(request) .. ']'
end

-- Used, held, when it resets, and whether there was room.
local function addStandings(answer, decided, isWaiting, now)
  local at = #answer
  for i = 1, #decided do
    local one = decided[i]
    local check = one[D_CHECK]
    local taken = 0
    if not (isWaiting and check[KIND] == SLOTS) then taken = one[D_PENDING] + check[AMOUNT] end
    answer[at + 1] = one[D_USED]
    answer[at + 2] = one[D_HELD] + taken
    answer[at + 3] = resetOf(check, one[D_TO], one[D_DEBT], taken, now) or -1
    answer[at + 4] = one[D_ALLOWED] and 1 or 0
    at = at + 4
  end
end

-- Holds what it asks for and keeps it. The answer: when, how long it waits, which candidate, who was passed over as JSON;
-- then numbers: the candidate's place, and where each check stands. Not one text, since it is given most.
local function take(plan, head, index, shared, own, wait, passed, now)
  local candidate, entries, isWaiting = plan.candidates[index][1], {}, wait > 0
  local answer = { 'admitted', now, wait, candidate, passed, index }
  addStandings(answer, shared, isWaiting, now)
  addStandings(answer, own, isWaiting, now)
  for i = 1, #shared do
    entries[i] = hold(shared[i][D_CHECK], shared[i][D_FROM], shared[i][D_TO], false, 0, isWaiting, now, now)
  end
  for i = 1, #own do
    entries[#entries + 1] = hold(own[i][D_CHECK], own[i][D_FROM], own[i][D_TO], candidate, 0, isWaiting, now, now)
  end
  keepNew(newRequest(plan, now, wait, now + wait + plan.leaseMs, index, entries), head, writeAnswer(answer))
  return withExactNumbers(answer)
end

local function passedOver(passed)
  return '[' .. table.concat(passed, ',') .. ']'
end

-- The answer, and whether it is admitted, and so kept.
local function choose(plan, head, now)
  local shared, sharedWait, added = planChecks(plan.common, {}, now)
  local isRefusedAnyway = #refusing(shared, math.huge) > 0
  local by, passed = nil, {}
  for i, candidate in ipairs(plan.candidates) do
    local own, ownWait = planChecks(candidate[2], added, now)
    local wait = max(sharedWait, ownWait)
    local refusals = refusing(own, wait)
    local first = lower(reported(refusing(shared, wait)), reported(refusals))
    if not first then return take(plan, head, i, shared, own, wait, passedOver(passed), now), true end
    if not isRefusedAnyway then
      if #refusals == 0 then refusals = { first } end
      passed[#passed + 1] = '[' .. cjson.encode(candidate[1]) .. ',' .. refusedVerdicts(refusals, now) .. ']'
    end
    by = lower(by, first)
  end
  local verdicts = {}
  addVerdicts(verdicts, shared, now)
  return '["refused",' .. num(now) .. ',' .. refusedVerdict(by, now) .. ',[' .. table.concat(verdicts, ',') .. '],'
    .. passedOver(passed) .. ']'
end

local epoch = nil
local function isLost()
  if epoch == nil then epoch = call('GET', EPOCH) end
  return not epoch
end

local function admit(head)
  local plan = readPlan(head)
  local now = loadVersions(plan.names)
  if plan.time >= 0 and now > plan.time then return '["late"]' end
  local before, ending = loadRequest()
  if before then return again(before, now) end
  if isLost() then return '["lost"]' end
  local newer = olderThan(plan)
  if #newer > 0 then return '["stale",[' .. table.concat(newer, ',') .. ']]' end
  loadForPlan(plan)
  local answer, isAdmitted = choose(plan, head, now)
  if ending and isAdmitted then
    -- The mark of a record expires; the request in its place must not.
    call('HDEL', item, 'e')
    call('PERSIST', item)
  end
  return answer
end
`;

/** As for an admission, with one candidate that is not decided. Charged to the period of the admission that was. */
export const RESTORE = `
local function restore(head)
  local plan = readPlan(head)
  if isKnown() then return 0 end
  local now = clock()
  local createdAt = min(plan.time, now)
  local candidate, entries = plan.candidates[1][1], {}
  loadForPlan(plan)
  for list, checks in ipairs({ plan.common, plan.candidates[1][2] }) do
    for _, check in ipairs(checks) do
      local from, to = pickPeriod(check, nil, createdAt)
      entries[#entries + 1] = hold(check, from, to, list == 2 and candidate, 0, false, now, createdAt)
    end
  end
  keepNew(newRequest(plan, createdAt, 0, now + plan.leaseMs, 1, entries), head, '')
  return 1
end
`;
