/** Questions that change nothing. */

const BALANCE = `
local function balance(key, now)
  local counter = counters[key]
  if not counter then return nil end
  local cell = counter[CELL]
  if now >= cell[END] then return nil end
  local used, from, to = cell[USED], nil, nil
  if cell[END] ~= FOREVER then
    from, to = cell[START], cell[END]
  elseif counter[C_METRIC] ~= PARALLEL then
    used = max(0, ceil(drained(counter, now) / 1000) - cell[HELD])
  end
  if used == 0 and cell[HELD] == 0 then return nil end
  return '[' .. cjson.encode(key) .. ',' .. num(counter[C_METRIC]) .. ',' .. num(used) .. ',' .. num(cell[HELD]) .. ','
    .. numOrNull(from) .. ',' .. numOrNull(to) .. ']'
end

local function balancesOf(keys, now)
  loadCounters(keys)
  local texts = {}
  for i = 1, #keys do texts[#texts + 1] = balance(keys[i], now) end
  return '[' .. table.concat(texts, ',') .. ']'
end
`;

/** ARGV: clock, "", keys of counters as JSON. */
export const BALANCES = `${BALANCE}
return balancesOf(cjson.decode(ARGV[3]), clock())
`;

/** One page of a rule's counters. ARGV: clock, "", from and to in the order of bytes, how many. */
export const BALANCES_OF_RULE = `${BALANCE}
local keys = call('ZRANGEBYLEX', INDEX, ARGV[3], ARGV[4], 'LIMIT', 0, ARGV[5])
local last = #keys == tonumber(ARGV[5]) and cjson.encode(keys[#keys]) or 'null'
return '[' .. balancesOf(keys, clock()) .. ',' .. last .. ']'
`;

/** A page of the leases' members. ARGV: clock, "", first place, last place. */
export const LEASE_PAGE = `
return call('ZRANGE', LEASES, ARGV[3], ARGV[4])
`;

/** One open request as JSON, its opening beside it; nil where it is open no more. ARGV: clock, request id. */
export const OPEN_HOLD = `
local request = loadOpen()
if not request then return false end
local amounts, all = {}, {}
for _, entry in ipairs(request[ENTRIES]) do
  local place = num(entry[LIST]) .. ',' .. num(entry[POS])
  all[#all + 1] = '[' .. place .. ']'
  if entry[E_HELD] > 0 then
    local from = entry[KIND] < TOKENS and num(entry[FROM]) or 'null'
    amounts[#amounts + 1] = '[' .. place .. ',' .. num(entry[E_HELD]) .. ',' .. from .. ']'
  end
end
local text = '[' .. cjson.encode(request[WORKSPACE]) .. ',' .. cjson.encode(request[CHOSEN]) .. ','
  .. num(request[CREATED]) .. ',' .. num(request[LEASE_ENDS]) .. ',[' .. table.concat(amounts, ',') .. '],['
  .. table.concat(all, ',') .. '],' .. listsOf(request) .. ']'
return { text, request[OPENING] }
`;
