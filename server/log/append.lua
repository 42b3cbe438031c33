#!lua
-- append: add one commit to a site's log, at most once. Redis does not roll a script back, so every check comes before
-- the first write, and the XADD is the point of no return.
-- KEYS  1 log (stream)   2 this commit's id (string)   3 epoch (string)   4 touched (hash: entity -> position of its last touch)
--       5 floor (string: touches at or below this position may be forgotten)
-- ARGV  1 schema version   2 commit, JSON   3 the caller's epoch   4 position read at   5 keep the id for, ms
--       6 most that the last id may be ahead of the clock, ms   7 number of entities read   8... entities read, then entities touched
-- Returns {'duplicate', position} | {'forked'} | {'trimmed'} | {'stale', entity} | {'ahead', ms} | {'appended', position}.
-- Writes only when 'appended'. A read below the floor is stale in '*': whatever was touched there is no longer known.
local log, readAt, reads = KEYS[1], ARGV[4], tonumber(ARGV[7])

local function split(position)
  local ms, seq = string.match(position, '^(%d+)%-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
-- Of the same build, as nearly all are, positions sort as texts: making numbers of them took a tenth of an append.
local function isAfter(a, b)
  if a == b then return false end
  if #a == #b and string.find(a, '-', 1, true) == string.find(b, '-', 1, true) then return a > b end
  local aMs, aSeq = split(a)
  local bMs, bSeq = split(b)
  if aMs ~= bMs then return aMs > bMs end
  return aSeq > bSeq
end
local function field(entry, name)
  for i = 1, #entry[2], 2 do
    if entry[2][i] == name then return entry[2][i + 1] end
  end
  return nil
end

local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]

-- 'here', 'trimmed' (older than what is kept) or 'forked' (never was, or was lost). What lies before the first entry is
-- told by that entry's prev: 0-0 when nothing was ever trimmed.
local function whereabouts(position)
  if last and position == last[1] then return 'here' end
  if position ~= '0-0' and redis.call('XRANGE', log, position, position)[1] then return 'here' end
  if not last then return position == '0-0' and 'here' or 'forked' end
  local before = field(redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1], 'prev') or '0-0'
  if before == '0-0' then return position == '0-0' and 'here' or 'forked' end
  return isAfter(position, before) and 'forked' or 'trimmed'
end

local known = redis.call('MGET', KEYS[2], KEYS[3], KEYS[5])
local answered, epoch, floor = known[1], known[2], known[3]

-- An id outlives its entry when a fail-over ate the log's tail: then it was not written.
if answered and whereabouts(answered) ~= 'forked' then return {'duplicate', answered} end
if epoch ~= ARGV[3] then return {'forked'} end
local where = whereabouts(readAt)
if where ~= 'here' then return {where} end

-- A touch, or a floor, beyond the last entry belongs to a branch that was lost: it binds nobody.
local function isLater(touchedAt)
  return isAfter(touchedAt, readAt) and last and not isAfter(touchedAt, last[1])
end
if reads > 0 then
  if floor and isLater(floor) then return {'stale', '*'} end
  for from = 8, 7 + reads, 1000 do -- unpack has a bounded stack
    local to = math.min(from + 999, 7 + reads)
    local touches = redis.call('HMGET', KEYS[4], unpack(ARGV, from, to))
    for i = 1, #touches do
      if touches[i] and isLater(touches[i]) then return {'stale', ARGV[from + i - 1]} end
    end
  end
end

local time = redis.call('TIME')
-- Milliseconds as text: seconds, and the first three of the six digits of the microseconds.
local now = time[1] .. string.sub('00000' .. time[2], -6, -4)
local function laterOf(a, b) return isAfter(a .. '-0', b .. '-0') and a or b end
local prev, at, idMs = '0-0', now, now
if last then
  prev = last[1]
  local lastMs = string.match(prev, '^%d+')
  if lastMs ~= now then
    idMs = laterOf(lastMs, now)
    if idMs ~= now and tonumber(lastMs) - tonumber(now) > tonumber(ARGV[6]) then
      return {'ahead', tostring(tonumber(lastMs) - tonumber(now))}
    end
  end
  at = laterOf(field(last, 'at') or lastMs, now)
end

local position = redis.pcall('XADD', log, idMs .. '-*', 'v', ARGV[1], 'commit', ARGV[2], 'prev', prev, 'at', at)
if type(position) == 'table' and position.err then
  -- The usual refusal left: an entry with a later id was written and deleted. The stream still counts from it.
  local info = redis.call('XINFO', 'STREAM', log)
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' and split(info[i + 1]) > tonumber(idMs) then
      return {'ahead', string.format('%.0f', split(info[i + 1]) - tonumber(now))}
    end
  end
  return position
end

local pairsOf = {}
for i = 8 + reads, #ARGV do
  pairsOf[#pairsOf + 1] = ARGV[i]
  pairsOf[#pairsOf + 1] = position
  if #pairsOf == 2000 then
    redis.call('HSET', KEYS[4], unpack(pairsOf))
    pairsOf = {}
  end
end
if #pairsOf > 0 then redis.call('HSET', KEYS[4], unpack(pairsOf)) end
redis.call('SET', KEYS[2], position, 'PX', ARGV[5])
return {'appended', position}
