"""统一社会信用代码: 18 characters whose last is a check digit (GB 32100-2015).

Some real codes fail their check digit, so a failing one is a caution and never a reason to refuse a posting.
"""

import re
import unicodedata
from functools import lru_cache

from stdnum.cn import uscc

_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_PLAIN = re.compile(r"[0-9A-Z]+")
_SEPARATORS = re.compile(r"[\s\-－—·.]")
_VERIFIABLE = re.compile(r"[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}")
"""What a check digit can be told of: it is told of no other form."""
_LENGTH = 18
_WITHIN = re.compile(
    r"[(\[,;\s]*(?:(?:统一)?社会信用代码|信用代码)?[:\s]*(?<![0-9a-z])([0-9a-z]{18})(?![0-9a-z])[)\]\s]*", re.IGNORECASE
)


def plain_credit_code(text: str | None) -> str | None:
    """The code in half-width capitals without spaces or dashes: '９１４４ 0103…' → '91440103…'; None for no text."""
    if text is None:
        return None
    if _PLAIN.fullmatch(text):
        return text
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper() or None


@lru_cache(maxsize=16384)
def is_verified(code: str) -> bool:
    """Whether the form and the check digit of a plain code hold."""
    return _VERIFIABLE.fullmatch(code) is not None and uscc.calc_check_digit(code) == code[-1]


def without_credit_code(name: str) -> tuple[str, str | None]:
    """A name and the credit code written behind it: '聚翔茶业(统一社会信用代码：9144…)' → ('聚翔茶业', '9144…')."""
    if len(name) < _LENGTH:
        return name, None
    plain = unicodedata.normalize("NFKC", name)
    found = _WITHIN.search(plain)
    if found is None or not _CODE.fullmatch(code := found[1].upper()):
        return name, None
    return plain[: found.start()] + plain[found.end() :], code
