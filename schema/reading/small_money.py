"""Small money in the words of markets, written out before the grammar of pay reads them: 4块5 · 两块五一斤 · 一个6分 · 万把块."""

import re

from schema.reading.numerals import DIGITS, han_value

_DIGIT = "1-9一二两三四五六七八九"
_WHOLE = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
_PIECE = "个件条只斤双把张套根颗朵粒串打包盒米对片针块"
_KUAI = re.compile(rf"(?<![\d.])({_WHOLE})块([{_DIGIT}])(?:毛|角)?(?:钱)?(?![\d.:十百千万多几个小天斤公人名岁点件])")
_FEN = re.compile(rf"(?<![\d.满]) ?([{_DIGIT}])分(?=[/,，。;；一每]|钱|$)")
_TELLS_A_PIECE = re.compile(rf"[一每/][{_PIECE}]")
_ABOUT = re.compile(r"(?<![\d一二两三四五六七八九十])([万千百])(?:把|来)(?=块|元|钱|$)")
_SCALE = {"百": "100", "千": "1000", "万": "10000"}


def spelled_out(folded: str) -> str:
    """`folded` with 4块5 as 4.5元, 一个6分 as 0.06元 and 万把块 as 约10000块; other words as they stand."""
    if "块" in folded or "把" in folded or "来" in folded:
        folded = _ABOUT.sub(lambda m: f"约{_SCALE[m[1]]}", folded)
        folded = _KUAI.sub(_with_tenths, folded)
    if "分" in folded and _TELLS_A_PIECE.search(folded):
        folded = _FEN.sub(lambda m: f"0.0{_digit(m[1])}元", folded)
    return folded


def _with_tenths(match: re.Match[str]) -> str:
    whole = match[1] if match[1].isdigit() else None
    value = han_value(match[1]) if whole is None else None
    if value is not None and value[0] == value[1]:
        whole = str(value[0])
    return match[0] if whole is None else f"{whole}.{_digit(match[2])}元"


def _digit(character: str) -> int:
    return DIGITS.get(character) or int(character)
