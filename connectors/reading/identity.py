"""External ids: the page's own where it has one, else stable under order and under what changes, such as pay."""

import hashlib
import re
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from connectors.documents.words import narrow, plain
from connectors.reading.drafts import Draft
from connectors.reading.titles import clean_title

TRACKING = re.compile(
    r"^(?:from|utm_\w+|spm|ref|refer|referer|source|share\w*|isappinstalled|scene|timestamp|_|t|sid"
    r"|jsessionid|phpsessid)$",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?:^|[/_=\-.a-zA-Z])(\d{2,})(?=(?:\.[a-zA-Z]{2,5})?$)")


def plain_address(url: str) -> str:
    """The address without its fragment and without parameters that only say where a visitor came from."""
    parts = urlsplit(url)
    query = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(name)
    ]
    return urlunsplit((parts.scheme, parts.netloc, re.sub(r"/\./", "/", parts.path), urlencode(query), ""))


def own_id(url: str) -> str | None:
    """The number in a detail page's address: 5101 of /zp/show-5101.html, 33 of view.asp?id=33.

    >>> own_id("http://a.invalid/zp/show-5101.html?from=list"), own_id("http://a.invalid/list.html")
    ('5101', None)
    """
    parts = urlsplit(plain_address(url))
    for name, value in parse_qsl(parts.query):
        if re.search(r"id$|^no$|^tid$", name, re.IGNORECASE) and re.fullmatch(r"[\w-]{1,40}", value):
            return value
    found = NUMBERED.search(parts.path)
    return found[1] if found else None


def digest(*parts: str) -> str:
    """16 hexadecimal digits that stand for these words."""
    return hashlib.sha256("\x1f".join(plain(part) for part in parts).encode()).hexdigest()[:16]


def job_ids(drafts: Sequence[Draft]) -> list[str]:
    """An id for each job, in the order given.

    Of its own number, else a digest of the page's path, the title and who employs (or whom to call, or where). Of jobs
    that agree in all of these the n-th is told apart by n, counted in the order of their other words, not the page's.
    """
    keys = [_key(draft) for draft in drafts]
    ids: list[str] = [""] * len(drafts)
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, key in enumerate(keys):
        groups.setdefault(key, []).append(index)
    for key, members in groups.items():
        ranked = sorted(members, key=lambda i: _discriminating(drafts[i]))
        for n, index in enumerate(ranked):
            own = drafts[index].get("external_id")
            ids[index] = (own if n == 0 else f"{own}-{n + 1}") if own else digest(*key, *([str(n + 1)] if n else []))
    return ids


def _key(draft: Draft) -> tuple[str, ...]:
    if own := draft.get("external_id"):
        return ("#", own)
    who = (
        draft.get("employer")
        or re.sub(r"\D", "", narrow(draft.get("contact_phone") or ""))
        or draft.get("address")
        or ""
    )
    return (draft.path, clean_title(draft.facts.get("title", "")), who)


def _discriminating(draft: Draft) -> tuple[str, ...]:
    return tuple(draft.facts.get(name, "") for name in ("address", "contact_phone", "schedule", "requirements", "text"))


def distinct(drafts: Sequence[Draft], age: Callable[[Draft], float]) -> tuple[list[Draft], int]:
    """Drafts without repeats (a pinned posting, yesterday's line), and how many were repeated.

    Of repeats that which was posted first stays: `age` is smaller for what is older, and the first of one age wins.
    """
    kept: dict[tuple[str, ...], Draft] = {}
    for draft in drafts:
        key = _sameness(draft)
        if key not in kept or age(draft) < age(kept[key]):
            kept[key] = draft
    return list(kept.values()), len(drafts) - len(kept)


def _sameness(draft: Draft) -> tuple[str, ...]:
    facts = draft.facts
    if own := draft.get("external_id"):
        return (draft.kind, own)
    digits = re.sub(r"\D", "", narrow(facts.get("contact_phone", "")))
    names = (
        "employer",
        "address",
        "pay",
        "headcount",
        "event_title",
        "venue",
        "date",
        "time",
        "policy_title",
        "station_name",
        "requirements",
        "schedule",
    )
    title = clean_title(facts.get("title", ""))
    return (draft.kind, plain(title), digits, *(plain(facts.get(name, "")) for name in names))
