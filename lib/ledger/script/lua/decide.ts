/** Where counters stand for checks, and whether there is room. Changes nothing. */
export const DECIDE = `
-- A planner whose clock runs ahead or behind by more than the two periods it sent is met by stepping on.
local function pickPeriod(check, counter, now)
  if check[KIND] >= TOKENS then return 0, FOREVER end
  local from, to = check[CUR_START], check[CUR_END]
  if now >= from and now < to then return from, to end
  local nextFrom, nextTo = check[NEXT_START], check[NEXT_END]
  if now >= nextFrom and now < nextTo then return nextFrom, nextTo end
  if now >= nextTo then
    local offset = floor((now - nextFrom) / (nextTo - nextFrom)) * (nextTo - nextFrom)
    return nextFrom + offset, nextTo + offset
  end
  local cell = counter and counter[CELL]
  if cell and cell[END] == from and now >= cell[START] then return cell[START], cell[END] end
  local offset = floor((now - from) / (to - from)) * (to - from)
  return from + offset, to + offset
end

-- ceil(total * left / length) without losing a digit: the product of the rest is divided in steps of twelve bits.
local function share(total, left, length)
  local rest = math.fmod(total, length)
  local whole = (total - rest) / length * left
  local quotient, remainder = 0, 0
  local divisor = 68719476736
  left = math.fmod(left, divisor * 4096)
  while divisor >= 1 do
    local digit = floor(left / divisor)
    left = left - digit * divisor
    local value = remainder * 4096 + rest * digit
    remainder = math.fmod(value, length)
    quotient = quotient * 4096 + (value - remainder) / length
    divisor = divisor / 4096
  end
  if remainder > 0 then quotient = quotient + 1 end
  return whole + quotient
end

-- The part of the period before that a sliding window still sees, rounded up.
local function weighted(before, from, to, now)
  if not before or before[END] ~= from then return 0 end
  local total = before[USED] + before[HELD]
  local left = max(0, to - now)
  if total <= 0 or left == 0 then return 0 end
  if total * left <= MOST then return ceil(total * left / (to - from)) end
  return share(total, left, to - from)
end

-- Period, used, held and a bucket's debt.
local function standing(check, now)
  local counter = counters[check[KEY]]
  local kind = check[KIND]
  local from, to = pickPeriod(check, counter, now)
  if not counter then return from, to, 0, 0, 0 end
  local cell = counter[CELL]
  local isCurrent = cell[START] == from
  local held = isCurrent and cell[HELD] or 0
  if kind == TOKENS or kind == LEAKY then
    local debt = drained(counter, now)
    return from, to, max(0, ceil(debt / 1000) - held), held, debt
  end
  local used = isCurrent and cell[USED] or 0
  if kind == SLIDING then
    local before = cell
    if isCurrent then before = counter[PREVIOUS] end
    used = used + weighted(before, from, to, now)
  end
  return from, to, used, held, 0
end

local function roomFor(check, used, held, debt, pending, amount)
  if check[KIND] == TOKENS then return debt + (pending + amount) * 1000 <= check[CAPACITY] * 1000, 0 end
  if check[KIND] == LEAKY then
    debt = debt + pending * 1000
    local wait = 0
    if debt > 0 then wait = check[REFILL] > 0 and ceil(debt / check[REFILL]) or math.huge end
    return debt <= check[CAPACITY] * 1000 and wait <= check[MAX_WAIT], wait
  end
  return used + held + pending + amount <= check[LIMIT], 0
end

local function resetOf(check, to, debt, taken, now)
  if check[KIND] == SLOTS then return nil end
  if not isBucket(check) then return to end
  debt = debt + taken * 1000
  local over
  if check[KIND] == TOKENS then
    over = debt + (check[AMOUNT] - check[CAPACITY]) * 1000
  else
    over = debt - min(check[CAPACITY] * 1000, check[MAX_WAIT] * check[REFILL])
  end
  if over <= 0 then return now end
  if check[REFILL] == 0 or (check[KIND] == TOKENS and check[AMOUNT] > check[CAPACITY]) then return nil end
  return now + ceil(over / check[REFILL])
end

-- A verdict in numbers; its words are in the caller's lists of checks, at the place that comes first.
local function verdict(check, to, used, held, debt, allowed, now)
  return '[' .. num(check[LIST]) .. ',' .. num(check[POS]) .. ',' .. num(used) .. ',' .. num(held) .. ','
    .. numOrNull(resetOf(check, to, debt, 0, now)) .. ',' .. (allowed and '1' or '0') .. ']'
end

-- before: what checks that were decided before will add to each counter. Returns the same of these, at the end.
-- released(check, from) is what is given back in the same step, negative where it is taken.
local function planChecks(checks, before, now, released)
  local decided, wait, added = {}, 0, {}
  for i = 1, #checks do
    local check = checks[i]
    local from, to, used, held, debt = standing(check, now)
    local back = released and released(check, from) or 0
    if back ~= 0 then
      held = held - back
      debt = max(0, debt - back * 1000)
    end
    local key = check[KEY]
    local addedBefore = added[key] or 0
    local pending = (before[key] or 0) + addedBefore
    added[key] = addedBefore + check[AMOUNT]
    local allowed, checkWait = roomFor(check, used, held, debt, pending, check[AMOUNT])
    if allowed and check[REFUSES] == 1 and checkWait > wait then wait = checkWait end
    decided[i] = { check, from, to, used, held, debt, allowed, checkWait, pending }
  end
  return decided, wait, added
end

-- One that waits needs no parallel slot yet.
local function refusing(decided, wait)
  local found = {}
  for i = 1, #decided do
    local one = decided[i]
    if not one[D_ALLOWED] and one[D_CHECK][REFUSES] == 1 and not (wait > 0 and one[D_CHECK][KIND] == SLOTS) then
      found[#found + 1] = one
    end
  end
  return found
end

local function lower(one, other)
  if one and (not other or one[D_CHECK][PRIORITY] <= other[D_CHECK][PRIORITY]) then return one end
  return other
end

-- The lowest priority number, else the first.
local function reported(found)
  local first = nil
  for i = 1, #found do first = lower(first, found[i]) end
  return first
end

local function refusedVerdict(one, now)
  return verdict(one[D_CHECK], one[D_TO], one[D_USED], one[D_HELD], one[D_DEBT], false, now)
end

local function refusedVerdicts(found, now)
  local texts = {}
  for i = 1, #found do texts[i] = refusedVerdict(found[i], now) end
  return '[' .. table.concat(texts, ',') .. ']'
end

local function addVerdicts(texts, decided, now)
  for i = 1, #decided do
    local one = decided[i]
    texts[#texts + 1] = verdict(one[D_CHECK], one[D_TO], one[D_USED], one[D_HELD], one[D_DEBT], one[D_ALLOWED], now)
  end
end
`;
