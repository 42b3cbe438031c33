#!lua
-- note-refusal: one entry for one refused command, however often its browser asks again.
-- KEYS  1 note that this command is in the list (string)   2 the list (stream)
-- ARGV  1 how long the note stays, ms   2 how many entries are kept, about   3... the entry's fields and values
-- Answers: 'noted' | 'known'
if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then
  return 'known'
end
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], '*', unpack(ARGV, 3))
return 'noted'
