"""Facts taken apart: a cell of two fields into both, a contact into name and number, bounds into a range."""

import re
from collections.abc import Sequence

from connectors.documents.words import narrow
from connectors.reading.drafts import DraftKind, Facts, joined
from connectors.reading.places import is_place
from connectors.reading.spotting import CLOCK, DATE_RE, first, headcounts, person_in, phones

LOOSE = ("requirements", "benefits", "note", "description", "employment", "schedule", "settlement", "experience")
AGED = re.compile(r"^\d{2}\s*(?:[-—~～至到]\s*\d{2}|以下|以上|以内)?$")
SCHOOLED = re.compile(
    r"^(?:小学|初中|高中|中专|中技|技校|职高|高中/中专|大专|专科|本科|硕士|研究生|博士)(?:及?以上)?(?:学历|文化)?$"
)


def split_value(fields: Sequence[str], value: str) -> dict[str, str]:
    """The value of a column of one field or two: 陈经理 13600001013 is a name and a number."""
    if list(fields) == ["contact"] or set(fields) == {"contact_name", "contact_phone"}:
        return {"contact": value}
    if set(fields) <= {"time", "date", "address", "venue"} and (apart := when_and_where(value)):
        return {"date": apart[0], "venue" if fields[0] != "address" else "address": apart[1]}
    if len(fields) == 1:
        return {fields[0]: value}
    given = set(fields)
    if given & {"contact", "contact_phone"}:
        others = [field for field in fields if field not in ("contact", "contact_phone", "contact_name")]
        text, contact = without_contact(value)
        if not others:
            return {"contact": value}
        rest = split_value(others, text) if text else {}
        return {**rest, **({"contact": contact} if contact else {})}
    if given == {"employer", "address"} or given == {"employer", "station"}:
        head, _, tail = value.partition("\n")
        bracket = re.fullmatch(r"(.{2,30}?)[（(](.{3,40})[）)]", value)
        if tail:
            return {"employer": head, "address": tail}
        return {"employer": bracket[1], "address": bracket[2]} if bracket else _stall(value)
    if given == {"title", "headcount"}:
        count = first(headcounts(narrow(value)))
        return {"title": value} if not count else {"title": value, "headcount": count}
    if given <= {"age", "gender", "education", "experience", "requirements"}:
        return {"requirements": value} | ({"age": value} if "age" in given else {})
    if "title" in given:
        return {"title": value}
    return dict.fromkeys(fields, value)


LOCATED = re.compile(r"(.{2,40}?)\s*[（(]((?:地址[:：])?.{4,40})[）)]", re.DOTALL)
"""平江路社区食堂（平江路100号）: who employs, and where in brackets."""
STALL = re.compile(
    r"[一-龥A-Za-z]{0,12}(?:[区栋座楼层厅街路巷]|[A-Z])[A-Z]?\d{0,4}(?:-\d{1,4})?[A-Z]?"
    r"(?:[栋座楼层]?\d{0,4}[号铺档室]?)(?:负?[一二三四五六七八九十\d]{1,2}[楼层])?"
)
"""东区A12栋, 西区C3栋8号, 中药材交易中心B区26号."""


def _stall(value: str) -> dict[str, str]:
    """Where a shop stands, and what it is called: 东区A12栋 康源药行."""
    words = value.split()
    placed = [is_place(word) or bool(STALL.fullmatch(word)) for word in words]
    if len(words) > 1 and not placed[-1]:
        return {"address": " ".join(words[:-1]), "employer": words[-1]}
    names = [word for word, at in zip(words, placed, strict=True) if not at]
    places = [word for word, at in zip(words, placed, strict=True) if at]
    return {name: " ".join(said) for name, said in (("employer", names), ("address", places)) if said}


def when_and_where(value: str) -> tuple[str, str] | None:
    """A date and the place that stands behind it.

    >>> when_and_where("11月28日（星期六）上午9:00—11:30，城关镇文化广场。免费入场。")
    ('11月28日（星期六）上午9:00—11:30', '城关镇文化广场')
    """
    pieces = [piece.strip() for piece in re.split(r"[，,；;。\n]", value) if piece.strip()]
    dated = [piece for piece in pieces if DATE_RE.search(narrow(piece)) or CLOCK.search(narrow(piece))]
    placed = [piece for piece in pieces if piece not in dated and is_place(piece)]
    return ("，".join(dated), placed[0]) if dated and placed and DATE_RE.search(narrow(dated[0])) else None


def without_contact(value: str) -> tuple[str, str | None]:
    """An address or other words, and the contact that stands in the same cell."""
    text = narrow(value)
    numbers = list(phones(text))
    name = person_in(text)
    if not numbers and not name:
        return value, None
    pieces = [piece.strip() for piece in re.split(r"[；;\n，,]|(?<=[号楼室组层座栋路街])\s+", text) if piece.strip()]
    contact = [p for p in pieces if any(n.text in p for n in numbers) or (name and name in p)]
    rest = [p for p in pieces if p not in contact]
    if not rest and numbers:
        return text[: numbers[0].start].replace(name or "\0", "").strip(" :：，,;；"), text
    return "，".join(rest), " ".join(contact) or text


def split_facts(facts: Facts, kind: DraftKind) -> dict[str, str]:
    """Facts with the contact's parts told apart and the words that need reading gathered under `text`."""
    found = _with_bounds(facts)
    if "contact" not in found and first(phones(narrow(found.get("contact_name", "")))):
        found["contact"] = found.pop("contact_name")
    if contact := found.pop("contact", None):
        text = narrow(contact)
        if first(phones(text)) or re.search(r"\d{5}", text):
            found.setdefault("contact_phone", contact)
        name = person_in(text) or _bare_name(text)
        if name:
            found.setdefault("contact_name", name)
    elif "contact_phone" in found and "contact_name" not in found:
        text = narrow(found["contact_phone"])
        if name := person_in(text) or _bare_name(text):
            found["contact_name"] = name
    if "address" not in found and (at := LOCATED.fullmatch(found.get("employer", ""))) and is_place(at[2]):
        found |= {"employer": at[1].strip(), "address": at[2]}
    if "address" in found and first(phones(narrow(found["address"]))):
        place, contact = without_contact(found["address"])
        found["address"] = place
        if contact and "contact_phone" not in found:
            found = split_facts({**found, "contact": contact}, kind)
    if kind == "job":
        _tell_apart(found)
        loose = joined((found.get(name) for name in LOOSE), "；")
        texts = [value for value in (loose, found.get("text")) if value]
        if texts:
            found["text"] = "\n".join(texts)
        when = found.pop("time", None) or found.pop("date", None)
        if when:
            clock = re.search(r"\d[:：]\d\d\s*[-—~至]|点|小时|班|早|晚", when) and not re.search(r"\d{4}", when)
            found.setdefault("schedule" if clock else "posted_at", when)
    return found


def _with_bounds(facts: Facts) -> dict[str, str]:
    """Least and most in columns of their own, as one who writes them together would: 18-50岁, 4000-6000."""
    found = dict(facts)
    for name, unit in (("age", "岁"), ("pay", "")):
        low, high = found.pop(f"{name}_low", ""), found.pop(f"{name}_high", "")
        if name not in found and (low or high):
            both = f"{low}-{high}" if low and high and low != high else low or high
            bound = "" if low and high else "以上" if low else "以下"
            found[name] = f"{both}{unit}{bound}"
    return found


def _tell_apart(found: dict[str, str]) -> None:
    """Ages without 岁 and schools without 学历, where the column says no more than 要求."""
    for name in ("requirements", "age"):
        if AGED.match(narrow(found.get(name, "")).strip()):
            found["age"] = (
                f"{found[name].strip()}岁"
                if found[name].strip()[-1] not in "下上内"
                else re.sub(r"(\d{2})", r"\1岁", found[name])
            )
    if "education" not in found:
        clauses = re.split(r"[，,；;、\n\s]", found.get("requirements", ""))
        schooled = next((clause for clause in clauses if SCHOOLED.match(clause)), None)
        if schooled:
            found["education"] = schooled


def _bare_name(text: str) -> str | None:
    """罗 of "罗女士 138…": the words that are left when the number is taken away."""
    rest = text
    for span in phones(text):
        rest = rest.replace(span.text, " ")
    rest = re.sub(r"(?:联系(?:人|电话|方式)?|电话|手机|微信|[:：()（）,，;；/、\s])+", " ", rest).strip()
    return (
        rest
        if re.fullmatch(r"[一-龥]{2,4}", rest) and rest not in ("详见", "面议", "同上", "见附件", "微信同号")
        else None
    )
