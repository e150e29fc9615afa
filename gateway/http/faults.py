"""What Starlette's routes answer when they cannot: JSON with a code, as the graph's own errors have."""

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.errors import Refused, as_refused, mask, refused
from schema.problems import DoorstepError


async def on_http_exception(request: Request, error: Exception) -> Response:
    """404 and 405 of the router, and whatever status a route raised."""
    assert isinstance(error, HTTPException)  # Starlette calls this handler for nothing else
    if error.status_code == 405:
        allow = (error.headers or {}).get("Allow", "GET")
        return _response(refused("METHOD_NOT_ALLOWED", f"请用 {allow}", f"use {allow}", headers={"allow": allow}))
    return _response(
        refused(
            "NOT_FOUND",
            "没有这个页面；图在 /graphql，说明在 /ide",
            "no such page; the graph is at /graphql, the IDE at /ide",
        )
    )


async def on_doorstep_error(request: Request, error: Exception) -> Response:
    """A refusal that a route raised."""
    assert isinstance(error, DoorstepError)  # Starlette calls this handler for nothing else
    return _response(as_refused(error))


async def on_unexpected(request: Request, error: Exception) -> Response:
    """Anything else: an id for the client, the rest for the log."""
    return _response(Refused(mask(error, request.url.path).problem))


def _response(refusal: Refused) -> Response:
    return Response(
        orjson.dumps({"errors": refusal.errors}),
        refusal.status,
        headers={**refusal.headers, "cache-control": "no-store"},
        media_type="application/json; charset=utf-8",
    )
