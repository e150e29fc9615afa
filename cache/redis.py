"""The response cache shared by processes and machines: each keeps what it uses at hand, and Redis what any has made.

Exactness does not rest on Redis keeping anything. Each tag is kept with the number of the announcement that last
dropped it, each answer with the number up to which its maker had read; an answer holds while none of its tags was
dropped after that. A generation is begun, and all of the former is forgotten, whenever what Redis knows has a gap: it
was empty, evicted, or away while something was announced. Redis away means answers are made without it; it is tried
again every second, and heals by itself.
"""

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from hashlib import blake2b
from secrets import token_hex
from typing import Any, Final

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from cache.memory import MemoryCache
from cache.responses import Make, Response

AWAY_SECONDS: Final = 1.0
TIMEOUT_SECONDS: Final = 0.5
KEEP_SECONDS: Final = 86_400
TAGS_AT_ONCE: Final = 5_000
MOST_TAGS: Final = 1_000_000
"""Dropped tags that are remembered; with more a generation ends."""
PREFIX: Final = "doorstep:{answers}:"

_BEGIN: Final = """
local function begin(generation, upto)
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], '@generation', generation, '@since', upto, '@upto', upto)
end
local now = redis.call('HMGET', KEYS[1], '@generation', '@since', '@upto')
"""
_GET: Final = (
    _BEGIN
    + """
if not now[1] or tonumber(now[3]) < tonumber(ARGV[1]) then
  begin(ARGV[2], ARGV[1])
  return {ARGV[2]}
end
local kept = redis.call('HMGET', KEYS[2], 'generation', 'upto', 'tags', 'body', 'rest')
if kept[1] ~= now[1] or tonumber(kept[2]) < tonumber(now[2]) then return {now[1]} end
for tag in string.gmatch(kept[3], '[^\\n]+') do
  local dropped = redis.call('HGET', KEYS[1], tag)
  if dropped and tonumber(dropped) > tonumber(kept[2]) then
    redis.call('DEL', KEYS[2])
    return {now[1]}
  end
end
return {now[1], kept[3], kept[4], kept[5]}
"""
)
_SET: Final = (
    _BEGIN
    + """
if now[1] == ARGV[1] and tonumber(ARGV[2]) >= tonumber(now[2]) then
  redis.call('HSET', KEYS[2], 'generation', ARGV[1], 'upto', ARGV[2], 'tags', ARGV[3], 'body', ARGV[4], 'rest', ARGV[5])
  redis.call('EXPIRE', KEYS[2], ARGV[6])
end
"""
)
_DROP: Final = (
    _BEGIN
    + """
if not now[1] or tonumber(now[3]) < tonumber(ARGV[1]) or redis.call('HLEN', KEYS[1]) > tonumber(ARGV[5]) then
  begin(ARGV[3], ARGV[2])
  return
end
for place = 6, #ARGV do
  local dropped = redis.call('HGET', KEYS[1], ARGV[place])
  if not dropped or tonumber(dropped) < tonumber(ARGV[2]) then redis.call('HSET', KEYS[1], ARGV[place], ARGV[2]) end
end
if ARGV[4] == '1' and tonumber(now[3]) < tonumber(ARGV[2]) then redis.call('HSET', KEYS[1], '@upto', ARGV[2]) end
"""
)
_CLEAR: Final = _BEGIN + "begin(ARGV[1], ARGV[2])"


def nobody(_outcome: str) -> None:
    """Nobody counts."""


class RedisCache:
    """Answers of all processes that share one Redis database. `near` keeps those that this process has used.

    `count` is told how each look went: redis_hit, redis_miss, redis_away.
    """

    local = False

    def __init__(
        self,
        client: Redis,
        near: MemoryCache,
        *,
        version: str = "",
        count: Callable[[str], None] = nobody,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._near = near
        self._prefix = f"{PREFIX}{version}:"
        self._tags = f"{self._prefix}tags"
        self._count = count
        self._clock = clock
        self._upto = 0
        self._away_until = 0.0
        self._client = client
        self._get, self._set, self._drop, self._clear = (
            client.register_script(script) for script in (_GET, _SET, _DROP, _CLEAR)
        )

    def get(self, key: str) -> Response | None:
        return self._near.get(key)

    def keep(self, key: str, response: Response) -> None:
        self._near.keep(key, response)

    async def get_or_make(self, key: str, make: Make) -> Response:
        return await self._near.get_or_make(key, lambda: self._look(key, make))

    async def drop(self, tags: Iterable[str], upto: int = 0) -> int:
        if not upto:  # nobody can tell before or after what this was
            return await self.clear(self._upto)
        named = list(tags)
        since, self._upto = self._upto, upto
        gone = await self._near.drop(named)
        chunks = [named[start : start + TAGS_AT_ONCE] for start in range(0, len(named), TAGS_AT_ONCE)] or [[]]
        for place, chunk in enumerate(chunks):
            last = int(place == len(chunks) - 1)
            await self._try(partial(self._drop, [self._tags], [since, upto, token_hex(8), last, MOST_TAGS, *chunk]))
        return gone

    async def clear(self, upto: int = 0) -> int:
        self._upto = upto
        gone = await self._near.clear()
        await self._try(partial(self._clear, [self._tags], [token_hex(8), upto]))
        return gone

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _look(self, key: str, make: Make) -> Response:
        place = f"{self._prefix}{blake2b(key.encode(), digest_size=20).hexdigest()}"
        upto = self._upto
        found = await self._try(partial(self._get, [self._tags, place], [upto, token_hex(8)]))
        if found is None:
            self._count("redis_away")
            return await make()
        if len(found) > 1:
            self._count("redis_hit")
            return _response(found)
        self._count("redis_miss")
        made = await make()
        if made.keep:
            entry = [found[0], upto, "\n".join(made.tags), made.body, _rest(made), KEEP_SECONDS]
            await self._try(partial(self._set, [self._tags, place], entry))
        return made

    async def _try(self, ask: Callable[[], Awaitable[Any]]) -> Any:  # Any: what the script returns
        """What Redis says; None where it is away, or was a moment ago: what it is not told ends its generation."""
        if self._clock() < self._away_until:
            return None
        try:
            answer = await ask()
        except (RedisError, OSError, TimeoutError):
            self._away_until = self._clock() + AWAY_SECONDS
            return None
        self._away_until = 0.0
        return answer


def redis_client(url: str) -> Redis:
    """A client that would rather miss an answer than wait for it."""
    return Redis.from_url(url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS)


def _rest(made: Response) -> bytes:
    return orjson.dumps([sorted(made.sources), made.etag])


def _response(found: Sequence[bytes]) -> Response:
    sources, etag = orjson.loads(found[3])
    return Response(found[2], frozenset(found[1].decode().split("\n")) - {""}, frozenset(sources), etag)
