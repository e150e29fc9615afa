"""Plain pages that anybody can read: no script, one column, headings in order, Chinese first."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

import orjson

from schema.vocabulary import Benefit, DisclosureElement, Education, Employment, JobStatus, Settlement, Workplace

STYLE: Final = (
    "body{font:18px/1.7 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:0 auto;max-width:44rem;"
    "padding:1rem;color:#1b1b1b;background:#fff}h1{line-height:1.3}dt{font-weight:600;margin-top:.6rem}dd{margin:0}"
    "a{color:#0b57a4}.note{border-left:4px solid #9a5b00;padding-left:.8rem}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#16181b}a{color:#8ec5ff}}"
)
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of plain pages: they load nothing at all."""


def page(title: str, body: str, head: str = "") -> str:
    """A whole page; `body` and `head` are HTML already."""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · 家门口 Doorstep</title><style>{STYLE}</style>{head}</head>"
        f'<body><header><a href="/">家门口 Doorstep</a></header><main>{body}</main></body></html>'
    )


def job_page(job: Mapping[str, Any], url: str, posting: Mapping[str, Any]) -> str:  # Any: the graph's JSON
    """The page of a job, its JSON-LD inside."""
    title = str(job["title"])
    description = job["description"] or ""
    body = (
        f"<h1>{escape(title)}</h1>{_standing(job)}<dl>{_facts(_told(job))}</dl>"
        + (f"<h2>说明</h2>{_paragraphs(description)}" if description else "")
        + _seen(job["provenance"])
        + _undisclosed(job["undisclosed"])
    )
    data = orjson.dumps(posting).decode().replace("<", "\\u003c")  # nothing in it may end the element
    head = (
        f'<link rel="canonical" href="{escape(url)}">'
        f'<meta name="description" content="{escape(str(posting["description"])[:150])}">'
        f'<script type="application/ld+json">{data}</script>'
    )
    return page(title, body, head)


def gone_page(zh: str, en: str) -> str:
    """The page of what is not there (any more)."""
    return page(zh, f'<h1>{escape(zh)}</h1><p lang="en">{escape(en)}</p><p><a href="/">回到首页</a></p>')


def _told(job: Mapping[str, Any]) -> Iterable[tuple[str, str | None]]:
    pay, place, asked = job["pay"], job["place"], job["requirements"]
    settlement = pay["settlement"] and Settlement[pay["settlement"]].label
    yield "报酬", "，".join(filter(None, (pay["text"], settlement)))
    yield "用人单位", job["employer"] and job["employer"]["name"]
    yield "人力资源机构", job["agency"] and job["agency"]["name"]
    yield "人数", _headcount(job)
    yield "用工形式", f"{Employment[job['employment']].label}，{Workplace[job['workplace']].label}"
    yield "工作时间", job["schedule"] and job["schedule"]["text"]
    yield "地点", place and _address((place["division"] or {}).get("fullName", ""), place["text"])
    yield "就业服务站点", job["station"] and job["station"]["name"]
    yield "学历", asked["education"] and Education[asked["education"]].label
    yield "技能", "、".join(asked["skills"])
    yield "要求", asked["text"]
    yield "福利", "、".join(Benefit[one].label for one in job["benefits"])
    yield "发布", job["postedAt"][:10]
    yield "截止", job["expiresAt"] and job["expiresAt"][:10]


def _address(division: str, text: str) -> str:
    """广东省广州市荔湾区 and 荔湾区西湾路21号 are 广东省广州市荔湾区西湾路21号: what both say is said once."""
    both = next((n for n in range(min(len(division), len(text)), 1, -1) if division.endswith(text[:n])), 0)
    return division + text[both:] if both else " ".join(filter(None, (division, text)))


def _headcount(job: Mapping[str, Any]) -> str | None:
    return f"{job['headcount']} 人" if job["headcount"] is not None else job["headcountText"]


def _facts(told: Iterable[tuple[str, str | None]]) -> str:
    return "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in told if value)


def _standing(job: Mapping[str, Any]) -> str:
    status = JobStatus[job["status"]]
    return "" if status is JobStatus.OPEN else f'<p class="note" role="status">{status.label}</p>'


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _seen(provenance: Iterable[Mapping[str, Any]]) -> str:
    entries = "".join(f"<li>{_link(seen['source']['name'], seen['url'])}</li>" for seen in provenance)
    return f"<h2>来源</h2><ul>{entries}</ul>" if entries else ""


def _link(name: str, url: str | None) -> str:
    """Only web addresses become links: a source could write any scheme."""
    if url is None or not url.startswith(("https://", "http://")):
        return escape(name)
    return f'<a href="{escape(url)}" rel="nofollow noopener noreferrer">{escape(name)}</a>'


def _undisclosed(elements: Iterable[str]) -> str:
    missing = "、".join(DisclosureElement[one].label for one in elements)
    return f'<p class="note">这则招聘信息没有写明：{missing}。</p>' if missing else ""
