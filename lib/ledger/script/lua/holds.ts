/** Holds of open requests: made, changed, shown. */
export const HOLDS = String.raw`
local function addHeld(entry, delta, now)
  if delta == 0 then return end
  local cell = cellToChange(entry)
  entry[E_HELD] = entry[E_HELD] + delta
  if cell then cell[HELD] = cell[HELD] + delta end
  local counter = counters[entry[KEY]]
  if counter and isBucket(entry) then addDebt(counter, delta, now) end
end

-- Turns a check into an entry of a request and holds its amount.
local function hold(check, from, to, candidate, round, isWaiting, now, atMs)
  local counter = openCounter(check, from, to, now)
  local cell = cellFor(check[KEY], counter, from, to, now)
  counter[OPEN_ENTRIES] = counter[OPEN_ENTRIES] + 1
  cell[OPEN] = cell[OPEN] + 1
  if check[THRESHOLDS] then cell[WATCHED] = 1 end
  check[GEN], check[FROM], check[CANDIDATE], check[ROUND] = cell[GENERATION], cell[START], candidate, round
  if not isWaiting or check[KIND] ~= SLOTS then
    local amount = check[AMOUNT]
    check[E_HELD] = amount
    cell[HELD] = cell[HELD] + amount
    if amount ~= 0 and isBucket(check) then addDebt(counter, amount, atMs) end
  end
  return check
end

local function entryPlace(entry, now)
  local cell, isRunning = cellOfEntry(entry)
  if isBucket(entry) or (isRunning and now < cell[END]) then return standing(entry, now) end
  if cell then return cell[START], cell[END], cell[USED], cell[HELD], 0 end
  return standing(entry, now)
end

local function verdictsOfEntries(request, now)
  local texts = {}
  for _, entry in ipairs(request[ENTRIES]) do
    if entry[IS_PAST] == 0 then
      local _, to, used, held, debt = entryPlace(entry, now)
      texts[#texts + 1] = verdict(entry, to, used, held, debt, true, now)
    end
  end
  return '[' .. table.concat(texts, ',') .. ']'
end

-- How an entry of the running attempt stands for more: in the cell of admission, whatever period has begun since.
local function standingOfEntry(entry, now)
  if isBucket(entry) then return standing(entry, now) end
  local cell, isRunning = cellOfEntry(entry)
  if not cell then return standing(entry, now) end
  local used = cell[USED]
  if isRunning and now < cell[END] then
    local _, _, weighed = standing(entry, now)
    used = weighed
  end
  return cell[START], cell[END], used, cell[HELD], 0
end

-- Room for more in each entry; the refusal of the lowest priority number, if any.
local function planAdditions(request, now, amountFor)
  local adds, by, bySoFar = {}, nil, {}
  for index, entry in ipairs(request[ENTRIES]) do
    local amount = entry[IS_PAST] == 1 and 0 or amountFor(entry)
    if amount ~= 0 then
      local _, to, used, held, debt = standingOfEntry(entry, now)
      local cellName = entry[KEY] .. '\31' .. num(entry[GEN])
      local pending = bySoFar[cellName] or 0
      local fits = entry[KIND] == LEAKY or (roomFor(entry, used, held, debt, pending, amount))
      bySoFar[cellName] = pending + amount
      adds[#adds + 1] = { index, amount }
      if not fits and entry[REFUSES] == 1 and (not by or entry[PRIORITY] < by[D_CHECK][PRIORITY]) then
        by = { entry, entry[FROM], to, used, held, debt }
      end
    end
  end
  return by, adds
end

-- What stays held of an attempt that failed before its answer began, until settlement tells the truth.
local function keptAfterFailure(entry, metered)
  if entry[KIND] == SLOTS then return 0 end
  if entry[METRIC] == REQUESTS then return entry[E_HELD] end
  return metered and min(entry[E_HELD], amountOf(metered, entry[METRIC]) or 0) or 0
end

local function heldAnswer(request, now)
  return '["held",' .. verdictsOfEntries(request, now) .. ',' .. listsOf(request) .. ']'
end

local function refusedAnswer(by, request, now, ...)
  return '["refused",' .. refusedVerdict(by, now) .. ',' .. listsOf(request, ...) .. ']'
end
`;
