"""Stations of the 1+22+N network, from a record in its source's words."""

import re

from schema.normalising.frame import Frame
from schema.normalising.places import placed, point_of
from schema.reading.contacts import read_phone
from schema.reading.text import fold
from schema.records import Reject, StationRecord
from schema.values import Place, Station
from schema.vocabulary import StationKind

KINDS: tuple[tuple[StationKind, str, str], ...] = (
    (StationKind.MOBILE, "流动|大篷车|移动", "流动驿站"),
    (StationKind.MARKET, "市场|商圈|园区|产业园|商城|批发|花卉|茶叶", "山村花卉市场零工驿站"),
    (StationKind.COMMUNITY, "社区|居委|村|服务点", "茶滘社区就业服务点"),
    (StationKind.HUB, "总站|区级|区中心|中心站|总部|市级", "荔湾区零工总站"),
    (StationKind.STREET, "街道|街|镇|乡", "茶滘街就业服务驿站"),
)
"""Each kind, the words in a name that tell it in the order in which they count, and an example."""

_KINDS = tuple((kind, re.compile(words)) for kind, words, _ in KINDS)
_PARTS = re.compile(r"[、,，;；/\s]+")


def normalise_station(record: StationRecord, frame: Frame) -> Station | Reject:
    """The station that `record` states, or a Reject: ID_MISSING, TITLE_MISSING. Never raises."""
    name = " ".join(record.name.split())
    if not record.key.strip() or not name:
        missing = "ID_MISSING" if name else "TITLE_MISSING"
        message = "这个站点没有编号或名称。 / This station has no key or no name."
        return Reject(reason=missing, message=message, external_id=record.key or None, raw=record.raw)
    point = point_of(record.latitude, record.longitude, record.coordinate_system)
    place = placed(record.address or name, record.division, frame.division, point)
    phone = read_phone(record.phone) if record.phone else None
    return Station(
        key=record.key.strip(),
        name=name,
        kind=record.kind or _kind(name),
        place=place or Place(text=record.address or ""),
        parent_key=record.parent.strip() or None if record.parent else None,
        trades=_parts(record.trades),
        services=_parts(record.services),
        hours=record.hours.strip() or None if record.hours else None,
        phone=phone.national if phone else None,
    )


def _kind(name: str) -> StationKind:
    folded = fold(name)
    return next((kind for kind, words in _KINDS if words.search(folded)), StationKind.STREET)


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in _PARTS.split(text or "") if part)
