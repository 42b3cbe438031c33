#!lua flags=no-cluster
-- create-user: adds an account unless its login name or id is taken; whole or not at all.
-- KEYS  1 login name → id (string)   2 user (string)   3 all user ids (set)
-- ARGV  1 user id   2 user, JSON
-- Returns 'created' | 'login-taken' | 'id-taken'. Writes only when 'created'.
if redis.call('EXISTS', KEYS[1]) == 1 then return 'login-taken' end
if redis.call('EXISTS', KEYS[2]) == 1 then return 'id-taken' end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[2])
redis.call('SADD', KEYS[3], ARGV[1])
return 'created'
