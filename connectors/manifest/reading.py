"""One page of a manifest's source to its records: fetched, opened, each record with its own page if it has one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

from bs4 import Tag

from connectors.feeds.refusals import refuse_errors
from connectors.manifest.authorising import Asked, Authoriser
from connectors.manifest.fields import digest, record_of
from connectors.manifest.nodes import HtmlNode, JsonNode, Node
from connectors.manifest.opening import TABLES, grids_of, open_as, rows_of
from connectors.manifest.plan import Detail, Plan
from connectors.manifest.rules import Rule
from connectors.protocol import Context, Page
from connectors.urls import host_of
from schema.problems import DoorstepError
from schema.records import Gone, Record, Reject

GONE_STATUSES = frozenset({404, 410})
OK = frozenset({200})
ENOUGH = 5
"""So many records, and a field that not one of them has is looked for in the wrong place."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the list: the page, its records, and its root, where what leads on stands."""

    page: Page
    nodes: Sequence[Node]
    root: Node


@dataclass(slots=True)
class Reading:
    """A manifest's source being read."""

    context: Context
    plan: Plan
    authoriser: Authoriser
    records: int = 0
    details: int = 0
    whole: bool = True
    found: dict[str, int] = field(default_factory=dict)
    """How many records have each field."""
    names: frozenset[str] = frozenset()
    """Names of classes of the first page: a later page that has none of them is of another make."""

    async def leaf(self, state: str, first: bool) -> Leaf | None:
        """The page at `state`; None where the source says that there is no such page any more."""
        asked = await self.authoriser.authorise(self._since(self.plan.paging.asked(self.plan.asked, state)))
        expect = OK if first or self.plan.paging.by not in ("page", "offset") else OK | GONE_STATUSES
        page = await _get(self.context, asked, expect)
        if page.status != 200:
            self.context.count("pages_past_the_end")
            return None
        leaf = self._opened(page)
        self._judge(leaf, first)
        return leaf

    def _since(self, asked: Asked) -> Asked:
        since, watermark = self.plan.since, self.context.watermark
        return asked.having(params={since.param: watermark}) if since and watermark else asked

    def _opened(self, page: Page) -> Leaf:
        plan = self.plan
        if plan.form in TABLES:
            rows = rows_of(grids_of(page, plan.sheet), plan.columns, plan.header)
            return Leaf(page, rows, Nothing(page.url))
        root = open_as(plan.form, page)
        nodes = root.select(plan.records)
        if not nodes and plan.form == "rss" and plan.records == "//item":
            nodes = root.select("//entry")
        if plan.form == "graphql":
            self._graph_errors(root, bool(nodes))
        elif isinstance(root, JsonNode) and not nodes:
            refuse_errors(root.value)
        return Leaf(page, nodes, root)

    def _judge(self, leaf: Leaf, first: bool) -> None:
        """An empty page is the end of a list only where it is a page of that list."""
        if first and isinstance(leaf.root, HtmlNode):
            self.names = _names(leaf.root.element)
        if leaf.nodes:
            return
        if first and not self.plan.may_be_empty and not (self.plan.since and self.context.watermark):
            raise _records_not_found(self.plan.records, leaf.page.where)
        if not first and isinstance(leaf.root, HtmlNode) and _differ(self.names, _names(leaf.root.element)):
            raise _page_of_another_make(leaf.page.where)

    def _graph_errors(self, root: Node, some: bool) -> None:
        """A graph says 200 and errors in one: without records the first is the source's own word, beside them a gap."""
        messages = root.texts("$.errors[*].message")
        if messages and not some:
            raise DoorstepError(
                "SOURCE_GRAPH_ERROR",
                f"来源的 GraphQL 接口报错：{messages[0][:120]}",
                f"the source's graph answered with an error: {messages[0][:120]}",
                ("config", "query"),
            )
        if messages:
            self.whole = False
            self.context.count("graph_errors", len(messages))

    async def read(self, leaf: Leaf) -> AsyncIterator[Record]:
        """The records of a page, in their order."""
        for node in leaf.nodes:
            if self.plan.limits.records is not None and self.records >= self.plan.limits.records:
                self.context.count("records_cut")
                self.whole = False
                return
            self.records += 1
            yield await self._record(node, leaf.page)

    async def _record(self, node: Node, page: Page) -> Record:
        plan = self.plan
        said = _said(plan.fields, node)
        key = plan.key.words(node) if plan.key else None
        if plan.key and not key:
            return Reject(
                reason="RECORD_WITHOUT_ID",
                message="记录没有编号（key） / the record has no id (key)",
                field="key",
                raw=node.raw(),
            )
        if plan.gone is not None and plan.gone.holds(node):
            return Gone(external_id=key or digest(said), reason="the source says so")
        if "url" in said:
            said["url"] = page.link(said["url"])
        raw = dict(node.raw())
        link = plan.detail.url.words(node) if plan.detail else None
        if plan.detail and link:
            try:
                gone = await self._detail(plan.detail, page.link(link), said, raw)
            except DetailRefused as refused:
                return refused.reject(key, raw)
            if gone:
                return Gone(external_id=key or digest(said), reason=gone)
        for name in said:
            self.found[name] = self.found.get(name, 0) + 1
        return record_of(plan.yields, key, said, raw, page.url)

    async def _detail(self, detail: Detail, address: str, said: dict[str, str], raw: dict[str, object]) -> str | None:
        """Add what the record's own page says; why the record is gone where there is no such page any more."""
        if self.plan.limits.details is not None and self.details >= self.plan.limits.details:
            self.context.count("details_cut")
            return None
        self.details += 1
        asked = Asked(address, headers=self.plan.asked.headers)
        if host_of(address) == host_of(self.plan.asked.url):
            asked = await self.authoriser.authorise(asked)
        page = await _get(self.context, asked, OK | GONE_STATUSES)
        if page.status in GONE_STATUSES:
            return f"HTTP {page.status}"
        said.setdefault("url", address)
        root = open_as(detail.form, page)
        if detail.gone is not None and detail.gone.holds(root):
            return "its own page says so"
        inner = root.select(detail.records)
        if not inner and isinstance(root, JsonNode):
            _refuse_detail(root)
        if inner:
            said.update(_said(detail.fields, inner[0]))
            raw["detail"] = dict(inner[0].raw())
        else:
            self.context.count("details_without_content")
        return None

    def never_found(self) -> Sequence[str]:
        """Fields that the manifest names and not one record has: renamed at the source, or mistyped."""
        if self.records < ENOUGH or self.plan.yields != "jobs":
            return []
        detailed = self.plan.detail.fields if self.plan.detail else {}
        rules: Mapping[str, Rule] = {**self.plan.fields, **detailed}
        return [name for name, rule in rules.items() if not self.found.get(name) and not rule.optional]


class DetailRefused(Exception):
    """A record's own document that is an error in place of the record: its words, as a Reject keeps them."""

    def __init__(self, error: DoorstepError) -> None:
        super().__init__(error.code)
        self.error = error

    def reject(self, key: str | None, raw: Mapping[str, object]) -> Reject:
        problem = self.error.problem
        return Reject(reason=problem.code, message=f"{problem.zh} / {problem.en}", external_id=key, raw=raw)


def _refuse_detail(root: JsonNode) -> None:
    try:
        refuse_errors(root.value)
    except DoorstepError as error:
        raise DetailRefused(error) from error


async def _get(context: Context, asked: Asked, expect: frozenset[int]) -> Page:
    return await context.get(
        asked.url,
        method=asked.method,
        params=asked.params or None,
        headers=asked.headers or None,
        json=asked.body,
        expect=expect,
        idempotent=True,
    )


def _said(rules: Mapping[str, Rule], node: Node) -> dict[str, str]:
    return {name: words for name, rule in rules.items() if (words := rule.words(node)) is not None}


def _names(page: Tag) -> frozenset[str]:
    marked = page.find_all(class_=True)
    return frozenset(str(name) for element in marked for name in element.get_attribute_list("class"))


def _differ(first: frozenset[str], later: frozenset[str]) -> bool:
    """Whether a page without records shares too little with the first page to be one of the same list."""
    return bool(first) and len(first & later) * 3 < len(first)


@dataclass(frozen=True, slots=True)
class Nothing:
    """The root of a table's file: nothing leads on from it."""

    url: str

    def select(self, expression: str) -> Sequence[Node]:
        return []

    def texts(self, expression: str) -> list[str]:
        return []

    def raw(self) -> Mapping[str, object]:
        return {"url": self.url}


def _records_not_found(records: str, where: str) -> DoorstepError:
    return DoorstepError(
        "RECORDS_NOT_FOUND",
        f"在 {where} 里，records（{records}）没有找到任何记录。请核对；确实可以为空时写 expect.empty: true。",
        f"in {where}, `records` ({records}) finds no record. Check it; where it may be empty, set expect.empty: true.",
        ("config", "records"),
    )


def _page_of_another_make(where: str) -> DoorstepError:
    return DoorstepError(
        "PAGE_CHANGED",
        f"{where} 与第一页不是同一种页面，可能改版或出错；已读到的保留。",
        f"{where} is of another make than the first page: redesigned, or an error page. What was read is kept.",
        ("config", "records"),
    )
