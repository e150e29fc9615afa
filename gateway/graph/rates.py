"""RateLimit: what the caller may still ask."""

from typing import Any

import strawberry

from gateway.graph.context import Context
from gateway.graph.converting import instant
from gateway.graph.declaring import both, planned
from gateway.graph.scalars import DateTime
from gateway.plan.fields import Arguments, Attribute
from gateway.rate import RATE, Rate


@strawberry.type(
    description=both(
        "调用者在当前时间窗内的额度。一点为 100 个对象，每次请求至少一点。",
        "What the caller may spend in the current window. A point is 100 objects, and a request costs at least one.",
    )
)
class RateLimit:
    limit: int = planned(Attribute(lambda rate: rate.limit), "时间窗内的总点数。", "Points of the window.")
    cost: int = planned(Attribute(lambda rate: rate.cost), "本次请求的点数。", "Points of this request.")
    remaining: int = planned(Attribute(lambda rate: rate.remaining), "剩余点数。", "Points that remain.")
    reset_at: DateTime = planned(
        Attribute(lambda rate: instant(rate.reset_at)), "时间窗结束的时刻。", "When the window ends."
    )


async def rate_limit(context: Context, _parent: Any, _arguments: Arguments) -> Rate | None:  # Any: Query has no source
    """The rate of the request that is being answered; None where nothing limits it."""
    context.cacheable = False
    return RATE.get()
