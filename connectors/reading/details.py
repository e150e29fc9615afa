"""A posting's own page: its facts win over those of the card or row that led to it."""

import re
from dataclasses import replace

from connectors.documents.model import Document, Line, lines_of
from connectors.documents.words import plain
from connectors.reading.content import flow
from connectors.reading.drafts import Draft
from connectors.reading.outline import NOISE
from connectors.reading.page import read_page
from connectors.reading.posts import RECRUITS
from connectors.reading.splitting import split_facts
from connectors.reading.titles import clean_title, ended

LONGEST = 3000
ASIDE = re.compile(rf"{NOISE.pattern}|首页|管理处|返回列表|浏览次数|[Cc]opy[Rr]ight|版权所有|^\S{{0,8}}\s*\|")
OF_ALL = frozenset({"posted_at", "expires_at", "contact_phone", "contact_name", "address", "employer", "region"})
OF_THE_PAGE = frozenset({"region", "agency", "terms", "year", "metadata", "context", "note", "coordinates"})


def detailed(draft: Draft, document: Document) -> list[Draft]:
    """The draft with what its own page says, or the jobs that the page tells of where the draft only calls for them
    (佳美本册厂招工); none where the page is about something else."""
    title = clean_title(draft.facts["title"])
    reading = read_page(document)
    lines = [line.text for line in lines_of(document.body)]
    if not _is_about(
        title, [reading.title, document.title, *lines[:12], *(job.facts.get("title", "") for job in reading.of("job"))]
    ):
        return []
    if several := _called_for(draft, title, reading.of("job")):
        shared = {name: value for name, value in reading.facts.items() if name in OF_ALL and value}
        shared |= {name: value for name, value in draft.facts.items() if name in ("url", "posted_at", "region")}
        return [job.lacking(shared) for job in several]
    own = _own(title, reading.of("job"))
    page = {name: value for name, value in reading.facts.items() if name not in OF_THE_PAGE}
    facts = {**page, **(own.facts if own else {})}
    facts = split_facts({k: v for k, v in facts.items() if k != "text"}, "job")
    loose = [item.text for item in flow(document.body) if isinstance(item, Line)]
    told = "\n".join(line for line in loose if plain(line) != plain(title) and not ASIDE.search(line))
    told = "\n".join(filter(None, [own.get("text") if own else None, told]))[:LONGEST]
    facts["text"] = told
    if "region" in reading.facts:
        facts["region"] = reading.facts["region"]
    if over := ended(told):
        facts["status"] = over
    kept = {name: value for name, value in draft.facts.items() if name in ("title", "url", "external_id")}
    if own is not None and _is_called(title, own.facts.get("title", "")):
        kept["title"] = own.facts["title"]
    merged = {**draft.facts, **{k: v for k, v in facts.items() if v}, **kept}
    struck = draft.struck or bool(own and own.struck)
    raw = {**draft.raw, **{f"detail.{k}": v for k, v in facts.items() if k != "text"}, "detail": told}
    return [replace(draft, facts=merged, struck=struck, unit=(own.unit if own else None) or draft.unit, raw=raw)]


def _called_for(draft: Draft, title: str, jobs: list[Draft]) -> list[Draft]:
    """The jobs of a page whose title in the list names none of them, or more than one, and calls for workers."""
    if len(jobs) < 2 or any(plain(clean_title(job.facts.get("title", ""))) == plain(title) for job in jobs):
        return []
    return jobs if RECRUITS.search(draft.facts["title"]) else []


def _is_called(title: str, name: str) -> bool:
    """Whether a title is a call for the work that a name names: 金典笔业诚聘跟单文员."""
    return 0 < len(name) < len(title) and title.endswith(name) and bool(RECRUITS.search(title[: -len(name)]))


def _own(title: str, jobs: list[Draft]) -> Draft | None:
    same = [job for job in jobs if plain(clean_title(job.facts.get("title", ""))) == plain(title)]
    return same[0] if same else jobs[0] if len(jobs) == 1 else None


def _is_about(title: str, texts: list[str]) -> bool:
    bare = plain(re.sub(r"[（(【\[…].*$|\.{3}$", "", title))
    return any(bare and bare in plain(text) for text in texts) or any(
        len(plain(t)) >= 3 and plain(t) in plain(title) for t in texts[:2]
    )
