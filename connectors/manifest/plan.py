"""A manifest's config, read once a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.manifest.authorising import Asked
from connectors.manifest.fields import FIELD_OF
from connectors.manifest.nodes import Node
from connectors.manifest.opening import TABLES, Format
from connectors.manifest.paging import Paging
from connectors.manifest.rules import Rule

PAGES_AT_MOST = 5_000
Said = Mapping[str, Any]  # Any: as YAML writes it, checked by the JSON Schema


@dataclass(frozen=True, slots=True)
class Detail:
    """A page for each record."""

    url: Rule
    fields: Mapping[str, Rule]
    form: Format
    records: str
    gone: "Gone | None" = None
    """What on that page says that the record is gone."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What says that a record is gone: where its state is, and the words; without words anything there does."""

    where: Rule
    says: tuple[str, ...] = ()

    @classmethod
    def of(cls, said: Said | None) -> "Gone | None":
        if not said:
            return None
        return cls(Rule.of(said["where"]), tuple(_word(word) for word in said.get("says", ())))

    def holds(self, node: Node) -> bool:
        words = self.where.words(node)
        return words is not None and (any(word in words for word in self.says) if self.says else True)


@dataclass(frozen=True, slots=True)
class Since:
    """Increments: the parameter that asks for what changed, and where a record says when it changed."""

    param: str
    at: Rule


@dataclass(frozen=True, slots=True)
class Limits:
    pages: int = PAGES_AT_MOST
    records: int | None = None
    details: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a run of a manifest needs to know."""

    asked: Asked
    form: Format
    paging: Paging
    auth: Said
    records: str
    sheet: str | None
    header: int | None
    yields: str
    key: Rule | None
    fields: Mapping[str, Rule]
    detail: Detail | None
    gone: Gone | None
    since: Since | None
    limits: Limits
    authoritative: bool
    may_be_empty: bool

    @classmethod
    def of(cls, config: Said) -> "Plan":
        form = config.get("format", "html")
        limits, since = config.get("limits", {}), config.get("since")
        return cls(
            asked=_asked(config, form),
            form=form,
            paging=Paging.of(config.get("paging", {}), graphql=form == "graphql"),
            auth=config.get("auth", {}),
            records=config.get("records", "//item" if form == "rss" else "."),
            sheet=config.get("sheet"),
            header=config.get("headerRow"),
            yields=config.get("yields", "jobs"),
            key=Rule.of(config["key"]) if "key" in config else None,
            fields=_rules(config["fields"]),
            detail=_detail(config["detail"], form) if "detail" in config else None,
            gone=Gone.of(config.get("gone")),
            since=Since(since["param"], Rule.of(since["at"])) if since else None,
            limits=Limits(limits.get("pages", PAGES_AT_MOST), limits.get("records"), limits.get("details")),
            authoritative=config.get("authoritative", True),
            may_be_empty=bool(config.get("expect", {}).get("empty")),
        )

    @property
    def columns(self) -> list[str]:
        """The columns that a table must have: what the rules look for."""
        rules = [*self.fields.values(), *([self.key] if self.key else [])]
        return list(dict.fromkeys(place for rule in rules for place in rule.places))


def _asked(config: Said, form: Format) -> Asked:
    body, method = config.get("body"), config.get("method", "POST" if "body" in config else "GET")
    if form == "graphql":
        body, method = {"query": config["query"], "variables": config.get("variables", {})}, "POST"
    params = {str(name): str(value) for name, value in config.get("params", {}).items()}
    headers = {str(name): str(value) for name, value in config.get("headers", {}).items()}
    return Asked(str(config["url"]), method, params, headers, body)


def _detail(said: Said, form: Format) -> Detail:
    own: Format = said.get("format", "html" if form in TABLES or form in ("rss", "graphql") else form)
    return Detail(
        Rule.of(said["url"]), _rules(said.get("fields", {})), own, said.get("records", "."), Gone.of(said.get("gone"))
    )


def _rules(said: Said) -> dict[str, Rule]:
    return {FIELD_OF[name]: Rule.of(rule) for name, rule in said.items() if name in FIELD_OF}


def _word(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
