#!lua
-- desks: whose page is open on which node, each until an instant of Redis's own clock.
-- KEYS  1 desks (sorted set: 'agent id|node id' by epoch ms until which it counts)
-- ARGV  1 how long an entry counts, ms   2 how many of the following are open
--       3… entries: first the open ones, which count anew, then those that closed, which go at once
-- Returns all entries that count now, of every node.
-- An end further off than two spans is the trace of a clock that was set back: void.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local span, open = tonumber(ARGV[1]), tonumber(ARGV[2])
local text = function(at) return string.format('%.0f', at) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now))
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. text(now + 2 * span), '+inf')
for i = 3, #ARGV do
  if i < 3 + open then
    redis.call('ZADD', KEYS[1], text(now + span), ARGV[i])
  else
    redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return redis.call('ZRANGE', KEYS[1], 0, -1)
