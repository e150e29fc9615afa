"""One row of a feed to one record: keys recognised, codes put into words, numbers handed over as numbers."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from connectors.feeds.codes import FALSE, GONE_WORDS, TRUE, words
from connectors.feeds.rows import Found, Row
from schema.records import Gone, JobRecord, Record, Reject

CHINA = timezone(timedelta(hours=8))
_REST = frozenset(JobRecord.__dataclass_fields__) - {"external_id", "title", "pay", "given", "raw", "text", "event"}
_CODED = frozenset({"education", "gender"})
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_INLINE = re.compile(r"</?(?:a|b|em|font|i|mark|small|span|strong|u)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
"""Tags within a word: 管<b>午饭</b> is 管午饭."""
_COMPACT_DATE = re.compile(r"(20\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Meanings:
    """What a source's config says beside the lexicon: own keys for fields, own meanings for codes, values for all."""

    fields: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def record_of(found: Found, mapping: Meanings) -> Record:
    """A JobRecord; a Gone where the row is marked deleted; a Reject where it has no id or no title."""
    row, keys = found.row, found.known
    if mapping.fields:
        keys = {**keys, **{name: key for name, key in mapping.fields.items() if key in row}}
    words_of_row = _told(row, keys)
    external_id = words_of_row.get("external_id")
    if not external_id:
        return Reject(
            reason="RECORD_WITHOUT_ID",
            message="记录没有编号 / the record has no id",
            field="externalId",
            raw=dict(row),
        )
    if _is_gone(words_of_row, mapping):
        return Gone(external_id=external_id, reason="deleted by the source")
    title = words_of_row.get("title")
    if not title:
        return Reject(
            reason="RECORD_WITHOUT_TITLE",
            message="记录没有岗位名称 / the record has no title",
            field="title",
            external_id=external_id,
            raw=dict(row),
        )
    said = {**found.above, **_said(words_of_row, keys, mapping)}
    given = _given(words_of_row)
    pay = _pay(said.get("pay"), words_of_row, keys, mapping)
    rest = {name: value for name, value in said.items() if name in _REST}
    return JobRecord(external_id=external_id, title=title, pay=pay, given=given, raw=dict(row), **rest)


def updated_at(found: Found, mapping: Meanings) -> str | None:
    """When the feed says the row was last changed, in its own words: what `updatedSince` goes on from."""
    key = mapping.fields.get("updated_at") or found.known.get("updated_at")
    return _text(found.row.get(key)) or None if key is not None else None


Words = Mapping[str, str]
"""What a row has, as words under our fields; nothing under those that it leaves empty."""


def _told(row: Row, keys: Mapping[str, str]) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, key in keys.items():
        value = row.get(key)
        # Most values are one plain word: for these no call.
        text = value if type(value) is str and value.isalnum() else _text(value)
        if text:
            told[name] = text
    return told


def _said(told: Words, keys: Mapping[str, str], mapping: Meanings) -> dict[str, str]:
    said = dict(told)
    for name in _CODED.union(mapping.codes) if mapping.codes else _CODED:
        if name in told:
            said[name] = _meanings(name, told[name], mapping, keys[name])
    if told.get("headcount") in ("0", "-1"):
        said["headcount"] = "若干"
    for name in ("posted_at", "expires_at"):
        if name in told:
            said[name] = instant_words(told[name])
    return said


def _meanings(name: str, text: str, mapping: Meanings, key: str) -> str:
    """The words of a code, or of each of several that commas join (101,105)."""
    own = mapping.codes.get(name, {})
    parts = text.split(",")
    if len(parts) > 1 and text not in own and all(part.strip() in own for part in parts):
        return "、".join(own[part.strip()] for part in parts)
    return words(name, text, mapping.codes, key)


def _given(told: Words) -> dict[str, object]:
    """Ages that a feed states as numbers; 0 and 99 are how such feeds write 不限."""
    given: dict[str, object] = {}
    for name in ("age_min", "age_max"):
        text = told.get(name, "")
        if text.isdecimal() and 0 < int(text) < 99:
            given[f"requirements.{name}"] = int(text)
    return given


def _pay(words_of_pay: str | None, told: Words, keys: Mapping[str, str], mapping: Meanings) -> str | None:
    """The feed's words on pay; where they only add to its numbers (元/个, 元以上), both together."""
    if not words_of_pay or re.search(r"[\d一二三四五六七八九]", words_of_pay):
        return words_of_pay or _pay_text(told, keys, mapping)
    if re.match(r"(?:元|块)?\s*(?:/|每)", words_of_pay):
        low, high = (_amount(told.get(name, "")) for name in ("pay_min", "pay_max"))
        amounts = dict.fromkeys(f"{amount:f}" for amount in (low, high) if amount is not None)
        return f"{'-'.join(amounts)}{words_of_pay}" if amounts else words_of_pay
    numbers = _pay_text(told, keys, mapping)
    return numbers if numbers and re.search(r"以上|起|左右", words_of_pay) else words_of_pay


def _pay_text(told: Words, keys: Mapping[str, str], mapping: Meanings) -> str | None:
    """Numbers and a unit's code as words. Without a unit none is made up."""
    code = told.get("pay_unit")
    unit = words("pay_unit", code, mapping.codes, keys["pay_unit"]) if code else ""
    return pay_text(told.get("pay_min"), told.get("pay_max"), unit)


@lru_cache(maxsize=8_192)
def pay_text(least: str | None, most: str | None, unit: str | None) -> str | None:
    """Two amounts and a unit's word (月, 元/小时, 面议) as a person would write them; None where there is no amount."""
    if unit == "面议":
        return unit
    low, high = (_amount(amount or "") for amount in (least, most))
    if low is None and high is None:
        return None
    per = f"/{unit.removeprefix('元').strip('/')}" if unit else ""
    if low is not None and high is not None:
        return f"{low:f}-{high:f}元{per}" if low != high else f"{low:f}元{per}"
    return f"{low:f}元{per}起" if low is not None else f"最高{high:f}元{per}"


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return amount.normalize() if amount.is_finite() and amount > 0 else None


def instant_words(text: str) -> str:
    """Dates as feeds write them (20261105, epoch milliseconds, 2026-11-06 09:01:00), as ISO 8601 where it is sure."""
    if not text.isdecimal():
        return text
    if len(text) in (10, 13):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).astimezone(CHINA).isoformat(timespec="seconds")
    if compact := _COMPACT_DATE.fullmatch(text):
        year, month, day, hour, minute, second = compact.groups()
        clock = f" {hour}:{minute}:{second or '00'}" if hour else ""
        return f"{year}-{month}-{day}{clock}"
    return text


def _is_gone(told: Words, mapping: Meanings) -> bool:
    if told.get("deleted", "").lower() in TRUE or told.get("valid", "").lower() in FALSE:
        return True
    status = told.get("status", "")
    return mapping.codes.get("status", {}).get(status, status).lower() in GONE_WORDS


def _text(value: object) -> str:
    """A value as words: entities resolved, lists joined, white space folded; empty where there is none."""
    if type(value) is str and "&" not in value and "<" not in value:
        return " ".join(value.split())
    if value is None:
        return ""
    if type(value) is int:
        return str(value)
    if isinstance(value, list):
        return "、".join(part for part in (_plain(item) for item in value) if part)
    return _plain(value)


def _plain(value: object) -> str:
    if type(value) is str and "&" not in value and "<" not in value:
        return " ".join(value.split())
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        named = value.get("name") or value.get("label") or value.get("text")
        return _plain(named) if named is not None else ""
    if value is None:
        return ""
    text = _INLINE.sub("", html.unescape(str(value)))
    return " ".join((_TAG.sub(" ", text) if "<" in text else text).split())
