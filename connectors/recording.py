"""Pages kept in a folder by `doorstep record`, and a connector reading them again without a network.

    recording.json      the source, its connector and config, the clock it was read by, and the exchanges in order
    0001.body …         the bytes, as they were

Secrets are hidden in what is written, and signatures and timestamps do not count when a request is looked up.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from connectors.context import FetchContext, Fetches, OfflineContext
from connectors.errors import ArchiveBroken, FetchError, StatusError, status_error
from connectors.fetch import Request
from connectors.memory import PageMemory
from connectors.pages import FetchedPage
from connectors.protocol import Connector
from connectors.secrets import HIDDEN, OpenSecret, SecretText, hidden, secret_names
from connectors.urls import host_of
from schema.problems import DoorstepError

FILE = "recording.json"
VERSION = 1
CHANGES = frozenset({"sign", "signature", "sig", "timestamp", "ts", "time", "nonce", "_", "_t", "t", "rand", "random"})
"""Parameters that are new with every request: they do not tell two requests apart."""
FACTS = ("seconds", "limit", "encoding", "found", "found_en", "line", "name", "host")
"""What the sentences of errors tell besides the address; a recording keeps only their code."""
KEPT_HEADERS = ("content-type", "etag", "last-modified", "link", "retry-after", "date")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer: a page, or the code of the error that stood in its place."""

    request: Request
    page: FetchedPage | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    source: str
    connector: str
    config: Mapping[str, Any]  # Any: as in Context.config
    now: datetime
    exchanges: tuple[Exchange, ...] = ()
    secrets: frozenset[str] = frozenset()

    def context(self) -> OfflineContext:
        """A fresh context that answers from these pages; its secrets have no values."""
        host = host_of(str(self.config.get("url", "")))
        names = self.secrets | secret_names(self.config)
        secrets = {name: OpenSecret(name, host, SecretText(HIDDEN)) for name in names}
        return OfflineContext(self.source, self.config, self.now, secrets=secrets, answers=Replay(self.exchanges))


@dataclass
class Recorder:
    """Stands before a Fetcher, in a FetchContext, and keeps what passes, the context's `secrets` hidden in it."""

    fetcher: Fetches
    secrets: Sequence[OpenSecret] = ()
    exchanges: list[Exchange] = field(default_factory=list)

    async def fetch(self, request: Request, memory: PageMemory | None = None) -> FetchedPage:
        """Never conditional: a recording holds every page whole."""
        kept = self._hidden(request)
        try:
            page = await self.fetcher.fetch(request)
        except FetchError as error:
            self.exchanges.append(Exchange(kept, error=error.code))
            raise
        self.exchanges.append(Exchange(kept, self._without(page)))
        return page

    def _hidden(self, request: Request) -> Request:
        content = request.content and hidden(request.content.decode("utf-8", "replace"), self.secrets).encode()
        return replace(request, url=hidden(request.url, self.secrets), content=content, headers={})

    def _without(self, page: FetchedPage) -> FetchedPage:
        """A server may echo what it was sent."""
        content = page.content
        for secret in self.secrets:
            content = content.replace(secret.value.encode(), HIDDEN.encode())
        return replace(page, url=hidden(page.url, self.secrets), content=content)


async def record(connector: Connector, context: FetchContext) -> tuple[Recording, DoorstepError | None]:
    """Read the source once and keep its pages; a reading that fails is kept as far as it came, with its error."""
    recorder = Recorder(context.fetcher, tuple(context.secrets.values()))
    failure: DoorstepError | None = None
    try:
        async for _ in connector.read(replace(context, fetcher=recorder, memory=None)):
            pass
    except DoorstepError as error:
        failure = error
    names = frozenset(context.secrets)
    kept = tuple(recorder.exchanges)
    return Recording(context.source_key, connector.kind, context.config, context.now, kept, names), failure


class Replay:
    """Answers a request as it was answered; one that was made more than once, in the order of the answers."""

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self._kept: dict[str, list[Exchange]] = {}
        for each in exchanges:
            self._kept.setdefault(identity(each.request), []).append(each)
        self._next: dict[str, int] = {}

    def find(self, request: Request) -> FetchedPage | None:
        key = identity(request)
        kept = self._kept.get(key)
        if not kept:
            return None
        turn = self._next.get(key, 0)
        self._next[key] = turn + 1
        exchange = kept[min(turn, len(kept) - 1)]
        if exchange.error:
            raise as_error(exchange.error, request.url)
        return exchange.page


def as_error(code: str, where: str) -> FetchError:
    """A recorded error again, by its code."""
    kind = FetchError.registered.get(code, FetchError.registered["CONNECTION_LOST"])
    if issubclass(kind, StatusError):
        digits = code.removeprefix("STATUS_").replace("XX", "00")
        return status_error(int(digits) if digits.isdigit() else 429 if code == "RATE_LIMITED" else 418, where)
    return kind(where, retry_after=None, **dict.fromkeys(FACTS, "?"))


def identity(request: Request) -> str:
    """What tells two requests apart: method, address and body, without what changes every time."""
    parts = urlsplit(request.url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _changes(name)]
    address = parts._replace(query=urlencode(sorted(query)), fragment="").geturl()
    return f"{request.method} {address} {_body(request.content)}"


def _changes(name: str) -> bool:
    return name.lower() in CHANGES


def _body(content: bytes | None) -> str:
    if not content:
        return ""
    try:
        body = json.loads(content)
    except ValueError:
        pairs = parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True)
        body = dict(pairs) or content.decode("latin-1")
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if not _changes(name)}
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def save(recording: Recording, folder: Path) -> None:
    """Write a recording into `folder`, in place of one that was there."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, exchange in enumerate(recording.exchanges, 1):
        name = f"{number:04}.body"
        if exchange.page:
            (folder / name).write_bytes(exchange.page.content)
        rows.append(_row(exchange, name))
    about = {
        "version": VERSION,
        "source": recording.source,
        "connector": recording.connector,
        "now": recording.now.isoformat(),
        "secrets": sorted(recording.secrets | secret_names(recording.config)),
        "config": recording.config,
        "exchanges": rows,
    }
    (folder / FILE).write_text(json.dumps(about, ensure_ascii=False, indent=1, default=str), "utf-8")


def _row(exchange: Exchange, name: str) -> dict[str, object]:
    request, page = exchange.request, exchange.page
    row: dict[str, object] = {"method": request.method, "url": request.url}
    if request.content:
        row["sent"] = request.content.decode("utf-8", "replace")
    if page is None:
        return {**row, "error": exchange.error}
    kept = {header: page.headers[header] for header in KEPT_HEADERS if header in page.headers}
    return {**row, "at": page.url, "status": page.status, "headers": kept, "body": name}


def load(folder: Path) -> Recording:
    """Read a recording; raises ARCHIVE_BROKEN naming the folder where it is none."""
    try:
        about = json.loads((folder / FILE).read_text("utf-8"))
        return Recording(
            source=str(about["source"]),
            connector=str(about["connector"]),
            config=dict(about["config"]),
            now=datetime.fromisoformat(about["now"]),
            exchanges=tuple(_exchange(folder, row) for row in about["exchanges"]),
            secrets=frozenset(about.get("secrets", ())),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveBroken(folder.name) from error


def _exchange(folder: Path, row: Mapping[str, Any]) -> Exchange:  # Any: JSON
    sent = row["sent"].encode() if "sent" in row else None
    request = Request(row["url"], row["method"], content=sent)
    if "error" in row:
        return Exchange(request, error=str(row["error"]))
    body = (folder / Path(row["body"]).name).read_bytes()
    return Exchange(request, FetchedPage(row["at"], int(row["status"]), row["headers"], body))


def turned(recording: Recording, exchanges: Sequence[Exchange]) -> Recording:
    """The same recording with other answers."""
    return replace(recording, exchanges=tuple(exchanges))
