/**
 * Each runs as one step in Redis and Valkey (EVAL). All keys are made from the prefix, which is the one key that is declared: a
 * client that puts a prefix of its own before keys, or looks for the node of a cluster that has them, does it right then.
 *
 * - `<prefix>entry:<id>` is a hash of value, version, end and subject, and expires by itself.
 * - `<prefix>subject:<subject>` is a sorted set of that person's ids by their ends. Ids that have expired are taken out as
 *   others come in, and it expires with the last one.
 * - `<prefix>lease:<id>` is the owner's name, and expires by itself.
 */
const begin = `
local function entry_key(id) return KEYS[1] .. 'entry:' .. id end
local function subject_key(subject) return KEYS[1] .. 'subject:' .. subject end
`;

const keepIndex = `
local function keep_in_index(subject, id, expires_at)
  local key = subject_key(subject)
  local time = redis.call('TIME')
  redis.call('ZREMRANGEBYSCORE', key, '-inf', time[1] * 1000 + math.floor(time[2] / 1000))
  redis.call('ZADD', key, expires_at, id)
  local last = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
  redis.call('PEXPIREAT', key, string.format('%.0f', last[2]))
end
`;

const fields = "'value', 'version', 'expires_at', 'subject'";

export const redisScripts = {
  /** id, value, end, subject where there is one. */
  insert: `${begin}${keepIndex}
local id, value, expires_at, subject = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local key = entry_key(id)
if redis.call('EXISTS', key) == 1 then return 0 end
redis.call('HSET', key, 'value', value, 'version', 1, 'expires_at', expires_at)
if subject then
  redis.call('HSET', key, 'subject', subject)
  keep_in_index(subject, id, expires_at)
end
redis.call('PEXPIREAT', key, expires_at)
return 1`,
  /** id. */
  read: `${begin}
return redis.call('HMGET', entry_key(ARGV[1]), ${fields})`,
  /** id, version, value, end. */
  replace: `${begin}${keepIndex}
local id, version, value, expires_at = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local key = entry_key(id)
if redis.call('HGET', key, 'version') ~= version then return 0 end
redis.call('HSET', key, 'value', value, 'expires_at', expires_at)
redis.call('HINCRBY', key, 'version', 1)
local subject = redis.call('HGET', key, 'subject')
if subject then keep_in_index(subject, id, expires_at) end
redis.call('PEXPIREAT', key, expires_at)
return 1`,
  /** id. */
  take: `${begin}
local key = entry_key(ARGV[1])
local found = redis.call('HMGET', key, ${fields})
redis.call('DEL', key)
if found[4] then redis.call('ZREM', subject_key(found[4]), ARGV[1]) end
return found`,
  /** id, version where it matters. */
  remove: `${begin}
local id, version = ARGV[1], ARGV[2]
local key = entry_key(id)
if version and redis.call('HGET', key, 'version') ~= version then return 0 end
local subject = redis.call('HGET', key, 'subject')
if subject then redis.call('ZREM', subject_key(subject), id) end
return redis.call('DEL', key)`,
  /** subject. */
  removeSubject: `${begin}
local subject = ARGV[1]
local removed = 0
for _, id in ipairs(redis.call('ZRANGE', subject_key(subject), 0, -1)) do
  local key = entry_key(id)
  if redis.call('HGET', key, 'subject') == subject then removed = removed + redis.call('DEL', key) end
end
redis.call('DEL', subject_key(subject))
return removed`,
  /** id, owner, milliseconds. */
  acquire: `
local key = KEYS[1] .. 'lease:' .. ARGV[1]
local owner = redis.call('GET', key)
if owner and owner ~= ARGV[2] then return 0 end
redis.call('SET', key, ARGV[2], 'PX', ARGV[3])
return 1`,
  /** id, owner. */
  release: `
local key = KEYS[1] .. 'lease:' .. ARGV[1]
if redis.call('GET', key) == ARGV[2] then return redis.call('DEL', key) end
return 0`,
} as const;
