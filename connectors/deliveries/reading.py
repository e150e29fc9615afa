"""A delivered file to records: its columns recognised by their Chinese names, or by those that the config gives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from connectors.deliveries.opening import open_delivery
from connectors.documents.model import Cell, Document, Group, Line, Table
from connectors.documents.words import plain
from connectors.protocol import Page
from connectors.reading.identity import distinct
from connectors.reading.page import read_page
from connectors.reading.pagereading import PageReading
from connectors.reading.records import Told, records
from connectors.reading.regions import region_of
from schema.problems import DoorstepError
from schema.records import JobRecord, PolicyRecord, Record

COLUMN_OF: Mapping[str, str] = {
    "externalId": "编号",
    "title": "岗位名称",
    "employer": "用人单位",
    "agency": "发布机构",
    "pay": "薪资",
    "settlement": "结算方式",
    "headcount": "招聘人数",
    "schedule": "工作时间",
    "employment": "用工形式",
    "requirements": "岗位要求",
    "age": "年龄",
    "gender": "性别",
    "education": "学历",
    "experience": "经验",
    "benefits": "福利",
    "address": "工作地址",
    "division": "区划",
    "contactName": "联系人",
    "contactPhone": "联系电话",
    "description": "工作内容",
    "postedAt": "发布日期",
    "expiresAt": "截止日期",
    "status": "状态",
}
"""For `columns` of the config: a field, and the name under which the reading knows it."""


@dataclass(slots=True)
class Deliveries:
    """The files of one delivery, read together so that repeats among them are told apart once."""

    columns: Mapping[str, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    repeated: int = 0
    dropped: dict[str, int] = field(default_factory=dict)

    def take(self, page: Page) -> int:
        """Read one file; how many records it has. Raises COLUMNS_NOT_FOUND where no table of it is a list of jobs."""
        document = open_delivery(page)
        reading = read_page(_renamed(document, self.columns))
        for name, times in reading.counts.items():
            if times:
                self.dropped[name] = self.dropped.get(name, 0) + times
        if not reading.drafts and not _is_blank(document):
            raise _columns_not_found(document)
        self.told.append(Told(page.url, reading))
        return len(reading.drafts)

    def records(self) -> Iterator[Record]:
        """Every record once, the last of its id; a row has no address of its own unless it says one."""
        every = [draft for page in self.told for draft in page.reading.drafts]
        order = {id(draft): number for number, draft in enumerate(every)}
        kept, self.repeated = distinct(every, lambda draft: -order[id(draft)])
        remaining = {id(draft) for draft in kept}
        for page in self.told:
            page.reading.drafts = [draft for draft in page.reading.drafts if id(draft) in remaining]
        _locate(page.reading for page in self.told)
        addresses = {page.url for page in self.told}
        for record in records(self.told):
            if isinstance(record, JobRecord | PolicyRecord) and record.url in addresses:
                yield replace(record, url=None)
            else:
                yield record


def _locate(readings: Iterator[PageReading]) -> None:
    """A file that names no district lies where its addresses lie."""
    every = list(readings)
    places = [draft.get("venue") or draft.get("address") or "" for each in every for draft in each.drafts]
    region = region_of((place, 1) for place in places)
    for each in every:
        if region:
            each.facts.setdefault("region", region)


def _renamed(document: Document, columns: Mapping[str, str]) -> Document:
    """The document with the config's own column names written as the reading knows them."""
    if not columns:
        return document
    names = {plain(name): COLUMN_OF[own] for own, name in columns.items() if own in COLUMN_OF}

    def renamed(cell: Cell) -> Cell:
        known = names.get(plain(cell.text))
        return Cell((Line(known),), cell.header) if known else cell

    tables = tuple(
        replace(node, rows=tuple(tuple(renamed(cell) for cell in row) for row in node.rows))
        if isinstance(node, Table)
        else node
        for node in document.body.children
    )
    return replace(document, body=Group(tables))


def _tables(document: Document) -> Sequence[Table]:
    return [node for node in document.body.children if isinstance(node, Table)]


def _is_blank(document: Document) -> bool:
    return not any(cell.text.strip() for table in _tables(document) for row in table.rows for cell in row)


def _columns_not_found(document: Document) -> DoorstepError:
    rows = [[cell.text for cell in row if cell.text] for table in _tables(document) for row in table.rows[:6]]
    there = "、".join(text[:16].replace("\n", "") for text in max(rows, key=len, default=[])[:16]) or "—"
    return DoorstepError(
        "COLUMNS_NOT_FOUND",
        f"没有认出表头：需要岗位名称、薪资等列；表里有：{there}。列名特殊时，在配置 columns 里写明，如 title: 招啥人",
        f"no header was recognised: a list needs columns such as 岗位名称 and 薪资; there are: {there}. "
        "Where names are unusual, say them in `columns`, such as title: 招啥人",
        ("config", "columns"),
    )
