"""What a publisher should check before showing a job, each with the words that raised it.

One caution a kind. The wordings stand in `schema/data/cautions.yaml`; docs/cautions.md tells what each kind means.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from schema.reading.credit_codes import is_verified, plain_credit_code
from schema.reading.rules import Rules, rules
from schema.reading.text import fold
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
_SIGNS_OF_ORIGIN = re.compile("户|本地|当地|勿扰|不招|不要|除外|谢绝|免谈|本市人|附近|拒")
_SIGNS_OF_A_FEE = re.compile("费|[押证险定意]金|垫|先[交付缴转]|自理")
_SIGNS_OF_A_LURE = re.compile("赚|手机|电脑|刷单|点赞|[日天月]入|轻松|动手指|[日天]进|挣")
_NUMERALS = {"二": 20, "三": 30, "四": 40, "五": 50}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


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
    pairs = [(text, fold(text)) for text in words if text]
    found: list[tuple[CautionKind, str | None]] = [
        (CautionKind.GENDER_LIMIT, _gender(pairs, requirements)),
        (CautionKind.AGE_LIMIT, _age(pairs, requirements)),
        (CautionKind.ORIGIN_LIMIT, _origin(pairs)),
        (CautionKind.FEE_ASKED, _fee(pairs)),
        (CautionKind.PAY_IMPLAUSIBLE, _implausible(pairs, pay)),
        (CautionKind.BELOW_MINIMUM_WAGE, _below(pay, division, employment, on)),
        (CautionKind.CREDIT_CODE_UNVERIFIED, _unverified(credit_code)),
    ]
    return tuple(Caution(kind, quoted) for kind, quoted in found if quoted)


_Texts = Sequence[tuple[str, str]]
"""(as written, folded)."""


def _gender(texts: _Texts, of: Requirements) -> str | None:
    seen: dict[str, str] = {}
    for written, folded in texts:
        for sex, words in _sexes_in(written, folded):
            seen.setdefault(sex, words)
    if of.gender is not None:
        return seen.get("女" if of.gender is Gender.FEMALE else "男") or of.text or of.gender.label
    return next(iter(seen.values())) if len(seen) == 1 else None


@lru_cache(maxsize=16384)
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


def _age(texts: _Texts, of: Requirements) -> str | None:
    if of.age_max is not None and of.age_max >= RETIREMENT_AGE:
        return None
    for written, folded in texts:
        if quoted := _age_in(written, folded, of.age_max):
            return quoted
    if of.age_max is None:
        return None
    for written, folded in texts:
        bare = re.search(rf"(?<!\d)\d\d-{of.age_max}(?!\d)", folded)
        if bare:
            return _quoted(written, folded, bare[0])
    return of.text or f"{of.age_max}岁以下"


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
    return _NUMERALS.get(text[0], 0) + (_DIGITS.get(text[2], 0) if len(text) > 2 else 0)


def _origin(texts: _Texts) -> str | None:
    return _first(texts, CautionKind.ORIGIN_LIMIT, _SIGNS_OF_ORIGIN)


def _fee(texts: _Texts) -> str | None:
    return _first(texts, CautionKind.FEE_ASKED, _SIGNS_OF_A_FEE)


def _implausible(texts: _Texts, pay: Pay | None) -> str | None:
    if pay is not None and pay.unit in PLAUSIBLE and pay.currency == "CNY":
        least, most = PLAUSIBLE[pay.unit]
        amounts = [amount / pay.unit_count for amount in (pay.min, pay.max) if amount is not None]
        if any(amount > most for amount in amounts) or (amounts and max(amounts) < least):
            return pay.text
    return _first(texts, CautionKind.PAY_IMPLAUSIBLE, _SIGNS_OF_A_LURE)


def _below(pay: Pay | None, division: str | None, employment: Employment | None, on: date | None) -> str | None:
    if pay is None or not division or pay.text == "":
        return None
    if employment in _PART_OF_A_MONTH and pay.unit in (PayUnit.MONTH, PayUnit.YEAR, PayUnit.DAY):
        return None  # hours are not known, so neither is what an hour pays
    return pay.text if is_below_minimum(pay, division, on) else None


def _unverified(credit_code: str | None) -> str | None:
    plain = plain_credit_code(credit_code)
    return None if plain is None or is_verified(plain) else plain


def _first(texts: _Texts, kind: CautionKind, signs: re.Pattern[str]) -> str | None:
    return next((quoted for written, folded in texts if (quoted := _first_in(written, folded, kind, signs))), None)


@lru_cache(maxsize=32768)
def _first_in(written: str, folded: str, kind: CautionKind, signs: re.Pattern[str]) -> str | None:
    """The first words of a text that raise a caution of `kind`; remembered, as boards repeat their phrases."""
    table = _table(kind)
    for clause in _COMMA_CLAUSE.findall(folded) if signs.search(folded) else ():
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
