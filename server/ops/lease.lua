#!lua
-- lease: who may run a connector, on Redis's own clock. The hash is never deleted, so that its token only grows.
-- KEYS  1 lease (hash: holder, token, untilAt, heardAt)
-- ARGV  1 'take' | 'renew' | 'release'   2 the caller's id   3 the caller's token (0 with 'take')   4 how long, ms
--       5 when the source was last heard, epoch ms ('' to leave it as it is)
-- Returns {'held', token} (the caller holds it, or has released it) | {'other', token} (it does not).
-- Times in the hash are epoch ms. A time further off than two spans is the trace of a clock that was set back: void.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local span = tonumber(ARGV[4])
local held = redis.call('HMGET', KEYS[1], 'holder', 'token', 'untilAt')
local token, untilAt = tonumber(held[2] or 0), tonumber(held[3] or 0)
local isFree = untilAt <= now or untilAt > now + 2 * span
local isMine = held[1] == ARGV[2] and token == tonumber(ARGV[3])

if ARGV[1] == 'take' then
  -- A holder that asks to take has lost track of its own token: it gets a new one.
  if not isFree and held[1] ~= ARGV[2] then return {'other', token} end
  token = token + 1
elseif not isMine then
  return {'other', token}
end
untilAt = ARGV[1] == 'release' and 0 or now + span
redis.call('HSET', KEYS[1], 'holder', ARGV[2], 'token', token, 'untilAt', string.format('%.0f', untilAt))
if ARGV[5] ~= '' then redis.call('HSET', KEYS[1], 'heardAt', ARGV[5]) end
return {'held', token}
