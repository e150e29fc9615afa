"""What a posting leaves out of the elements that the five-ministry notice of January 2026 asks for.

The notice is 《关于规范网络平台招聘类信息发布的通知》, of 人力资源社会保障部 and four more, 2026-01-13. It asks a
posting to tell the employer, headcount, requirements, duties, place and basic pay, and to state how long it holds or be
kept up to date. Where a posting is passed on, its origin belongs to it: that is SOURCE, which this graph adds.
"""

from datetime import datetime
from functools import lru_cache
from typing import Protocol

from schema.values import EmployerName, Pay, Place, Requirements
from schema.vocabulary import DisclosureElement, PlacePrecision

_LEAST_DUTIES = 8
"""Characters of description under which it tells no duties: 急招, 详情面谈."""


class Told(Protocol):
    """What is looked at: a Posting, or one in the making."""

    @property
    def employer(self) -> EmployerName | None: ...
    @property
    def headcount(self) -> int | None: ...
    @property
    def headcount_text(self) -> str | None: ...
    @property
    def requirements(self) -> Requirements: ...
    @property
    def description(self) -> str | None: ...
    @property
    def place(self) -> Place | None: ...
    @property
    def pay(self) -> Pay: ...
    @property
    def expires_at(self) -> datetime | None: ...


def undisclosed_of(
    posting: Told, *, has_source: bool = True, has_duties: bool | None = None
) -> tuple[DisclosureElement, ...]:
    """The elements that `posting` does not tell, in the notice's order.

    `has_duties`: what the caller knows of them; None: a description of some length is taken to tell them.
    """
    return _untold(
        _tells_employer(posting),
        posting.headcount is not None or bool(posting.headcount_text),
        _tells_requirements(posting.requirements),
        _tells_duties(posting) if has_duties is None else has_duties,
        _tells_place(posting.place),
        _tells_pay(posting.pay),
        posting.expires_at is not None,
        has_source,
    )


@lru_cache(maxsize=256)
def _untold(*told: bool) -> tuple[DisclosureElement, ...]:
    """The elements that are not told; `told` goes through them in their order."""
    return tuple([element for element, is_told in zip(DisclosureElement, told, strict=True) if not is_told])


def _tells_employer(posting: Told) -> bool:
    return posting.employer is not None and bool(posting.employer.matching_key or posting.employer.name.strip())


def _tells_requirements(of: Requirements) -> bool:
    """Also where nothing is asked and the posting says so (学历不限)."""
    if of.text and of.text.strip():
        return True
    limits = (of.education, of.experience_years, of.age_min, of.age_max, of.gender)
    return bool(of.skills) or any(limit is not None for limit in limits)


def _tells_duties(posting: Told) -> bool:
    return posting.description is not None and len("".join(posting.description.split())) >= _LEAST_DUTIES


def _tells_place(place: Place | None) -> bool:
    return place is not None and (
        place.point is not None or place.division is not None or place.precision is not PlacePrecision.UNKNOWN
    )


def _tells_pay(pay: Pay) -> bool:
    """面议 alone tells no pay: the notice asks for the basic pay."""
    return pay.min is not None or pay.max is not None
