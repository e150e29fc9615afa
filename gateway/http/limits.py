"""How much a key or an address may ask: points in a window, counted in memory or in Redis.

A point is 100 objects of an operation's cost, and every request costs at least one.
"""

import ipaddress
import time
from typing import TYPE_CHECKING, Final

from gateway.errors import refused
from gateway.graph.viewer import Viewer
from gateway.rate import Rate
from gateway.settings import Settings
from schema.problems import DoorstepError

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.aio.strategies import FixedWindowRateLimiter

OBJECTS_A_POINT: Final = 100


def points(cost: int) -> int:
    """What an operation of this cost takes from the limit."""
    return max(1, round(cost / OBJECTS_A_POINT))


class Limits:
    """The limits of one gateway. Several processes count together where Redis is set."""

    def __init__(self, settings: Settings) -> None:
        self._per_key = _item(settings.limit_per_key, "DOORSTEP_LIMIT_PER_KEY")
        self._per_address = _item(settings.limit_per_address, "DOORSTEP_LIMIT_PER_ADDRESS")
        self._limiter = _limiter(settings.redis_url) if self.any else None

    @property
    def any(self) -> bool:
        """Whether the operator set a limit at all."""
        return self._per_key is not None or self._per_address is not None

    async def spend(self, viewer: Viewer, address: str, cost: int) -> Rate | None:
        """Take an operation's points; None where nothing limits this caller. Raises Refused RATE_LIMITED."""
        item = self._per_address if viewer.key_id is None else self._per_key
        if item is None or self._limiter is None:
            return None
        who = f"address:{network_of(address)}" if viewer.key_id is None else f"key:{viewer.key_id}"
        spent = points(cost)
        allowed = await self._limiter.hit(item, who, cost=spent)
        window = await self._limiter.get_window_stats(item, who)
        if not allowed:
            raise _too_many(max(1, int(window.reset_time - time.time()) + 1))
        return Rate(item.amount, spent, window.remaining, int(window.reset_time))


def network_of(address: str) -> str:
    """Whom an address stands for: itself, or its /64 for IPv6, where one caller has as many as it likes."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def _limiter(redis_url: str) -> "FixedWindowRateLimiter":
    from limits.aio.strategies import FixedWindowRateLimiter  # a tenth of a second, for who limits anybody
    from limits.storage import storage_from_string

    return FixedWindowRateLimiter(storage_from_string(f"async+{redis_url}" if redis_url else "async+memory://"))


def _item(text: str, setting: str) -> "RateLimitItem | None":
    if not text:
        return None
    from limits import parse

    try:
        return parse(text)
    except ValueError as error:
        raise DoorstepError(
            "SETTING_INVALID",
            f"环境变量 {setting} 应写作 600/minute 这样的形式",
            f"{setting} takes a limit such as 600/minute",
            (setting,),
        ) from error


def _too_many(seconds: int) -> DoorstepError:
    return refused(
        "RATE_LIMITED",
        f"请求太多，请在 {seconds} 秒后再试",
        f"too many requests: try again in {seconds} seconds",
        headers={"retry-after": str(seconds)},
    )
