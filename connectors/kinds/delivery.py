"""`delivery`: lists in CSV or spreadsheets as agencies send them, given nothing but where they are."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, ClassVar

from connectors.deliveries.listing import Offered, newest, offered
from connectors.deliveries.opening import unpacked
from connectors.deliveries.reading import COLUMN_OF, Deliveries
from connectors.pages import FetchedPage
from connectors.protocol import Context, Page
from schema.problems import DoorstepError
from schema.records import Record, Reject

FILES_AT_MOST = 200
TABLES = frozenset({"csv", "text", "xlsx", "xls", "ods", "docx", "pdf"})


class Delivery:
    """Reads a file, a zip of files, or the files that a page or a JSON list names; every run is a whole delivery."""

    kind: ClassVar[str] = "delivery"
    summary: ClassVar[str] = "CSV and spreadsheets as agencies send them: a file, an archive, or a list of files"
    config_schema: ClassVar[Mapping[str, Any]] = {  # Any: a JSON Schema
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "delivery: 表格投递 / lists that an agency delivers",
        "description": "CSV、Excel 岗位表，只需地址 / lists in CSV or Excel; only their address is needed",
        "type": "object",
        "required": ["url"],
        "additionalProperties": False,
        "properties": {
            "url": {
                "type": "string",
                "minLength": 1,
                "description": "文件、列出文件的网页、JSON 清单的地址，或运维允许的本机文件夹 / "
                "a file, a page of files, a JSON list, or a folder that the operator allows",
                "examples": ["https://hr.example.cn/export/jobs.xlsx", "file:///srv/deliveries/agency-a/"],
            },
            "files": {
                "enum": ["newest", "all"],
                "default": "newest",
                "description": "同名按日期的多份只读最新，或全部读 / of files by day the newest only, or all of them",
            },
            "columns": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    field: {"type": "string", "description": f"如“{name}” / such as {name}"}
                    for field, name in COLUMN_OF.items()
                },
                "description": "列名特殊时写明（字段: 列名） / columns with names of their own (field: name)",
            },
            "authoritative": {
                "type": "boolean",
                "default": True,
                "description": "完整列表：没列出的就是没有了；增量写 false / a full list; false for increments",
            },
        },
    }

    async def read(self, context: Context) -> AsyncIterator[Record]:
        """Yield the rows of every file. Raises FILES_NOT_FOUND, or what the only file there is cannot be read for."""
        page = await context.get(str(context.config["url"]))
        deliveries = Deliveries(context.config.get("columns", {}))
        whole = True
        if page.form in TABLES:
            _take(deliveries, page)
        else:
            files = list(_unpack(page)) if page.form == "zip" else _chosen(page, context)
            for each in files:
                try:
                    inner = each if isinstance(each, FetchedPage) else await context.get(each.url)
                    for part in _unpack(inner) if inner.form == "zip" else [inner]:
                        deliveries.take(part)
                except DoorstepError as error:
                    whole = False
                    yield _unread(each, error)
                whole = whole and not getattr(each, "increment", False)
        for record in deliveries.records():
            yield record
        for name, times in {**deliveries.dropped, "repeated": deliveries.repeated}.items():
            if times:
                context.count(name, times)
        if whole and context.config.get("authoritative", True):
            context.complete()


def _take(deliveries: Deliveries, page: Page) -> None:
    if not deliveries.take(page):
        raise DoorstepError(
            "NOTHING_FOUND",
            "文件里没有任何记录。",
            "The file has no record.",
            ("config", "url"),
        )


def _chosen(page: Page, context: Context) -> list[Offered]:
    found = offered(page)
    if not found:
        raise DoorstepError(
            "FILES_NOT_FOUND",
            f"{page.where} 既不是表格，也没有列出任何 CSV、Excel 文件；请填写文件本身的地址。",
            f"{page.where} is no table and names no CSV or spreadsheet: give the address of the file itself.",
            ("config", "url"),
        )
    chosen = found if context.config.get("files") == "all" else newest(found)
    if len(chosen) < len(found):
        context.count("files_older", len(found) - len(chosen))
    if len(chosen) > FILES_AT_MOST:
        context.count("files_left_out", len(chosen) - FILES_AT_MOST)
    return chosen[:FILES_AT_MOST]


def _unpack(page: Page) -> Iterator[FetchedPage]:
    return unpacked(FetchedPage(page.url, page.status, page.headers, page.content))


def _unread(file: Offered | FetchedPage, error: DoorstepError) -> Reject:
    name = file.url.rpartition("/")[2].partition("?")[0]
    return Reject(
        reason=error.code,
        message=f"{name}：{error.problem.zh} / {name}: {error.problem.en}",
        url=file.url,
        raw={"file": name},
    )
