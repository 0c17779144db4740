/**
 * Requests as they are stored: a hash each. `r` are its numbers, the only field that is written again while it is open;
 * `d` definitions of checks and `w` their words, which calls share; `s` their subjects, where any has one; `o` the
 * opening, `q` what whoever asks again is told, `e` what ended it. A replacement adds `d1`, `s1` and `w1`, and so on.
 * Redis hashes each byte of a text that Lua touches, so what is long is read as seldom as possible.
 */
export const REQUESTS = `
-- Decoded once a run, since many calls share it.
local decoded = {}
local function decodedOnce(text)
  local value = decoded[text]
  if value == nil then
    value = cjson.decode(text)
    decoded[text] = value
  end
  return value
end

local formats = {}
local function formatOf(count)
  local found = formats[count]
  if not found then
    found = '<' .. string.rep('d', count)
    formats[count] = found
  end
  return found
end

-- The numbers, and then where the text would go on.
local function readList(text)
  return { readNumbers(formatOf(#text / 8), text) }
end

local function writeList(list)
  return writeNumbers(formatOf(#list), unpack(list))
end

-- The entries of one list; returns where the numbers of the next begin.
local function addEntries(entries, numbers, at, definitions, subjects, list, round, isPast, candidate)
  for i = 1, #definitions do
    local entry = {
      numbers[at], list, i - 1, numbers[at + 1], numbers[at + 2], round, numbers[at + 3], numbers[at + 4], isPast,
      candidate, unpack(definitions[i], 1, DEFINITION_LENGTH)
    }
    if subjects then entry[KEY] = entry[KEY] .. subjects[i] end
    entries[#entries + 1] = entry
    at = at + NUMBERS_OF_ENTRY
  end
  return at
end

local function addReplacements(entries, numbers, at, lists, rounds)
  local names = {}
  for round = 1, rounds do
    names[#names + 1] = 'd' .. round
    names[#names + 1] = 's' .. round
  end
  local stored, id = call('HMGET', item, unpack(names)), nil
  for round = 1, rounds do
    local definitions, subjects = decodedOnce(stored[round * 2 - 1]), stored[round * 2]
    id = definitions[1]
    subjects = subjects ~= '' and cjson.decode(subjects)
    local isPast = round < rounds and 1 or 0
    at = addEntries(entries, numbers, at, definitions[2], subjects and subjects[1], lists + round - 1, round, isPast, id)
  end
  return id
end

local function readRequest(numbers, definitions, subjects, opening)
  local rounds, index, told, at, entries = numbers[R_ROUND], numbers[INDEX], numbers[TOLD], FIRST_TOLD, {}
  local metered, before, candidates = false, false, definitions[CANDIDATES]
  if told > 0 then metered, at = { unpack(numbers, at, at + METRICS - 1) }, at + METRICS end
  if told > 1 then before, at = { unpack(numbers, at, at + METRICS - 1) }, at + METRICS end
  at = addEntries(entries, numbers, at, definitions[COMMON], subjects and subjects[1], 0, 0, 0, false)
  local id, own = candidates[index][1], candidates[index][2]
  local isPast = rounds > 0 and 1 or 0
  at = addEntries(entries, numbers, at, own, subjects and subjects[1 + index], index, 0, isPast, id)
  local lists = 1 + #candidates
  if rounds > 0 then id = addReplacements(entries, numbers, at, lists, rounds) end
  return {
    numbers[CREATED], numbers[WAIT_MS], numbers[LEASE_ENDS], numbers[LEASE_MS], numbers[WAITING], rounds, index, told,
    definitions[WORKSPACE_OF_PLAN], id, metered, before, entries, lists + rounds, opening,
  }
end

-- Written by this run, or, where that is known, by nobody.
local touched = {}
local isAnyStored = true

local function isKnown()
  return (isAnyStored or touched[item]) and call('EXISTS', item) == 1
end

-- A request and what ended it; of a closed record that held nothing there is its ending alone.
local function loadRequest()
  if not isAnyStored and not touched[item] then return nil, nil end
  local stored = call('HMGET', item, 'r', 'e', 'd', 's', 'o')
  local ending = stored[2] and readList(stored[2])
  if not stored[1] then return nil, ending end
  local subjects = stored[4] and cjson.decode(stored[4])
  return readRequest(readList(stored[1]), decodedOnce(stored[3]), subjects, stored[5]), ending
end

local function loadOpen()
  local request, ending = loadRequest()
  if not request or ending then return nil end
  return request
end

local function numbersOf(request)
  local metered, before, entries = request[METERED], request[METERED_BEFORE], request[ENTRIES]
  local numbers = { unpack(request, 1, TOLD) }
  numbers[TOLD] = before and 2 or metered and 1 or 0
  local at = TOLD
  for i = 1, metered and METRICS or 0 do numbers[at + i] = metered[i] end
  at = #numbers
  for i = 1, before and METRICS or 0 do numbers[at + i] = before[i] end
  at = #numbers
  for i = 1, #entries do
    local entry = entries[i]
    numbers[at + 1] = entry[AMOUNT]
    numbers[at + 2] = entry[GEN]
    numbers[at + 3] = entry[FROM]
    numbers[at + 4] = entry[RESERVE]
    numbers[at + 5] = entry[E_HELD]
    at = at + NUMBERS_OF_ENTRY
  end
  return writeList(numbers)
end

local function keepRequest(request)
  call('HSET', item, 'r', numbersOf(request))
end

-- All checks that the request was ever planned with, as JSON: definitions, subjects and words.
local function listsOf(request, newDefinitions, newSubjects, newWords)
  local kinds = {}
  for _, kind in ipairs({ 'd', 's', 'w' }) do
    local names = { kind }
    for round = 1, request[R_ROUND] do names[#names + 1] = kind .. round end
    local texts = call('HMGET', item, unpack(names))
    if kind == 'd' then texts[#texts + 1] = newDefinitions end
    if kind == 's' then texts[#texts + 1] = newSubjects end
    if kind == 'w' then texts[#texts + 1] = newWords end
    for i = 1, #texts do
      if not texts[i] or texts[i] == '' then texts[i] = 'null' end
    end
    kinds[#kinds + 1] = '[' .. table.concat(texts, ',') .. ']'
  end
  return '[' .. table.concat(kinds, ',') .. ']'
end
`;
