#!lua
-- renew-epoch: after a lost or forked log, set a new epoch; once, however many nodes ask.
-- KEYS  1 epoch (string)   2 log (stream)   3 touched (hash)   4 floor (string)
-- ARGV  1 the epoch the caller knew   2 the position it could not find   3 the new epoch
-- Returns the epoch now in force. It writes only if there is none, or if it is still the caller's and the position is
-- still gone for another reason than a trim. Touches of the lost branch are forgotten, and the floor says so.
local current = redis.call('GET', KEYS[1])
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if current then
  if current ~= ARGV[1] then return current end
  local position = ARGV[2]
  if position == '0-0' or redis.call('XRANGE', KEYS[2], position, position)[1] then return current end
  if last then
    local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
    local before = '0-0'
    for i = 1, #first[2], 2 do
      if first[2][i] == 'prev' then before = first[2][i + 1] end
    end
    local ms, seq = string.match(position, '^(%d+)%-(%d+)$')
    local beforeMs, beforeSeq = string.match(before, '^(%d+)%-(%d+)$')
    ms, seq, beforeMs, beforeSeq = tonumber(ms), tonumber(seq), tonumber(beforeMs), tonumber(beforeSeq)
    if ms < beforeMs or (ms == beforeMs and seq <= beforeSeq) then return current end
  end
end
redis.call('SET', KEYS[1], ARGV[3])
redis.call('UNLINK', KEYS[3])
if last then redis.call('SET', KEYS[4], last[1]) else redis.call('DEL', KEYS[4]) end
return ARGV[3]
