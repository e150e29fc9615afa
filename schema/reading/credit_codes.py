"""统一社会信用代码: 18 characters whose last is a check digit (GB 32100-2015).

Some real codes fail their check digit, so a failing one is a caution and never a reason to refuse a posting.
"""

import re
import unicodedata

from stdnum.cn import uscc

_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")


def plain_credit_code(text: str | None) -> str | None:
    """The code in half-width capitals without spaces or dashes: '９１４４ 0103…' → '91440103…'; None for no text."""
    if text is None:
        return None
    plain = re.sub(r"[\s\-－—·.]", "", unicodedata.normalize("NFKC", text)).upper()
    return plain or None


def is_verified(code: str) -> bool:
    """Whether the form and the check digit of a plain code hold."""
    return bool(_CODE.fullmatch(code)) and bool(uscc.is_valid(code))


def find_credit_code(text: str) -> str | None:
    """The first thing in running text that has the form of a credit code, check digit or not."""
    plain = unicodedata.normalize("NFKC", text).upper()
    for found in re.finditer(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])", plain):
        if _CODE.fullmatch(found[0]):
            return found[0]
    return None
