"""Readings of places, occupations, employers, cautions and disclosure."""

from typing import Any

from schema.values import Caution, EmployerName, Posting
from schema.vocabulary import DisclosureElement


def read_place(text: str, *, within: str | None = None) -> Any:  # Any: PlaceReading has not landed yet
    try:
        from schema.reading import places  # type: ignore[attr-defined,unused-ignore]  # lands with the places
    except ImportError:
        return None
    return places.read_place(text, within=within)


def occupation_of(title: str, description: str | None = None) -> str | None:
    try:
        from schema import occupations  # type: ignore[attr-defined,unused-ignore]  # lands with the places
    except ImportError:
        return None
    code: str | None = occupations.occupation_of(title, description)
    return code


def read_employer(name: str, credit_code: str | None = None) -> EmployerName:
    try:
        from schema.reading import employers  # type: ignore[attr-defined,unused-ignore]  # lands with the places
    except ImportError:
        return EmployerName(name, credit_code=credit_code, matching_key="".join(name.split()).lower())
    read: EmployerName = employers.read_employer(name, credit_code)
    return read


def cautions_of(**facts: Any) -> tuple[Caution, ...]:  # Any: passed on as they are
    try:
        from schema.reading import cautions  # type: ignore[attr-defined,unused-ignore]  # lands with the places
    except ImportError:
        return ()
    found: tuple[Caution, ...] = cautions.cautions_of(**facts)
    return found


def undisclosed_of(posting: Posting, *, has_duties: bool | None = None) -> tuple[DisclosureElement, ...]:
    try:
        from schema.reading import disclosure  # type: ignore[attr-defined,unused-ignore]  # lands with the places
    except ImportError:
        return ()
    found: tuple[DisclosureElement, ...] = disclosure.undisclosed_of(posting, has_duties=has_duties)
    return found
