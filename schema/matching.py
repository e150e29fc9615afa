"""Postings that are one job: blocks of candidates, weighed features, vetoes, two thresholds, and reasons for all of it.

Postings are compared only where they share a block (schema.matchkeys), so matching grows with their number and not with
its square. A comparison adds the weights of what agrees and what differs (`FEATURES`); a veto ends it. At ONE the
postings are one job, at POSSIBLE a person may look. Measured by benchmarks/matching.py; docs/matching.md tells it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from schema.matchviews import View, overlap, view_in, view_of
from schema.vocabulary import Employment, PayUnit, Workplace

__all__ = ["Comparison", "Reason", "Verdict", "View", "compare", "view_in", "view_of"]

ONE: Final = 5.5
POSSIBLE: Final = 4.0
NEAR_METRES: Final = 150.0
"""Points closer than this stand for one door; map services differ by that much for one address."""
FAR_METRES: Final = 3_000.0
LONG_AGO_DAYS: Final = 60
"""Postings further apart than this are two rounds of hiring unless all else agrees."""


class Verdict(StrEnum):
    ONE = "ONE"
    POSSIBLE = "POSSIBLE"
    APART = "APART"


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature and what it weighed; `weight` is None for a veto. Quotes nothing of a contact."""

    feature: str
    zh: str
    weight: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...]


Judge = Callable[[View, View], Reason | None]


def compare(one: View, other: View) -> Comparison:
    """Whether two postings are one job. Symmetric."""
    for judge in VETOES:
        veto = judge(one, other)
        if veto is not None:
            return Comparison(Verdict.APART, 0.0, (veto,))
    reasons = tuple(reason for judge in FEATURES if (reason := judge(one, other)) is not None)
    score = sum(reason.weight or 0.0 for reason in reasons)
    verdict = Verdict.ONE if score >= ONE else Verdict.POSSIBLE if score >= POSSIBLE else Verdict.APART
    return Comparison(verdict, round(score, 2), reasons)


def veto(feature: str, zh: str) -> Reason:
    return Reason(feature, zh, None)


# --- vetoes: what no agreement elsewhere outweighs ----------------------------------------------------


def same_source(one: View, other: View) -> Reason | None:
    """A source tells its own postings apart: two ids are two jobs unless every word agrees."""
    if one.source_id == other.source_id and not one.says_the_same(other):
        return veto("source", "同一来源的两条不同记录")
    return None


def other_place(one: View, other: View) -> Reason | None:
    a, b = one.division, other.division
    if a and b and not a.startswith(b) and not b.startswith(a):
        return veto("place", "地点不在同一处")
    metres = one.metres_to(other)
    if metres is not None and metres > FAR_METRES and one.is_exact and other.is_exact:
        return veto("place", "地点相距很远")
    return None


def other_door(one: View, other: View) -> Reason | None:
    """Two branches of one shop: both addresses name a door, and the doors differ."""
    if one.doors and other.doors and one.doors.isdisjoint(other.doors):
        return veto("place", "门牌不同")
    if one.branch and other.branch and one.branch != other.branch:
        return veto("place", "分店不同")
    return None


def other_occupation(one: View, other: View) -> Reason | None:
    if one.title == other.title or overlap(one.title, other.title) >= 0.75:
        return None
    if one.occupation and other.occupation and not one.trades & other.trades:
        return veto("occupation", "工种不同")
    if overlap(one.title, other.title) < 0.5 and not (one.trades & other.trades):
        return veto("occupation", "岗位名称不同")
    return None


def other_rank(one: View, other: View) -> Reason | None:
    """白班 and 夜班, 学徒 and 组长, 男 and 女 lines of one notice are jobs of their own."""
    for kind in one.marks.keys() & other.marks.keys():
        if one.marks[kind].isdisjoint(other.marks[kind]):
            return veto("title", "岗位名称里的限定不同")
    if one.ranked != other.ranked:
        return veto("title", "级别不同")
    return None


def other_pay(one: View, other: View) -> Reason | None:
    """Figures in one unit that do not meet, or that a piece and a month cannot share."""
    if one.pay is None or other.pay is None:
        return None
    (low, high, unit), (other_low, other_high, other_unit) = one.pay, other.pay
    if unit != other_unit:
        piece = PayUnit.PIECE in (unit, other_unit) and not (one.is_piecework and other.is_piecework)
        return veto("pay", "计薪方式不同") if piece else None
    if high < other_low * 0.95 or other_high < low * 0.95:
        return veto("pay", "报酬不同")
    return None


def other_terms(one: View, other: View) -> Reason | None:
    if {one.workplace, other.workplace} == {Workplace.ON_SITE, Workplace.AT_HOME}:
        return veto("workplace", "一个在家做，一个到岗")
    if one.gender and other.gender and one.gender != other.gender:
        return veto("requirements", "性别限制不同")
    if {one.employment, other.employment} in NEVER_ONE:
        return veto("employment", "用工形式不同")
    return None


NEVER_ONE: Final = (
    {Employment.FULL_TIME, Employment.PART_TIME},
    {Employment.INTERNSHIP, Employment.FULL_TIME},
    {Employment.PUBLIC_WELFARE, Employment.PART_TIME},
)


OTHER_CODE: Final = veto("employer", "统一社会信用代码不同")


def other_employer(one: View, other: View) -> Reason | None:
    if one.credit_code and other.credit_code and one.credit_code != other.credit_code:
        return OTHER_CODE
    return None


VETOED_AT_A_GLANCE: Final = Comparison(Verdict.APART, 0.0, (OTHER_CODE,))


def are_at_a_glance_two(code: str | None, other: str | None) -> bool:
    """Whether `compare` would tell two postings apart by these credit codes of their employers alone."""
    return bool(code) and bool(other) and code != other


VETOES: Final[tuple[Judge, ...]] = (
    same_source,
    other_employer,
    other_place,
    other_door,
    other_rank,
    other_occupation,
    other_pay,
    other_terms,
)


# --- features: what agrees, and what differs ----------------------------------------------------------


def title(one: View, other: View) -> Reason | None:
    if one.title == other.title:
        return Reason("title", "岗位名称相同", 2.0)
    share = overlap(one.title, other.title)
    if share >= 0.75:
        return Reason("title", "岗位名称相近", 1.75)
    if one.trades & other.trades:
        return Reason("title", "同一工种，名称不同", 0.5)
    return Reason("title", "岗位名称部分相同", 0.0 if share >= 0.4 else -2.0)


def employer(one: View, other: View) -> Reason | None:
    if one.credit_code and one.credit_code == other.credit_code:
        return Reason("employer", "统一社会信用代码相同", 3.0)
    if not one.employer or not other.employer:
        return None
    if one.employer == other.employer:
        return Reason("employer", "用人单位相同", 3.0)
    if one.calls_alike(other):
        return Reason("employer", "用人单位名称相近", 2.0)
    same_number = bool(one.phone) and one.phone == other.phone
    return Reason("employer", "用人单位不同", -2.5 if same_number else -4.0)


def phone(one: View, other: View) -> Reason | None:
    if not one.phone or not other.phone:
        return None
    return Reason("phone", "联系电话相同", 2.5) if one.phone == other.phone else Reason("phone", "联系电话不同", -2.0)


def pay(one: View, other: View) -> Reason | None:
    if one.pay is None or other.pay is None:
        return Reason("pay", "都写面议", 0.3) if one.negotiable and other.negotiable else None
    if one.pay == other.pay:
        return Reason("pay", "报酬相同", 1.5)
    if one.pay[2] != other.pay[2]:
        return Reason("pay", "计薪单位不同", -3.0)
    if one.pay[0] == other.pay[0] or one.pay[1] == other.pay[1]:
        return Reason("pay", "报酬一端相同", 0.5)
    return Reason("pay", "报酬不同但有重叠", -1.5)


def place(one: View, other: View) -> Reason | None:
    if one.doors & other.doors and one.address and other.address:
        return Reason("place", "门牌相同", 2.0)
    metres = one.metres_to(other)
    if metres is not None and metres <= NEAR_METRES:
        return Reason("place", "位置相同", 1.5)
    if one.address and one.address == other.address:
        return Reason("place", "地址相同", 1.0)
    a, b = one.division, other.division
    if a and b and min(len(a), len(b)) >= 9 and a[:9] == b[:9]:
        return Reason("place", "同一街道", 0.75)
    if a and b and min(len(a), len(b)) >= 6:
        return Reason("place", "同一区县", 0.25)
    return None


def headcount(one: View, other: View) -> Reason | None:
    if one.headcount is None or other.headcount is None:
        return None
    if one.headcount == other.headcount:
        return Reason("headcount", "人数相同", 0.5 if one.headcount <= 2 else 1.0)
    return Reason("headcount", "人数不同", -0.75)


def schedule(one: View, other: View) -> Reason | None:
    if one.hours is None or other.hours is None:
        return None
    return (
        Reason("schedule", "上班时间相同", 0.75)
        if one.hours == other.hours
        else Reason("schedule", "上班时间不同", -2.5)
    )


def ages(one: View, other: View) -> Reason | None:
    if one.ages == (None, None) or other.ages == (None, None):
        return None
    return (
        Reason("requirements", "年龄要求相同", 0.5)
        if one.ages == other.ages
        else Reason("requirements", "年龄要求不同", -0.75)
    )


def agency(one: View, other: View) -> Reason | None:
    if not one.agency or not other.agency or one.employer or other.employer:
        return None
    return Reason("agency", "发布机构相同", 1.0) if one.agency == other.agency else None


def dates(one: View, other: View) -> Reason | None:
    if one.posted_day is None or other.posted_day is None:
        return None
    apart = abs(one.posted_day - other.posted_day)
    return Reason("dates", "发布时间相隔很久", -1.5) if apart > LONG_AGO_DAYS else None


def identical(one: View, other: View) -> Reason | None:
    """Within one source, where `same_source` has let them pass."""
    return Reason("words", "内容完全相同", 6.0) if one.source_id == other.source_id else None


FEATURES: Final[tuple[Judge, ...]] = (
    title, employer, phone, pay, place, headcount, schedule, ages, agency, dates, identical,
)  # fmt: skip


def reasons_json(comparison: Comparison) -> Iterator[dict[str, object]]:
    """The reasons as plain JSON values, as they are stored and served."""
    for reason in comparison.reasons:
        yield {"feature": reason.feature, "text": reason.zh, "weight": reason.weight}
