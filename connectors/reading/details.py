"""A posting's own page: its facts win over those of the card or row that led to it."""

import re
from dataclasses import replace

from connectors.documents.model import Document, Line, lines_of
from connectors.documents.words import plain
from connectors.reading.content import flow
from connectors.reading.drafts import Draft
from connectors.reading.outline import NOISE
from connectors.reading.page import read_page
from connectors.reading.splitting import split_facts
from connectors.reading.titles import clean_title, ended

LONGEST = 3000
ASIDE = re.compile(rf"{NOISE.pattern}|首页|管理处|返回列表|浏览次数|[Cc]opy[Rr]ight|版权所有|^\S{{0,8}}\s*\|")
OF_THE_PAGE = frozenset({"region", "agency", "terms", "year", "metadata", "context", "note", "coordinates"})


def detailed(draft: Draft, document: Document) -> Draft | None:
    """The draft with what its own page says; None where the page is about something else."""
    title = clean_title(draft.facts["title"])
    reading = read_page(document)
    lines = [line.text for line in lines_of(document.body)]
    if not _is_about(
        title, [reading.title, document.title, *lines[:12], *(job.facts.get("title", "") for job in reading.of("job"))]
    ):
        return None
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
    merged = {**draft.facts, **{k: v for k, v in facts.items() if v}, **kept}
    struck = draft.struck or bool(own and own.struck)
    raw = {**draft.raw, **{f"detail.{k}": v for k, v in facts.items() if k != "text"}, "detail": told}
    return replace(draft, facts=merged, struck=struck, unit=(own.unit if own else None) or draft.unit, raw=raw)


def _own(title: str, jobs: list[Draft]) -> Draft | None:
    same = [job for job in jobs if plain(clean_title(job.facts.get("title", ""))) == plain(title)]
    return same[0] if same else jobs[0] if len(jobs) == 1 else None


def _is_about(title: str, texts: list[str]) -> bool:
    bare = plain(re.sub(r"[（(【\[…].*$|\.{3}$", "", title))
    return any(bare and bare in plain(text) for text in texts) or any(
        len(plain(t)) >= 3 and plain(t) in plain(title) for t in texts[:2]
    )
