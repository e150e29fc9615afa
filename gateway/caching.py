"""The response cache that the settings name: in memory, or with Redis behind it."""

from importlib.metadata import PackageNotFoundError, version

from cache.memory import MemoryCache
from cache.responses import ResponseCache
from gateway.metrics import Metrics
from gateway.settings import Settings


def cache_of(settings: Settings, metrics: Metrics) -> ResponseCache:
    """What answers are kept in. Answers of another version of Doorstep are not taken from Redis."""
    near = MemoryCache(settings.response_cache_bytes)
    if not settings.redis_url:
        return near
    from cache.redis import RedisCache, redis_client  # a quarter of a second, which only this needs

    return RedisCache(redis_client(settings.redis_url), near, version=_version(), count=metrics.looked)


def _version() -> str:
    try:
        return version("doorstep")
    except PackageNotFoundError:  # run from a checkout
        return ""
