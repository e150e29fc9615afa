"""Telephone numbers in free text, masked: 13812345678 is shown as 138****5678."""

import re
from typing import Final

_SEPARATED: Final = r"[\s\-—–.·]?"
_NUMBERS: Final = re.compile(
    r"(?<![\d.])(?:"
    rf"(?P<mobile>(?:\+?86{_SEPARATED})?1[3-9]\d(?:{_SEPARATED}\d{{4}}){{2}})"
    rf"|(?P<service>[48]00(?:{_SEPARATED}\d{{3,4}}){{2}})"
    rf"|(?P<fixed>[（(]?0\d{{2,3}}[）)]?{_SEPARATED}[2-9]\d{{6,7}})"
    r"|(?P<local>(?<=[话机询系：: ])[2-9]\d{6,7})"
    r")(?!\d)"
)


def masked(text: str) -> str:
    """The text with the middle of every telephone number hidden."""
    return _NUMBERS.sub(lambda found: _hidden(found[0]), text)


def _hidden(number: str) -> str:
    """All but the first three and the last four digits; a short local number keeps its last two only."""
    digits = [at for at, character in enumerate(number) if character.isdigit()]
    shown = {*digits[:3], *digits[-4:]} if len(digits) > 8 else {digits[0], *digits[-2:]}
    return "".join("*" if at in digits and at not in shown else character for at, character in enumerate(number))
