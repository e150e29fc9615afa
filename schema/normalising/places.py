"""Places: an address in words, a code or a name beside it, a point; read within the source's own district."""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from schema.coordinates import convert
from schema.normalising.frame import Draft
from schema.reading.clauses import clauses
from schema.reading.contacts import mask_phones
from schema.reading.place_names import inside
from schema.reading.places import read_place
from schema.values import Place, Point
from schema.vocabulary import CoordinateSystem, PlacePrecision

_CODE = re.compile(r"^\d{6}(?:\d{3}){0,2}$")
_PRECISION = {
    2: PlacePrecision.UNKNOWN,
    4: PlacePrecision.CITY,
    6: PlacePrecision.DISTRICT,
    9: PlacePrecision.STREET,
    12: PlacePrecision.COMMUNITY,
}
_PLACE_WORD = re.compile(r"[市区县镇乡村路街巷道园城场社区里坊港湾苑楼厦号]|广场|工业")
_LABEL = re.compile(r"^(?:工作|上班|用工|公司|单位|店铺|厂)?(?:地址|地点|位置|区域|地区)[:：]\s*")


def place_of(draft: Draft) -> Place | None:
    """The place of a draft, or None where neither the record nor the source's frame knows of one."""
    record = draft.record
    point = point_of(record.latitude, record.longitude, record.coordinate_system)
    return placed(record.address or _address_in(draft), record.division, draft.frame.division, point)


@lru_cache(maxsize=16384)
def placed(address: str | None, stated: str | None, within: str | None, point: Point | None) -> Place | None:
    """A place of its parts. `stated`: a code or a name beside the address; `within`: the source's own district."""
    text = _LABEL.sub("", " ".join((address or "").split()))
    code = stated.strip() if stated and _CODE.match(stated.strip()) else None
    name = stated.strip() if stated and code is None else None
    division = code
    read = read_place(f"{name or ''}{text}", within=code[:6] if code else within) if name or text else None
    if read is not None:
        found = read.community or read.street or read.division
        if found and (division is None or inside(found, division)):
            division = found
    division = division or within
    if not text and not division and point is None:
        return None
    precision = PlacePrecision.EXACT if point else _PRECISION.get(len(division or ""), PlacePrecision.UNKNOWN)
    return Place(mask_phones(text or name or ""), division, precision, point)


def point_of(latitude: str | None, longitude: str | None, system: str | None) -> Point | None:
    """A point in China's bounds, as WGS84; a point that does not say its system is not taken."""
    if not latitude or not longitude or not system or system.upper() not in CoordinateSystem.__members__:
        return None
    try:
        north, east = Decimal(latitude.strip()), Decimal(longitude.strip())
    except InvalidOperation:
        return None
    if not (north.is_finite() and east.is_finite() and 3 <= north <= 54 and 73 <= east <= 136):
        return None
    return convert(Point(float(north), float(east), CoordinateSystem[system.upper()]), CoordinateSystem.WGS84)


def _address_in(draft: Draft) -> str | None:
    """The first clause of the free text that reads as a place within the source's district."""
    if draft.record.text is None:
        return None
    for clause in clauses(draft.record.text):
        if _PLACE_WORD.search(clause) and len(clause) <= 60:
            read = read_place(_LABEL.sub("", clause), within=draft.frame.division)
            if read is not None and (read.street or read.community or read.division) and not read.ambiguous:
                return clause
    return None
