#!lua
-- swap: replaces a value only if it is still the one that was read.
-- KEYS  1 value (string)
-- ARGV  1 the value that was read   2 its replacement
-- Returns 'swapped' | 'changed' | 'gone'. Writes only when 'swapped'.
local held = redis.call('GET', KEYS[1])
if not held then return 'gone' end
if held ~= ARGV[1] then return 'changed' end
redis.call('SET', KEYS[1], ARGV[2])
return 'swapped'
