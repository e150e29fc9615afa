"""What a column's unclear name means beside the others: 待遇 beside 工资, 工种 beside 岗位, 项目 beside 补多少."""

import re
from collections.abc import Sequence
from dataclasses import replace

from connectors.documents.model import Cell
from connectors.documents.words import plain
from connectors.reading.columns import Name
from connectors.reading.headers import Header
from connectors.reading.titles import clean_title, is_title

BESIDE = re.compile(r"^(?:福利)?待遇$|^待遇及?福利$")
POLICY_HEAD = re.compile(r"(?:政策|补贴|补助|扶持|惠民|服务)?(?:项目|政策|事项|名称|内容|种类|类型|补贴)(?:名称)?")
POST = re.compile(r"岗位|职位|招聘|名称|职务")


def _with_one_pay(header: Header) -> Header:
    """Where 工资 and 待遇 both are columns, 待遇 is what comes beside the pay."""
    if sum("pay" in name.fields for name in header.names) < 2:
        return header
    names = tuple(
        replace(name, fields=("benefits",)) if name.fields == ("pay",) and BESIDE.match(name.text) else name
        for name in header.names
    )
    return replace(header, names=names)


def _with_policies(header: Header) -> Header:
    """Beside to whom and how much, 项目 or 政策 names the policy."""
    if "policy_title" in header.fields or not header.fields & {"amount", "audience"} or "pay" in header.fields:
        return header
    at = next((i for i, name in enumerate(header.names) if POLICY_HEAD.fullmatch(plain(name.text))), None)
    if at is None:
        return header
    names = [*header.names]
    names[at] = replace(names[at], fields=("policy_title",))
    return replace(header, names=tuple(names))


def _with_one_title(header: Header) -> Header:
    """Where 工种 and 岗位 both are columns, the one called after a post names the work, the other its class."""
    titles = [name for name in header.names if name.fields == ("title",)]
    if len({name.text for name in titles}) < 2:
        return header
    named = next((name for name in titles if POST.search(name.text)), titles[0])
    names = (
        replace(name, fields=("category",)) if name.fields == ("title",) and name.text != named.text else name
        for name in header.names
    )
    return replace(header, names=tuple(names))


def _with_shifts(header: Header) -> Header:
    """班次 beside the title of a job is when it is worked, not a course."""
    if not header.fields >= {"title", "event_title"}:
        return header
    names = (
        replace(name, fields=("schedule",)) if name.fields == ("event_title",) and "班" in name.text else name
        for name in header.names
    )
    return replace(header, names=tuple(names))


def _named(header: Header, rows: Sequence[Sequence[Cell]], near: str) -> Header:
    """A blank corner above names of courses or of jobs stands for what they are."""
    if not header.names or header.names[0].fields or header.names[0].text.strip() or len(rows) <= header.end:
        return header
    values = [row[0].text.strip() for row in rows[header.end :] if row[0].text.strip()]
    if values and all(re.search(r"班$|培训|课程|招聘会|专场", value) for value in values):
        return replace(header, names=(Name(("event_title",), "event"), *header.names[1:]))
    if (
        values
        and "title" not in header.fields
        and sum(is_title(clean_title(value)) for value in values) * 2 > len(values)
    ):
        return replace(header, names=(Name(("title",), "title"), *header.names[1:]))
    return header


def settled(header: Header, rows: Sequence[Sequence[Cell]], near: str) -> Header:
    """The header with every rule of this module applied. `near`: headings above the table."""
    return _named(_with_policies(_with_shifts(_with_one_title(_with_one_pay(header)))), rows, near)
