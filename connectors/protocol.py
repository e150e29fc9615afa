"""What a connector is: one async generator over a context. What it may not do, it cannot reach.

    class TeaBoard:
        kind = "teaboard"

        async def read(self, context: Context) -> AsyncIterator[Record]:
            page = await context.get(context.config["url"])
            for row in page.json()["jobs"]:
                yield JobRecord(external_id=row["id"], title=row["name"], pay=row["salary"], raw=row)
            context.complete()

A connector raises nothing of its own for a bad page: `Page` and `Context.get` raise a `DoorstepError`, which the run
takes as the source's outcome. A record it cannot read it yields as a `Reject`, and goes on.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol, runtime_checkable

from schema.records import Record


class Page(Protocol):
    """One fetched answer, whole and within its bounds."""

    @property
    def url(self) -> str:
        """The address that it came from in the end: relative links are read against it."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Names in any case."""

    @property
    def content(self) -> bytes:
        """The bytes, unpacked."""

    @property
    def where(self) -> str:
        """The address as a message may show it, without its query."""

    @property
    def form(self) -> str:
        """What the bytes are, whatever the content type says: html, json, xml, csv, text, xlsx, xls, docx, pdf …"""

    @property
    def text(self) -> str:
        """The body decoded: charset by header, meta and detection; gb2312 and gbk are read as gb18030."""

    def link(self, href: str) -> str:
        """The whole address that a link of this page leads to."""

    def json(self) -> Any:  # Any: a source's JSON has whatever shape it has
        """The body as JSON, floats as Decimal; raises a DoorstepError that names what stood there instead."""


class Context(Protocol):
    """Everything outside that a connector may touch, and all it may say besides its records."""

    source_key: str
    config: Mapping[str, Any]  # Any: config is checked against the kind's JSON Schema before a run
    now: datetime
    """The clock of this run (aware, Asia/Shanghai): 昨天 and dates without a year are read by it."""
    resume_from: str | None
    """What this source's interrupted run last gave to `checkpoint`, or None: start at the beginning."""
    watermark: str | None
    """What the last good run gave to `mark`, for updatedSince; None on a first run."""

    async def get(
        self,
        url: str,
        *,
        method: str = "GET",
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,  # Any: a JSON body
        content: bytes | None = None,
        expect: frozenset[int] = frozenset({200}),
        idempotent: bool | None = None,
    ) -> Page:
        """Fetch `url` (absolute, or relative to the source's own) politely and guarded; raises DoorstepError.

        A status in `expect` is returned; any other raises after the one retry policy has had its way.
        `idempotent`: whether it may be sent twice; None: GET and HEAD may. A POST that only reads should say True.
        """

    def secret(self, name: str) -> str:
        """A secret by the name the config refers to; only for requests to the host it is bound to."""

    def checkpoint(self, cursor: str) -> None:
        """All before this point has been yielded: a killed run goes on from `cursor`."""

    def mark(self, watermark: str) -> None:
        """Kept with a good run and given back as `watermark` to the next one."""

    def total(self, expected: int) -> None:
        """How many records the source says there are: for the progress display and for completeness."""

    def complete(self) -> None:
        """The whole of the source has been read: only now does absence mean that a job is gone."""

    def count(self, name: str, times: int = 1) -> None:
        """Count a repair, a drop or an oddity under a fixed name; shown in the run's report."""


@runtime_checkable
class Connector(Protocol):
    """One kind of source. `config_schema` is the JSON Schema (2020-12) of its config, described zh/en."""

    kind: ClassVar[str]
    config_schema: ClassVar[Mapping[str, Any]]  # Any: a JSON Schema

    def read(self, context: Context) -> AsyncIterator[Record]:
        """Yield the source's records in its own words."""
