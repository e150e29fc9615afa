"""Whether the gateway lives (/healthz), whether it can answer (/readyz), and what it counts (/metrics)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.errors import mask
from gateway.metrics import CONTENT_TYPE, Metrics
from schema.problems import DoorstepError, Problem

Check = Callable[[], Awaitable[None]]
"""Returns where all is well; raises DoorstepError that says what to do."""

TIMEOUT_SECONDS: Final = 5.0


def health_routes(metrics: Metrics, checks: dict[str, Check], observe: Callable[[], Awaitable[None]]) -> list[Route]:
    """The three routes. `observe` brings gauges up to date before they are read."""

    async def healthz(request: Request) -> Response:
        return _json(200, {"status": "ok"})

    async def readyz(request: Request) -> Response:
        problems = {name: problem for name, check in checks.items() if (problem := await _problem_of(check))}
        told = {
            name: {"code": problems[name].code, "message": problems[name].message} if name in problems else "ok"
            for name in checks
        }
        return _json(503 if problems else 200, {"status": "unready" if problems else "ready", "checks": told})

    async def expose(request: Request) -> Response:
        await observe()
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", expose)]


async def _problem_of(check: Check) -> Problem | None:
    try:
        await asyncio.wait_for(check(), TIMEOUT_SECONDS)
    except DoorstepError as error:
        return error.problem
    except TimeoutError:
        return Problem(
            "UNAVAILABLE", f"{TIMEOUT_SECONDS:.0f} 秒内没有回应", f"no answer in {TIMEOUT_SECONDS:.0f} seconds"
        )
    except Exception as error:  # whatever a database driver raises: unready, with an id for the log
        return mask(error, "/readyz").problem
    return None


def _json(status: int, value: object) -> Response:
    return Response(
        orjson.dumps(value), status, headers={"cache-control": "no-store"}, media_type="application/json; charset=utf-8"
    )
