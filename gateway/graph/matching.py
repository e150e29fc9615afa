"""Jobs for one person."""

from typing import Any

from gateway.graph.context import Context
from gateway.plan.fields import Arguments


async def recommend(context: Context, _parent: object, arguments: Arguments) -> list[Any]:
    return []
