"""Small money in the words of markets, written out before the grammar of pay reads them: 4块5 · 两块五一斤 · 一个6分 · 万把块 ·
近万元 · 3毛一块 (a brick) · 18块一时."""

import re

from schema.reading.numerals import DIGITS, SCALES, han_value

_DIGIT = "1-9一二两三四五六七八九"
_WHOLE = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
_PIECE = "个件条只斤双把张套根颗朵粒串打包盒米对片针块"
_KUAI = re.compile(rf"(?<![\d.])({_WHOLE})块([{_DIGIT}])(?:毛|角)?(?:钱)?(?![\d.:十百千万多几个小天斤公人名岁点件])")
_JIAO = re.compile(rf"(?<![\d.])(\d{{1,3}})元([{_DIGIT}])[角毛](?!\d)")
_FEN = re.compile(rf"(?<![\d.满]) ?([{_DIGIT}])分(?=[/,，。;；一每]|钱|$)")
_TELLS_A_PIECE = re.compile(rf"[一每/][{_PIECE}]")
_ABOUT = re.compile(r"(?<![\d一二两三四五六七八九十])([万千百])(?:把|来)(?=块|元|钱|$)")
_BRICK = re.compile(
    r"(?P<every>[一每/])块(?:瓷?砖|瓦)|(?<=[毛角分元])(?P<after>[一每/])块(?![钱\d])|(?P<before>每)块(?=[\d一二两三四五六七八九])"
)
"""块 that is a brick or a board and no yuan: 3毛一块, 每块两毛五."""
_AN_HOUR = re.compile(r"(?<=[\d元块钱])一时(?![候间刻])")
_ROUND = re.compile(
    r"(?P<near>将?近|接近|约|不到|不足)(?P<a>[百千万])(?=[元块])|(?:[上过超逾破]|超过|突破)(?P<b>[百千])(?=[元块])"
)


def spelled_out(folded: str) -> str:
    """`folded` with 4块5 as 4.5元, 一个6分 as 0.06元 and 万把块 as 约10000块; other words as they stand."""
    if "一时" in folded:
        folded = _AN_HOUR.sub("一小时", folded)
    if "块" in folded:
        folded = _BRICK.sub(lambda m: f"{m['every'] or m['after'] or m['before']}砖块", folded)
    if "元" in folded or "块" in folded:
        folded = _JIAO.sub(_with_tenths, _ROUND.sub(_in_figures, folded))
    if "块" in folded or "把" in folded or "来" in folded:
        folded = _ABOUT.sub(lambda m: f"约{SCALES[m[1]]}", folded)
        folded = _KUAI.sub(_with_tenths, folded)
    if "分" in folded and _TELLS_A_PIECE.search(folded):
        folded = _FEN.sub(lambda m: f"0.0{_digit(m[1])}元", folded)
    return folded


def _in_figures(match: re.Match[str]) -> str:
    """近万元 is 近10000元, 上千元 超过1000元."""
    return f"{match['near']}{SCALES[match['a']]}" if match["a"] else f"超过{SCALES[match['b']]}"


def _with_tenths(match: re.Match[str]) -> str:
    whole = match[1] if match[1].isdigit() else None
    value = han_value(match[1]) if whole is None else None
    if value is not None and value[0] == value[1]:
        whole = str(value[0])
    return match[0] if whole is None else f"{whole}.{_digit(match[2])}元"


def _digit(character: str) -> int:
    return DIGITS.get(character) or int(character)
