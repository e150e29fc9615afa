"""What an operator may set: environment variables DOORSTEP_*, each with a default that suits one machine.

Every setting is documented in `docs/settings.md`; a test holds the two together.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from schema.problems import DoorstepError

PREFIX = "DOORSTEP_"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process. A field `database_url` is set by `DOORSTEP_DATABASE_URL`."""

    host: str = "127.0.0.1"
    """The address the gateway listens on."""
    port: int = 8000
    """The port the gateway listens on; where it is taken the next free one is used."""
    state_dir: Path = Path(".doorstep")
    """Where an embedded installation keeps its database and keys."""
    database_url: str = ""
    """sqlite:///path or postgresql://…; empty: `doorstep.db` in the state folder."""
    redis_url: str = ""
    """Empty: caches and limits live in the process."""
    allow_addresses: tuple[str, ...] = ()
    """Networks (CIDR) or host[:port] that sources may be fetched from though they are not public, commas between."""
    allow_folders: tuple[str, ...] = ()
    """Folders of this machine that `delivery` sources of the operator may read (file:///…), commas between."""
    log_format: str = "text"
    """text for a person, json for a program."""
    access_log: bool = False
    """Log every request (method, path, status, milliseconds, operation): never an address, a key or a variable."""
    public_url: str = ""
    """The address the world knows this gateway by, https://jobs.example.cn; empty: as each request was addressed."""
    cors_origins: tuple[str, ...] = ()
    """Origins whose pages may ask this graph from a browser, commas between; * for all; empty: none but its own."""
    forwarded_allow_ips: str = "127.0.0.1"
    """Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; * for all."""
    ide: bool = True
    """Serve the IDE at /ide."""
    introspection: bool = True
    """Let clients read the schema. The IDE and code generators need it."""
    documents: str = "all"
    """all: any valid document is answered; trusted: only those that `doorstep documents add` has registered."""
    documents_file: Path | None = None
    """Where trusted documents are kept; unset: documents.json in the state folder."""
    max_body_bytes: int = 4_000_000
    """The largest body of a request."""
    max_tokens: int = 10_000
    """Tokens of a document."""
    max_depth: int = 15
    """Levels of fields in a document; introspection is free of it."""
    max_aliases: int = 100
    """Aliases in a document."""
    max_cost: int = 20_000
    """Objects that an operation may answer with, as docs/http.md counts them."""
    max_seconds: float = 30.0
    """How long a query may take."""
    limit_per_key: str = ""
    """Points that a key may spend, as 5000/hour; empty: no limit. A point is 100 objects, at least 1 a request."""
    limit_per_address: str = ""
    """Points that an address without a key may spend, as 600/minute; empty: no limit."""
    max_subscriptions: int = 100
    """Subscriptions that one key or address may have open in one process."""
    response_cache_bytes: int = 256_000_000
    """Memory for whole responses in each process; 0: none are kept."""
    max_age_seconds: int = 60
    """How long browsers and proxies may keep an answer at most; less where a source is due to be read sooner."""
    compress_from_bytes: int = 1_400
    """Answers of this size or more are compressed (gzip or zstd, as the client takes)."""
    report_webhook: str = ""
    """Where the report of a night is posted as JSON; empty: nowhere."""
    keep_jobs_days: int = 400
    """How long a job is kept after it was withdrawn or expired."""
    keep_runs_days: int = 400
    """How long the record of a run is kept; the last twenty of each source always are."""
    keep_rejects_days: int = 90
    """How long records that could not be taken are kept."""
    keep_pages_days: int = 14
    """How long the pages of runs are kept, compressed, to be read again after a mend; 0: none are kept."""
    defer: bool = False
    """Offer @defer and @stream. Some tools refuse a schema that has them."""
    routing: tuple[str, ...] = ()
    """Routing engines, walk=osrm+http://127.0.0.1:5000 or valhalla+http://127.0.0.1:8002; empty: straight lines."""
    routing_timeout_seconds: float = 2.0
    """How long an answer waits for a routing engine before straight lines must do."""
    otlp_url: str = ""
    """An OpenTelemetry collector (OTLP over HTTP) for traces; empty: none. Needs doorstep[telemetry]."""

    def __post_init__(self) -> None:
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.state_dir / 'doorstep.db'}")
        if self.documents_file is None:
            object.__setattr__(self, "documents_file", self.state_dir / "documents.json")
        if self.documents not in ("all", "trusted"):
            raise DoorstepError(
                "SETTING_INVALID",
                "环境变量 DOORSTEP_DOCUMENTS 的值无效，应为 all 或 trusted",
                "DOORSTEP_DOCUMENTS takes all or trusted",
                ("DOORSTEP_DOCUMENTS",),
            )


def settings_from(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises DoorstepError SETTING_INVALID that names the variable and what it takes."""
    given: dict[str, object] = {}
    for field in fields(Settings):
        name = PREFIX + field.name.upper()
        if name in environ:
            given[field.name] = _read(name, environ[name], field.default)
    return Settings(**given)  # type: ignore[arg-type]  # each value was read as its field's type above


def _read(name: str, text: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[
                text.lower()
            ]
        if isinstance(default, int):
            return int(text)
        if isinstance(default, float):
            return float(text)
    except (KeyError, ValueError) as error:
        wants = {bool: "true or false", int: "a whole number", float: "a number"}[type(default)]
        raise DoorstepError(
            "SETTING_INVALID", f"环境变量 {name} 的值无效，应为：{wants}", f"{name} takes {wants}", (name,)
        ) from error
    if isinstance(default, Path) or name == f"{PREFIX}DOCUMENTS_FILE":
        return Path(text)
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text
