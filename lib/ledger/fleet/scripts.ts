/** Numbers leave as text: `%.0f` keeps every digit of a time. */
const NOW = `local t = redis.call("TIME")
local now = t[1] * 1000 + math.floor(t[2] / 1000)`;

/**
 * Who lives, who leads, whether the store still is what it was, and where its stream stands.
 * KEYS: members leader epoch round pulses stream returned. ARGV: id, member ttl, leader ttl, a token for a new round.
 */
export const PULSE = `${NOW}
redis.call("ZADD", KEYS[1], now, ARGV[1])
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", string.format("(%.0f", now - ARGV[2]))
local round = redis.call("GET", KEYS[4])
if not round then
  round = ARGV[4]
  redis.call("SET", KEYS[4], round)
end
local leader = redis.call("GET", KEYS[2])
if not leader or leader == ARGV[1] then
  redis.call("SET", KEYS[2], ARGV[1], "PX", ARGV[3])
  leader = ARGV[1]
end
local first = redis.call("XRANGE", KEYS[6], "-", "+", "COUNT", 1)[1]
local last = redis.call("XREVRANGE", KEYS[6], "+", "-", "COUNT", 1)[1]
return {
  string.format("%.0f", now), leader, redis.call("GET", KEYS[3]) or "", round, redis.call("INCR", KEYS[5]),
  first and first[1] or "", last and last[1] or "", redis.call("ZRANGE", KEYS[1], 0, -1), redis.call("SMEMBERS", KEYS[7])
}`;

/** The process goes: nobody waits for it. KEYS: members leader. ARGV: id. */
export const LEAVE = `redis.call("ZREM", KEYS[1], ARGV[1])
if redis.call("GET", KEYS[2]) == ARGV[1] then redis.call("DEL", KEYS[2]) end
return 1`;

/** One turn for all processes, until it runs out. KEYS: turn. ARGV: id, ttl. */
export const TURN = `if redis.call("SET", KEYS[1], ARGV[1], "NX", "PX", ARGV[2]) then return 1 end
return 0`;

/** All that a process kept is in the store again. KEYS: round returned claims. ARGV: round, id, request ids. */
export const RETURNED = `if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
for i = 3, #ARGV do redis.call("SADD", KEYS[3], ARGV[i]) end
redis.call("SADD", KEYS[2], ARGV[2])
return 1`;

/** What is counted by those who gave it back and must not be counted from Postgres. KEYS: claims. */
export const CLAIMS = `return redis.call("SMEMBERS", KEYS[1])`;

/** One rebuild a round: whoever finds another's begun knows that it was never ended. KEYS: round leader rebuilding. ARGV: round, id, token. */
export const BEGIN = `if redis.call("GET", KEYS[1]) ~= ARGV[1] or redis.call("GET", KEYS[2]) ~= ARGV[2] then return "not yours" end
if redis.call("SET", KEYS[3], ARGV[3], "NX") then return "begun" end
return "half done"`;

/** Opens the store for admissions. KEYS: round rebuilding epoch claims. ARGV: round, token, epoch. */
export const COMPLETE = `if redis.call("GET", KEYS[1]) ~= ARGV[1] or redis.call("GET", KEYS[2]) ~= ARGV[2] then return 0 end
redis.call("SET", KEYS[3], ARGV[3])
redis.call("DEL", KEYS[2], KEYS[4])
return 1`;

/** The store went back in time: nobody may use it before it is rebuilt. KEYS: round epoch rebuilding. ARGV: round, new round. */
export const DISOWN = `if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("DEL", KEYS[2])
redis.call("SET", KEYS[3], "disowned")
redis.call("SET", KEYS[1], ARGV[2])
return 1`;
