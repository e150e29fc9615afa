"""The IDE: GraphiQL from the package's own files, with this graph's gallery; nothing is loaded from elsewhere."""

import gzip
import mimetypes
import re
from functools import cache
from pathlib import Path
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.http.gallery import gallery

FILES: Final = Path(__file__).parent.parent / "static" / "ide"
_NAME: Final = re.compile(r"[\w.-]+")
POLICY: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "font-src 'self' data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""Content-Security-Policy of the IDE: the editor writes its own style elements, everything else is a file of ours."""
SECURITY: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


def ide_routes() -> list[Route]:
    """/ide, its gallery and its files."""
    return [
        Route("/ide", _page),
        Route("/ide/", _page),
        Route("/ide/gallery.json", _gallery),
        Route("/ide/assets/{name}", _asset),
        Route("/ide/LICENCES.txt", _licences),
    ]


async def _page(request: Request) -> Response:
    page = (FILES / "index.html").read_bytes()
    return Response(page, media_type="text/html", headers={**SECURITY, "cache-control": "no-cache"})


async def _licences(request: Request) -> Response:
    return Response((FILES / "LICENCES.txt").read_bytes(), media_type="text/plain", headers=SECURITY)


async def _gallery(request: Request) -> Response:
    operations = [
        {
            "name": one.name,
            "zh": one.zh,
            "en": one.en,
            "query": one.query,
            "variables": one.variables_text,
            "tab": one.tab,
        }
        for one in gallery()
    ]
    return Response(orjson.dumps(operations), media_type="application/json", headers={"cache-control": "no-cache"})


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    compressed = _asset_bytes(name) if _NAME.fullmatch(name) else None
    if compressed is None:
        return Response(status_code=404)
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "Accept-Encoding", **SECURITY}
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(compressed, media_type=media_type, headers={**headers, "content-encoding": "gzip"})
    return Response(gzip.decompress(compressed), media_type=media_type, headers=headers)


@cache
def _asset_bytes(name: str) -> bytes | None:
    """A file of the bundle, as it is kept: compressed. Its name has its hash, so it never changes."""
    path = FILES / f"{name}.gz"
    return path.read_bytes() if path.is_file() else None
