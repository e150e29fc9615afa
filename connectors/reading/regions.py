"""Which district a page is about, by its own words: who publishes, the title, the footer, its jobs' addresses."""

import re
from collections import Counter
from collections.abc import Iterable

from schema.divisions import division_name
from schema.reading.places import read_place

NAMES_ONE = re.compile(r"[省市区县街镇乡村]|社区")


def region_of(weighed: Iterable[tuple[str, int]]) -> str | None:
    """The 6-digit code that most texts tell, each with its weight; the city's where its districts differ.

    >>> region_of([("德州市德城区广川街道东风中路", 1)])
    '371402'
    """
    votes: Counter[str] = Counter()
    for text, weight in weighed:
        if text and NAMES_ONE.search(text) and (code := code_of(text)):
            votes[code] += weight
    districts = Counter({code: times for code, times in votes.items() if not code.endswith("00")})
    if districts:
        (code, times), *others = districts.most_common()
        if times * 10 >= sum(districts.values()) * 6 or all(c[:4] != code[:4] for c, _ in others):
            return code
        return f"{code[:4]}00"
    return votes.most_common(1)[0][0] if votes else None


def code_of(text: str) -> str | None:
    """The district or city that a text surely names; a province alone is none."""
    read = read_place(text)
    code = read.division if read is not None else None
    return code if code and not code.endswith("0000") else None


def division_for(address: str | None, region: str | None) -> str | None:
    """The code to read an address within, where the address alone does not say its district."""
    if address:
        own = code_of(address)
        if own and (not own.endswith("00") or (region and own[:4] != region[:4])):
            return None
        if region:
            within = code_of(f"{division_name(f'{region[:4]}00')}{address}")
            if within and not within.endswith("00") and within.startswith(region[:4]):
                return within
    return region
