"""What a publisher should check before showing a job, each with the words that raised it.

One caution a kind. The wordings stand in `schema/data/cautions.yaml`; docs/cautions.md tells what each kind means.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from schema.reading.credit_codes import is_verified, plain_credit_code
from schema.reading.numerals import han_value
from schema.reading.rules import Rules, rules
from schema.reading.text import any_of, fold
from schema.reading.wages import is_below_minimum
from schema.values import Caution, Pay, Requirements
from schema.vocabulary import CautionKind, Employment, Gender, PayUnit

RETIREMENT_AGE = 60
"""An upper age at or above it follows from the pension age rather than from a preference."""
PLAUSIBLE: dict[PayUnit, tuple[Decimal, Decimal]] = {
    # Least and most that a posting of local work can mean, in yuan; beyond it is a slip or a lure.
    PayUnit.HOUR: (Decimal(3), Decimal(500)),
    PayUnit.DAY: (Decimal(20), Decimal(3000)),
    PayUnit.WEEK: (Decimal(100), Decimal(20_000)),
    PayUnit.MONTH: (Decimal(300), Decimal(100_000)),
    PayUnit.YEAR: (Decimal(5000), Decimal(2_000_000)),
    PayUnit.ORDER: (Decimal("0.1"), Decimal(500)),
}
_PART_OF_A_MONTH = {Employment.PART_TIME, Employment.GIG, Employment.INTERNSHIP}
_COMMA_CLAUSE = re.compile(r"[^,，。;；!！\n]+")
# What a text must hold before its clauses are looked at: most hold none of it.
_SIGNS_OF_A_GENDER = re.compile("[男女妹姐哥伙靓帅]|宝妈")
_SIGNS_OF_AN_AGE = re.compile("岁|龄")
_SIGNS = any_of("男女妹姐哥伙靓帅宝岁龄户本当勿不除谢免附拒费金垫先自赚机脑刷赞入轻指进挣")
"""Each of the signs above has one of these: a text without any of them raises nothing."""
_KINDS = tuple(CautionKind)


def cautions_of(
    *,
    words: Sequence[str],
    pay: Pay | None,
    requirements: Requirements,
    division: str | None,
    credit_code: str | None,
    employment: Employment | None,
    on: date | None = None,
) -> tuple[Caution, ...]:
    """Cautions of one posting.

    `words`: the posting's own texts (title, description, requirements …), as the source has them. `division` is a code
    of any length, `on` the day whose minimum wages hold (None: the newest known).
    """
    told = [told_by(text) for text in words if text]
    return cautions_in(
        told,
        pay=pay,
        requirements=requirements,
        division=division,
        credit_code=credit_code,
        employment=employment,
        on=on,
    )


def cautions_in(
    told: Sequence["Told"],
    *,
    pay: Pay | None,
    requirements: Requirements,
    division: str | None,
    credit_code: str | None,
    employment: Employment | None,
    on: date | None = None,
) -> tuple[Caution, ...]:
    """The same from texts that were looked through already."""
    found: dict[CautionKind, str | None] = {}
    for each in told:
        for kind, words in each.others:
            found.setdefault(kind, words)
    found[CautionKind.GENDER_LIMIT] = _gender(told, requirements)
    found[CautionKind.AGE_LIMIT] = _age(told, requirements)
    if implausible := _implausible(pay):
        found[CautionKind.PAY_IMPLAUSIBLE] = implausible
    found[CautionKind.BELOW_MINIMUM_WAGE] = _below(pay, division, employment, on)
    if credit_code:
        found[CautionKind.CREDIT_CODE_UNVERIFIED] = _unverified(credit_code)
    return tuple([Caution(kind, quoted) for kind in _KINDS if (quoted := found.get(kind))])


class Told(NamedTuple):
    """What one text says, with its own words for it; most say nothing."""

    written: str
    folded: str
    sexes: tuple[tuple[str, str], ...] = ()
    age: str | None = None
    """An upper age, where none is known of the posting."""
    others: tuple[tuple[CautionKind, str], ...] = ()


_LOOKED_FOR = (
    (CautionKind.ORIGIN_LIMIT, re.compile("户|本地|当地|勿扰|不招|不要|除外|谢绝|免谈|本市人|附近|拒")),
    (CautionKind.FEE_ASKED, re.compile("费|[押证险定意]金|垫|先[交付缴转]|自理")),
    (CautionKind.PAY_IMPLAUSIBLE, re.compile("赚|手机|电脑|刷单|点赞|[日天月]入|轻松|动手指|[日天]进|挣")),
)
"""What a text must hold before its clauses are looked at: most hold none of it."""


def told_by(written: str) -> Told:
    """Everything that a text is looked through for, at once."""
    folded = fold(written)
    if not _SIGNS.search(folded):
        return Told(written, folded)
    others = [
        (kind, words) for kind, signs in _LOOKED_FOR if (words := _first_in(written, folded, kind, signs)) is not None
    ]
    return Told(written, folded, _sexes_in(written, folded), _age_in(written, folded, None), tuple(others))


def _gender(texts: Sequence[Told], of: Requirements) -> str | None:
    seen: dict[str, str] = {}
    for text in texts:
        for sex, words in text.sexes:
            seen.setdefault(sex, words)
    if of.gender is not None:
        return seen.get("女" if of.gender is Gender.FEMALE else "男") or of.text or of.gender.label
    return next(iter(seen.values())) if len(seen) == 1 else None


def _sexes_in(written: str, folded: str) -> tuple[tuple[str, str], ...]:
    """Every sex that a text is limited to, with the words that say so."""
    if not _SIGNS_OF_A_GENDER.search(folded):
        return ()
    table = _table(CautionKind.GENDER_LIMIT)
    plain = table.exception.sub("", folded) if table.exception else folded
    return tuple(
        ("男" if re.search("男|哥|伙|靓仔", found[0]) else "女", _quoted(written, folded, _trimmed(found[0])))
        for row in (table.rows if _SIGNS_OF_A_GENDER.search(plain) and table.sieve.search(plain) else ())
        for found in row.pattern.finditer(plain)
    )


def _age(texts: Sequence[Told], of: Requirements) -> str | None:
    known = of.age_max
    if known is None:
        return next((text.age for text in texts if text.age), None)
    if known >= RETIREMENT_AGE:
        return None
    figure = str(known)
    texts = [text for text in texts if figure in text.folded or "十" in text.folded]
    for text in texts:
        if quoted := _age_in(text.written, text.folded, known):
            return quoted
    for text in texts:
        if figure in text.folded and (bare := re.search(rf"(?<!\d)\d\d-{figure}(?!\d)", text.folded)):
            return _quoted(text.written, text.folded, bare[0])
    return of.text or f"{known}岁以下"


@lru_cache(maxsize=16384)
def _age_in(written: str, folded: str, known: int | None) -> str | None:
    """The words of a text that limit the age above: to `known`, where that is."""
    table = _table(CautionKind.AGE_LIMIT)
    for clause in _COMMA_CLAUSE.findall(folded) if known or _SIGNS_OF_AN_AGE.search(folded) else ():
        if known is None and not _SIGNS_OF_AN_AGE.search(clause):
            continue
        if not table.sieve.search(clause) or (known is None and _is_excepted(clause, table)):
            continue
        quoted = _upper_age(clause, known, table)
        if quoted:
            return _quoted(written, folded, quoted)
    return None


def _upper_age(clause: str, known: int | None, table: Rules) -> str | None:
    for row in table.rows:
        found = row.pattern.search(clause)
        if found and 18 <= _number(found["age"]) < RETIREMENT_AGE and known in (None, _number(found["age"])):
            start = re.search(r"[0-9一二三四五六七八九十]*(?:周岁|岁)?$", clause[: found.start()])
            return clause[start.start() if start else found.start() : found.end()]
    return None


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    value = han_value(text)
    return int(value[0]) if value else 0


def _implausible(pay: Pay | None) -> str | None:
    if pay is None or pay.unit not in PLAUSIBLE or pay.currency != "CNY":
        return None
    least, most = PLAUSIBLE[pay.unit]
    highest = pay.max if pay.max is not None else pay.min
    if highest is None or least <= (highest if pay.unit_count == 1 else highest / pay.unit_count) <= most:
        return None
    return pay.text


def _below(pay: Pay | None, division: str | None, employment: Employment | None, on: date | None) -> str | None:
    if pay is None or not division or pay.text == "":
        return None
    if employment in _PART_OF_A_MONTH and pay.unit in (PayUnit.MONTH, PayUnit.YEAR, PayUnit.DAY):
        return None  # hours are not known, so neither is what an hour pays
    return pay.text if is_below_minimum(pay, division, on) else None


def _unverified(credit_code: str | None) -> str | None:
    plain = plain_credit_code(credit_code)
    return None if plain is None or is_verified(plain) else plain


def _first_in(written: str, folded: str, kind: CautionKind, signs: re.Pattern[str]) -> str | None:
    """The first words of a text that raise a caution of `kind`."""
    if not signs.search(folded):
        return None
    table = _table(kind)
    for clause in _COMMA_CLAUSE.findall(folded):
        if not signs.search(clause) or not table.sieve.search(clause) or _is_excepted(clause, table):
            continue
        found = next(filter(None, (row.pattern.search(clause) for row in table.rows)), None)
        if found:
            return _quoted(written, folded, _trimmed(found[0]))
    return None


def _table(kind: CautionKind) -> Rules:
    return rules("cautions")[kind]


def _is_excepted(clause: str, table: Rules) -> bool:
    return table.exception is not None and table.exception.search(clause) is not None


def _trimmed(words: str) -> str:
    return words.strip(" ,，、;；。/|(（:：)）【】")


def _quoted(written: str, folded: str, words: str) -> str:
    """The source's own spelling of words found in the folded text, where folding kept every character's place."""
    at = folded.find(words)
    return written[at : at + len(words)] if len(written) == len(folded) and at >= 0 else words
