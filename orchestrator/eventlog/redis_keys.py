"""What the log is called in Redis, and the scripts that change it: each is one call, all or nothing.

Every stream belongs to one of 64 shards, and all keys of a shard carry its tag, so that a cluster keeps them together:

``{orc:07}:log:<stream>``   a Redis stream, one entry per commit, id ``<version>-0``: ``b`` body, ``h`` hash, ``w`` writer
``{orc:07}:heads``          hash: stream to ``<version> <epoch> <hash in hex>``, so that a cut log is seen; the list of streams
``{orc:07}:due``            sorted set: stream by the moment at which something is due in it
``{orc:07}:wake``           Redis stream: what changed; only wakes, the log is read by version; one server has one, of shard 0
``{orc:07}:kept:<stream>``  hash: the snapshot, fields ``e`` epoch, ``v`` version, ``h`` hash, ``b`` body, ``s`` SHA-256 of them
``{orc:07}:barrier``        written before replicas are waited for
``{orc:00}:tombstones``     list
"""

from typing import Final
from zlib import crc32

SHARDS: Final = 64
TOMBSTONES: Final = "{orc:00}:tombstones"
WAKES_KEPT: Final = 4096  # whoever has missed more looks at everything


def shard_of(stream: str) -> int:
    return crc32(stream.encode()) % SHARDS


def tag(shard: int) -> str:
    return f"{{orc:{shard:02d}}}"


def log(stream: str) -> str:
    return f"{tag(shard_of(stream))}:log:{stream}"


def beside(stream: str, token: str) -> str:
    """Where another incarnation of a stream is built."""
    return f"{tag(shard_of(stream))}:new:{token}:{stream}"


def kept(stream: str) -> str:
    return f"{tag(shard_of(stream))}:kept:{stream}"


def heads(shard: int) -> str:
    return f"{tag(shard)}:heads"


def due(shard: int) -> str:
    return f"{tag(shard)}:due"


def wake(shard: int) -> str:
    return f"{tag(shard)}:wake"


def barrier(shard: int) -> str:
    return f"{tag(shard)}:barrier"


_HEAD = """
local function head_of(heads, stream)
  local head = redis.call('HGET', heads, stream)
  if not head then return 0, '', '' end
  local version, epoch, hash = string.match(head, '^(%d+) (%x+) (%x+)$')
  return tonumber(version), epoch, hash
end
local function set_due(due, stream, moment)
  if moment == '' then redis.call('ZREM', due, stream) else redis.call('ZADD', due, moment, stream) end
end
local function tell(wake, stream, version, moment)
  return redis.call('XADD', wake, 'MAXLEN', '~', 'WAKES', '*', 's', stream, 'v', version, 'd', moment)
end
""".replace("WAKES", str(WAKES_KEPT))

# KEYS log heads due wake; ARGV stream version previous hash body due_at writer epoch -> {word, version, wake id}
APPEND: Final = (
    _HEAD
    + """
local stream, version = ARGV[1], tonumber(ARGV[2])
local last, epoch, hash = head_of(KEYS[2], stream)
if redis.call('XLEN', KEYS[1]) ~= last then return {'damaged', last, ''} end
if last >= version then
  local there = redis.call('XRANGE', KEYS[1], version .. '-0', version .. '-0')[1]
  if there and there[2][6] == ARGV[7] then return {'stored', last, '0-0'} end
end
if last + 1 ~= version or hash ~= ARGV[3] then return {'conflict', last, ''} end
redis.call('XADD', KEYS[1], version .. '-0', 'b', ARGV[5], 'h', ARGV[4], 'w', ARGV[7])
if epoch == '' then epoch = ARGV[8] end
redis.call('HSET', KEYS[2], stream, version .. ' ' .. epoch .. ' ' .. ARGV[4])
set_due(KEYS[3], stream, ARGV[6])
return {'stored', version, tell(KEYS[4], stream, version, ARGV[6])}
"""
)

# KEYS log heads; ARGV stream after count -> {head or '', length, entries from version ``after`` on}
READ: Final = """
local head = redis.call('HGET', KEYS[2], ARGV[1])
local length = redis.call('XLEN', KEYS[1])
if not head then return {'', length, {}} end
local after = tonumber(ARGV[2])
if tonumber(string.match(head, '^%d+')) <= after and length <= after then return {head, length, {}} end
return {head, length, redis.call('XRANGE', KEYS[1], after .. '-0', '+', 'COUNT', ARGV[3])}
"""

# KEYS log heads due wake new kept; ARGV stream seen version epoch hash due_at -> {word, version, wake id}
SWAP: Final = (
    _HEAD
    + """
local last = head_of(KEYS[2], ARGV[1])
if redis.call('XLEN', KEYS[1]) ~= last then return {'damaged', last, ''} end
if last ~= tonumber(ARGV[2]) then return {'conflict', last, ''} end
redis.call('RENAME', KEYS[5], KEYS[1])
redis.call('PERSIST', KEYS[1])
redis.call('DEL', KEYS[6])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3] .. ' ' .. ARGV[4] .. ' ' .. ARGV[5])
set_due(KEYS[3], ARGV[1], ARGV[6])
return {'stored', last, tell(KEYS[4], ARGV[1], ARGV[3], ARGV[6])}
"""
)

# KEYS heads due wake then log and kept of each stream; ARGV the streams -> how many there were
DELETE: Final = (
    _HEAD
    + """
local gone = 0
for number, stream in ipairs(ARGV) do
  local there = redis.call('HDEL', KEYS[1], stream) + redis.call('DEL', KEYS[2 + 2 * number], KEYS[3 + 2 * number])
  redis.call('ZREM', KEYS[2], stream)
  if there > 0 then
    gone = gone + 1
    tell(KEYS[3], stream, 0, '')
  end
end
return gone
"""
)

# KEYS heads kept; ARGV stream epoch version hash body sum
KEEP: Final = """
local head = redis.call('HGET', KEYS[1], ARGV[1])
if not head or string.match(head, '^%d+ (%x+)') ~= ARGV[2] then return 0 end
local before = redis.call('HMGET', KEYS[2], 'e', 'v')
if before[1] == ARGV[2] and tonumber(before[2]) > tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[2], 'e', ARGV[2], 'v', ARGV[3], 'h', ARGV[4], 'b', ARGV[5], 's', ARGV[6])
return 1
"""

# KEYS tombstones; ARGV tombstone -> 1 if it is new
BURY: Final = """
if redis.call('LPOS', KEYS[1], ARGV[1]) then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[1])
return 1
"""
