"""`stations`: a directory of stations in CSV or YAML, or a page that lists them: the 1+22+N network of a district."""

import csv
import io
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, ClassVar

import yaml

from connectors.kinds.board import read_site
from connectors.protocol import Context
from schema.problems import DoorstepError
from schema.records import Record, Reject, StationRecord
from schema.vocabulary import StationKind

COLUMNS: Mapping[str, str] = {
    "key": "key id 编号 站点编号 代码",
    "name": "name 名称 站点名称 站点 驿站名称",
    "kind": "kind type 类型 类别 站点类型",
    "parent": "parent parent_key 上级 上级编号 上级站点 上级站点编号",
    "address": "address 地址 详细地址",
    "division": "division division_code 区划 区划代码 行政区划代码",
    "latitude": "latitude lat 纬度",
    "longitude": "longitude lng lon 经度",
    "coordinate_system": "coordinate_system system 坐标系",
    "trades": "trades 行业 特色行业 主营",
    "services": "services 服务 服务内容 服务项目",
    "hours": "hours 开放时间 服务时间 营业时间",
    "phone": "phone tel 电话 联系电话",
}
_FIELD_OF = {word: field for field, words in COLUMNS.items() for word in words.split()}

KIND_WORDS: Mapping[str, StationKind] = {
    **{kind.value: kind for kind in StationKind},
    **{kind.label: kind for kind in StationKind},
    "零工市场总站": StationKind.HUB,
    "街道": StationKind.STREET,
    "街道站": StationKind.STREET,
    "社区": StationKind.COMMUNITY,
    "社区站": StationKind.COMMUNITY,
    "市场": StationKind.MARKET,
    "批发市场": StationKind.MARKET,
    "流动": StationKind.MOBILE,
    "大篷车": StationKind.MOBILE,
}


class Stations:
    """Reads a directory whole: every row is a station, every run a complete snapshot."""

    kind: ClassVar[str] = "stations"
    config_schema: ClassVar[Mapping[str, Any]] = {  # Any: a JSON Schema
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "stations: 就业服务站点名录 / a directory of stations",
        "description": "a directory of stations in CSV or YAML: the hub, street, community and market stations",
        "type": "object",
        "required": ["url"],
        "additionalProperties": False,
        "properties": {
            "url": {"type": "string", "description": "CSV、YAML 文件或网页的地址 / where the file or the page is"},
        },
    }

    async def read(self, context: Context) -> AsyncIterator[Record]:
        """Yield a StationRecord for each row; a row without key or name as a Reject."""
        page = await context.get(str(context.config["url"]))
        if page.form == "html":
            async for record in read_site(context, notice=True):
                if isinstance(record, StationRecord | Reject):
                    yield record
            return
        for row in _rows(page.text):
            yield _record(row)
        context.complete()


def _rows(text: str) -> Iterator[Mapping[str, str]]:
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if first.count(",") >= 2 and not first.lstrip().startswith(("-", "{", "[")):
        yield from csv.DictReader(io.StringIO(text), restkey="")
        return
    try:
        listed = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _unreadable() from error
    stations = listed.get("stations") if isinstance(listed, Mapping) else listed
    if not isinstance(stations, list):
        raise _unreadable()
    for row in stations:
        yield {str(key): _words(value) for key, value in row.items()} if isinstance(row, Mapping) else {"": str(row)}


def _words(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    return "" if value is None else str(value)


def _record(row: Mapping[str, str]) -> Record:
    said = {_FIELD_OF[name.strip().lower()]: value.strip() for name, value in row.items() if _known(name) and value}
    if not said.get("key") or not said.get("name"):
        missing = "key" if not said.get("key") else "name"
        message = f"站点缺少{'编号' if missing == 'key' else '名称'} / the station has no {missing}"
        return Reject(reason=f"STATION_WITHOUT_{missing.upper()}", message=message, field=missing, raw=dict(row))
    kind_words = said.pop("kind", "")
    kind = KIND_WORDS.get(kind_words) or KIND_WORDS.get(kind_words.upper())
    return StationRecord(kind=kind, raw=dict(row), **said)


def _known(name: str | None) -> bool:
    return name is not None and name.strip().lower() in _FIELD_OF


def _unreadable() -> DoorstepError:
    return DoorstepError(
        "DIRECTORY_UNREADABLE",
        "站点名录应为 CSV（首行为列名）或 YAML（stations 列表）",
        "a directory of stations is CSV with a row of names, or YAML with a list `stations`",
    )
