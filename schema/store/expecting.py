"""What a source's config expects of a good run (`expect`), held against what a run read. Pure."""

from collections.abc import Mapping

from schema.problems import Problem
from schema.store.shape import FIELDS, Shape


def unmet(expected: object, shape: Shape, taken: int) -> Problem | None:
    """The first expectation that a reading falls short of: the least records, then the least share of each field."""
    if not isinstance(expected, Mapping):
        return None
    least = expected.get("records")
    if isinstance(least, int) and taken < least:
        return _too_few(taken, least)
    shares = expected.get("fill")
    if not isinstance(shares, Mapping) or not shape.postings:
        return None
    for name, share in shares.items():
        filled = shape.filled.get(str(name), 0) / shape.postings
        if name in FIELDS and filled < float(share):
            return _too_bare(str(name), filled, float(share))
    return None


def fill_of(shape: Shape) -> dict[str, float]:
    """Each field's share of postings that have it, 0 to 1; nothing where there is no posting."""
    if not shape.postings:
        return {}
    return {name: round(shape.filled.get(name, 0) / shape.postings, 3) for name in FIELDS}


def _too_few(taken: int, least: int) -> Problem:
    return Problem(
        "EXPECTED_MORE",
        f"只有 {taken} 条，预期至少 {least} 条（expect.records）；来源可能改版，暂不下架任何岗位。",
        f"Only {taken} records where expect.records asks for {least}: the source may have changed; "
        "nothing is withdrawn.",
        ("config", "expect", "records"),
    )


def _too_bare(name: str, filled: float, share: float) -> Problem:
    return Problem(
        "EXPECTED_FULLER",
        f"只有 {filled:.0%} 的岗位有 {name}，expect.fill.{name} 要求至少 {share:.0%}；来源可能改版，暂不下架任何岗位。",
        f"Only {filled:.0%} of the jobs have {name} where expect.fill.{name} asks for {share:.0%}: "
        "the source may have changed; nothing is withdrawn.",
        ("config", "expect", "fill", name),
    )
