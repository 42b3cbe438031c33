#!lua
-- forget: raise the floor, and drop touches at or below it. The floor moves first: a reader from below it is refused
-- from then on, so that no forgotten touch can be missed.
-- KEYS  1 floor (string)   2 touched (hash: entity -> position)
-- ARGV  1 the new floor (a lower one than the present changes nothing)   2... entities that may be forgotten
-- Returns how many were forgotten, as a number.
local function isAfter(a, b)
  local aMs, aSeq = string.match(a, '^(%d+)%-(%d+)$')
  local bMs, bSeq = string.match(b, '^(%d+)%-(%d+)$')
  aMs, aSeq, bMs, bSeq = tonumber(aMs), tonumber(aSeq), tonumber(bMs), tonumber(bSeq)
  return aMs > bMs or (aMs == bMs and aSeq > bSeq)
end
local floor = redis.call('GET', KEYS[1])
if not floor or isAfter(ARGV[1], floor) then
  floor = ARGV[1]
  redis.call('SET', KEYS[1], floor)
end
local forgotten = 0
for i = 2, #ARGV do
  local touchedAt = redis.call('HGET', KEYS[2], ARGV[i])
  if touchedAt and not isAfter(touchedAt, floor) then
    forgotten = forgotten + redis.call('HDEL', KEYS[2], ARGV[i])
  end
end
return forgotten
