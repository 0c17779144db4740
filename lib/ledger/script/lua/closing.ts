/** Ends of requests: what each hold is charged, the record on its way to Postgres, and truth that comes late. */
export const CLOSING = `
local function sumOf(entry, attempts)
  if entry[METRIC] == REQUESTS and not entry[CANDIDATE] then return entry[RESERVE] end
  local sum = 0
  for i = 1, #attempts do sum = sum + (amountOf(attempts[i][2], entry[METRIC]) or entry[RESERVE]) end
  return min(MOST, sum)
end

local function attemptsOn(actuals, candidate)
  if not candidate then return actuals end
  local found = {}
  for i = 1, #actuals do
    if actuals[i][1] == candidate then found[#found + 1] = actuals[i] end
  end
  return found
end

-- A request counts once on common rules of requests and once an attempt on its candidate's; what is unknown keeps
-- what it had or was charged before; slots are never charged.
local function chargesOf(request, actuals, ending)
  local lastRounds, charges = {}, {}
  for _, entry in ipairs(request[ENTRIES]) do
    if entry[CANDIDATE] then lastRounds[entry[CANDIDATE]] = entry[ROUND] end
  end
  for index, entry in ipairs(request[ENTRIES]) do
    local candidate = entry[CANDIDATE]
    local attempts = attemptsOn(actuals, candidate)
    if entry[KIND] == SLOTS then
      charges[index] = 0
    elseif #attempts == 0 then
      charges[index] = ending and ending[FIRST_CHARGE - 1 + index] or entry[E_HELD]
    elseif not candidate or lastRounds[candidate] == entry[ROUND] then
      charges[index] = sumOf(entry, attempts)
    else
      -- Attempts of a candidate that was tried twice are told together: its last round takes them all.
      charges[index] = 0
    end
  end
  return charges
end

-- What a running attempt is taken to have consumed when its process is gone: what it told last and one step more.
local function lastKnown(request, entry)
  local metered, before = request[METERED], request[METERED_BEFORE]
  if request[WAITING] == 1 or entry[KIND] == SLOTS then return 0 end
  if entry[IS_PAST] == 1 or entry[METRIC] == REQUESTS or not metered then return entry[E_HELD] end
  local told = amountOf(metered, entry[METRIC])
  if not told then return entry[E_HELD] end
  local toldBefore = before and amountOf(before, entry[METRIC])
  local step = toldBefore and max(0, told - toldBefore) or 0
  local failedBefore = entry[CANDIDATE] and 0 or entry[E_HELD] - entry[RESERVE]
  return failedBefore + max(told, min(entry[RESERVE], told + step))
end

local function addCharge(entry, cell, delta)
  if cell and entry[KIND] ~= SLOTS then cell[USED] = min(MOST, cell[USED] + delta) end
end

-- Thresholds that the cell has reached and not told before, each as the numbers of a crossing.
local function addCrossings(texts, entry, cell)
  local thresholds = entry[THRESHOLDS]
  if not thresholds or not cell or cell[USED] <= 0 then return end
  for i = 1, #thresholds, 2 do
    local percent, reachedAt = thresholds[i], thresholds[i + 1]
    if percent > cell[CROSSED] and cell[USED] >= reachedAt then
      cell[CROSSED] = percent
      texts[#texts + 1] = '[' .. num(entry[LIST]) .. ',' .. num(entry[POS]) .. ',' .. format('%.14g', percent) .. ','
        .. num(cell[USED]) .. ',' .. num(entry[LIMIT]) .. ',' .. num(cell[START]) .. ']'
    end
  end
end

local function withCrossings(fields, crossings, request)
  if #crossings > 0 then
    fields[#fields + 1] = 'x'
    fields[#fields + 1] = '[' .. table.concat(crossings, ',') .. ']'
    fields[#fields + 1] = 'l'
    fields[#fields + 1] = listsOf(request)
  end
  return fields
end

-- In one text: each more costs whoever writes, hands out and reads it. Neither ids nor outcomes have spaces.
local function recordHead(createdAt, outcome)
  return itemId .. ' ' .. num(createdAt) .. ' ' .. outcome
end

local function putOut(fields)
  call('XADD', STREAM, '*', unpack(fields))
end

-- Stands beside the request: to write that again would cost more.
local function keepEnding(state, late, charges)
  call('HSET', item, 'e', writeList({ state, late, unpack(charges) }), 'o', '')
end

local function forgetLater(request, state, charges, keptMs)
  keepEnding(state, 0, charges)
  call('PEXPIRE', item, keptMs)
  endLease(request)
end

-- Ends every hold with its charge and writes the record. Returns the crossings.
local function closeRequest(request, charges, outcome, closing)
  local crossings = {}
  for index, entry in ipairs(request[ENTRIES]) do
    local counter, cell = counters[entry[KEY]], cellToChange(entry)
    local amount, held = charges[index], entry[E_HELD]
    if counter then
      counter[OPEN_ENTRIES] = counter[OPEN_ENTRIES] - 1
      if isBucket(entry) then addDebt(counter, amount - held, clock()) end
    end
    if cell then
      cell[HELD] = cell[HELD] - held
      cell[OPEN] = cell[OPEN] - 1
      addCharge(entry, cell, amount)
      addCrossings(crossings, entry, cell)
    end
  end
  local fields = { 'r', recordHead(request[CREATED], outcome), 'a', request[OPENING], 'b', closing }
  putOut(withCrossings(fields, crossings, request))
  return crossings
end

-- Charges the difference to what was charged before, and writes it as an adjustment.
local function settleLate(request, ending, charges, closing, now)
  local crossings, targets = {}, {}
  for index, entry in ipairs(request[ENTRIES]) do
    local delta = charges[index] - ending[FIRST_CHARGE - 1 + index]
    if delta ~= 0 then
      local counter = counters[entry[KEY]]
      -- A bucket that was drained and forgotten since owes the difference anew.
      if isBucket(entry) then addDebt(counter or openCounter(entry, 0, FOREVER, now), delta, now) end
      local cell = cellToChange(entry)
      addCharge(entry, cell, delta)
      addCrossings(crossings, entry, cell)
      targets[#targets + 1] = '[' .. num(entry[LIST]) .. ',' .. num(entry[POS]) .. ',' .. num(delta) .. ']'
    end
  end
  local late = ending[LATE] + 1
  if #targets > 0 or (ending[STATE] == IS_REAPED and late == 1) then
    local fields = {
      'k', 'l', 'i', itemId, 'n', num(late), 'w', request[WORKSPACE], 't', num(now), 'b', closing,
      'g', '[' .. table.concat(targets, ',') .. ']', 'l', listsOf(request),
    }
    if #crossings > 0 then
      fields[#fields + 1] = 'x'
      fields[#fields + 1] = '[' .. table.concat(crossings, ',') .. ']'
    end
    putOut(fields)
  end
  keepEnding(ending[STATE], late, charges)
  return crossings
end

local function crossedAnswer(word, crossings, request)
  if #crossings == 0 then return '["' .. word .. '",[],[]]' end
  return '["' .. word .. '",[' .. table.concat(crossings, ',') .. '],' .. listsOf(request) .. ']'
end
`;
