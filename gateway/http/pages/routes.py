"""/, /jobs/{id}, /sitemap.xml, /sitemap/{n}.xml, /jobs.atom and /robots.txt."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gateway.errors import Refused
from gateway.http.pages.asking import Asking
from gateway.http.pages.feeds import URLS_A_FILE, atom, sitemap_file, sitemap_index
from gateway.http.pages.front import front_page
from gateway.http.pages.html import POLICY, gone_page, job_page
from gateway.http.pages.operations import COUNT, JOB, NEWEST, URLS
from gateway.http.pages.posting import job_posting
from schema.vocabulary import JobStatus

HTML: Final = "text/html; charset=utf-8"
JSON_LD: Final = "application/ld+json"
_PAGE: Final = 100
_NOT_THERE: Final = frozenset({"INVALID_ID", "NOT_FOUND"})
_FILTERS: Final = {"division": "divisions", "source": "sources", "station": "stations", "employer": "employers"}
"""Parameters of the feed that name one value of a filter which takes several."""


def page_routes(asking: Asking, left_out: frozenset[str] = frozenset()) -> list[Route]:
    """The pages; the front page leads to the places of this gateway but those `left_out`."""
    pages = _Pages(asking)

    async def front(request: Request) -> Response:
        return _whole(request, front_page(asking.base(request), left_out), HTML)

    return [
        Route("/", front),
        Route("/jobs/{id}", pages.job),
        Route("/jobs.atom", pages.feed),
        Route("/sitemap.xml", pages.sitemap),
        Route("/sitemap/{n:int}.xml", pages.sitemap_file),
        Route("/robots.txt", pages.robots),
    ]


class _Pages:
    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._begins: dict[int, str | None] = {0: None}
        """The cursor that each file of the sitemap begins after, as far as they were walked."""

    async def job(self, request: Request) -> Response:
        """A job: JSON-LD for a program that takes it, else a page. One that turned out to be another leads there."""
        jobs = f"{self._asking.base(request)}/jobs"
        url = f"{jobs}/{request.path_params['id']}"
        try:
            job = (await self._asking.data(JOB, {"id": request.path_params["id"]}, request))["job"]
        except Refused as refusal:
            if refusal.code not in _NOT_THERE:
                raise
            job = None
        if job is None:
            return _gone(request, 404, "没有这个岗位", "There is no such job.")
        if elder := job["mergedInto"]:
            return RedirectResponse(f"{jobs}/{elder['id']}", 301)
        if job["status"] == JobStatus.WITHDRAWN:
            return _gone(request, 410, "这个岗位已下架", "This job has been withdrawn.")
        posting = job_posting(job, url)
        if _takes_json(request):
            return _whole(request, orjson.dumps(posting), JSON_LD)
        return _whole(request, job_page(job, url, posting), HTML)

    async def feed(self, request: Request) -> Response:
        """The newest jobs, all or those of `division`, `source`, `station`, `employer`, `text`."""
        given: dict[str, Any] = {  # Any: JSON values
            filtered: request.query_params.getlist(name)
            for name, filtered in _FILTERS.items()
            if name in request.query_params
        }
        if text := request.query_params.get("text"):
            given["text"] = text
        data = await self._asking.data(NEWEST, {"filter": given or None}, request)
        base = self._asking.base(request)
        query = f"?{request.url.query}" if request.url.query else ""
        made = atom(base, f"{base}/jobs.atom{query}", data["jobs"]["nodes"])
        return _whole(request, made, "application/atom+xml; charset=utf-8")

    async def sitemap(self, request: Request) -> Response:
        """The index of the sitemap's files."""
        data = await self._asking.data(COUNT, {}, request)
        made = sitemap_index(self._asking.base(request), data["jobs"]["totalCount"])
        return _whole(request, made, "application/xml; charset=utf-8")

    async def sitemap_file(self, request: Request) -> Response:
        """One file of the sitemap."""
        jobs = await self._walk(request.path_params["n"], request)
        if not jobs and request.path_params["n"]:
            return _gone(request, 404, "没有这个页面", "There is no such page.")
        return _whole(request, sitemap_file(self._asking.base(request), jobs), "application/xml; charset=utf-8")

    async def robots(self, request: Request) -> Response:
        """What crawlers may read: pages; the graph is for programs that know it."""
        lines = ("User-agent: *", "Disallow: /graphql", f"Sitemap: {self._asking.base(request)}/sitemap.xml", "")
        return Response("\n".join(lines), media_type="text/plain")

    async def _walk(self, number: int, request: Request) -> list[Mapping[str, Any]]:
        """The jobs of a file, newest first. Where it begins is known once the file before it was walked."""
        known = max(n for n in self._begins if n <= number)
        for n in range(known, number):
            if not await self._file(n, request):
                return []
        return await self._file(number, request)

    async def _file(self, number: int, request: Request) -> list[Mapping[str, Any]]:
        if number not in self._begins:
            return []
        jobs: list[Mapping[str, Any]] = []
        after, more = self._begins[number], True
        while more and len(jobs) < URLS_A_FILE:
            page = (await self._asking.data(URLS, {"after": after}, request))["jobs"]
            jobs += page["nodes"]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        if more:
            self._begins[number + 1] = after
        return jobs


def _takes_json(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return JSON_LD in accept or ("json" in accept and "text/html" not in accept)


def _gone(request: Request, status: int, zh: str, en: str) -> Response:
    if _takes_json(request):
        told = {"errors": [{"message": f"{zh} / {en}", "extensions": {"code": "NOT_FOUND", "zh": zh, "en": en}}]}
        return Response(orjson.dumps(told), status, media_type="application/json")
    headers = {"content-security-policy": POLICY, "cache-control": "no-cache", "vary": "Accept"}
    return Response(gone_page(zh, en), status, headers=headers, media_type=HTML)


def _whole(request: Request, made: str | bytes, media_type: str) -> Response:
    """An answer with an ETag of its bytes, 304 where the client has it."""
    body = made.encode() if isinstance(made, str) else made
    etag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {
        "etag": etag,
        "cache-control": "public, max-age=60",
        "vary": "Accept",
        "x-content-type-options": "nosniff",
    }
    if media_type is HTML:
        headers["content-security-policy"] = POLICY
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)
