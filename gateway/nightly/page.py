"""The report of a night as one HTML page that loads nothing: to be opened from a disk, a mail or a share."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from importlib.resources import files
from typing import Final

import orjson

from gateway.nightly.night import SHANGHAI, Drift, Night, SourceLine, Trouble
from schema.store.rejects import RejectTally
from schema.vocabulary import RunOutcome, SourceHealth

STYLE: Final = (files("gateway.nightly") / "night.css").read_text("utf-8")

OUTCOMES: Final = {"NOT_RUN": "没有运行", "": "—", **{one.value: one.label for one in RunOutcome}}


def night_page(night: Night) -> str:
    """The page, Chinese first and English beside it."""
    body = "".join(
        (
            head(night),
            section("失败", "What failed", [trouble(one) for one in night.troubles]),
            section("待确认", "What is held, and why", [trouble(one, "held") for one in night.held]),
            section("数据走样", "Drift: fields that are no longer filled", [drift(one) for one in night.drift]),
            rejects(night.rejects),
            lines(night.lines, night.made_at),
        )
    )
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>家门口 Doorstep · {night.date}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def head(night: Night) -> str:
    zh, en, kind = verdict(night)
    tiles = (
        ("来源 sources", len(night.lines)),
        ("读到 fetched", night.total("fetched")),
        ("新增 created", night.total("created")),
        ("更新 updated", night.total("updated")),
        ("未变 unchanged", night.total("unchanged")),
        ("下架 withdrawn", night.total("withdrawn")),
        ("来源称已撤 gone", night.total("gone")),
        ("退回 rejected", night.total("rejected")),
    )
    numbers = "".join(f'<div class="tile"><b>{value:,}</b><small>{name}</small></div>' for name, value in tiles)
    return (
        f"<header><small>家门口 Doorstep · {at(night.since)} — {at(night.until)}</small>"
        f"<h1>{night.date} 夜间采集 <span class='en'>The night</span></h1></header>"
        f'<div class="verdict {kind}">{zh}<div class="en" lang="en">{en}</div></div>'
        f'<div class="tiles">{numbers}</div>'
    )


def verdict(night: Night) -> tuple[str, str, str]:
    """The one look: a sentence in both languages, and its colour."""
    bad, waiting = len(night.troubles), len(night.held)
    if not night.lines:
        return "还没有登记来源。", "No source is registered yet.", "warn"
    if night.is_well:
        return "一切正常，无事可做。", "All is well; nothing to do.", ""
    zh = "，".join(words for count, words in ((bad, f"{bad} 个来源失败"), (waiting, f"{waiting} 个待确认")) if count)
    en = " and ".join(words for count, words in ((bad, f"{bad} failed"), (waiting, f"{waiting} held")) if count)
    others = len(night.lines) - bad - waiting
    return f"{zh}；其余 {others} 个不受影响。", f"{en}; the other {others} are not affected.", "bad" if bad else "warn"


def section(zh: str, en: str, parts: Sequence[str]) -> str:
    title = f'<h2>{zh} <span class="en" lang="en">{en}</span> ({len(parts)})</h2>'
    return title + "".join(parts) if parts else ""


def trouble(one: Trouble, kind: str = "") -> str:
    fresh = f"最近一次好数据 last good data: {at(one.fresh_at)}" if one.fresh_at else "还没有好数据 no good data yet"
    return (
        f'<article class="{kind}"><h3>{escape(one.source_name)} <code>{escape(one.source_key)}</code> '
        f'<span class="{one.outcome}">{OUTCOMES[one.outcome]}</span> <code>{escape(one.problem.code)}</code></h3>'
        f'<p>{escape(one.problem.zh)}</p><p class="en" lang="en">{escape(one.problem.en)}</p>'
        f"<p><b>下一步</b> {escape(one.advice.zh)}</p>"
        f'<p class="en" lang="en"><b>Next</b> {escape(one.advice.en)}</p><small>{fresh}</small></article>'
    )


def drift(one: Drift) -> str:
    def sample(words: str, value: object) -> str:
        shown = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
        return f"<details><summary>{words}</summary><pre>{escape(shown)}</pre></details>"

    return (
        f'<article class="held"><h3><code>{escape(one.source_key)}</code> {escape(one.field)}</h3>'
        f"<p>{one.before:.0%} → {one.after:.0%}</p>"
        f"{sample('之前的一条 a sample before', one.sample_before)}"
        f"{sample('现在的一条 a sample after', one.sample_after)}"
        "</article>"
    )


def rejects(tallies: Sequence[RejectTally]) -> str:
    rows = [
        (
            escape(one.source_key),
            f"<code>{escape(one.reason)}</code>" + (" <b>新 new</b>" if one.is_new else ""),
            f"{one.count:,}",
            escape(one.message),
            escape(one.example or ""),
        )
        for one in tallies
    ]
    title = '<h2>退回的记录 <span class="en" lang="en">Rejects by reason</span></h2>'
    names = ("来源 source", "原因 reason", "次数 times", "说明 sentence", "例 example")
    return title + table(names, rows, frozenset({2})) if rows else ""


def lines(found: Sequence[SourceLine], now: datetime) -> str:
    rows = [
        (
            f"{escape(one.name)}<br><code>{escape(one.key)}</code>",
            f'<span class="{one.outcome}">{OUTCOMES[one.outcome]}</span>',
            f'<span class="{one.health.value}">{SourceHealth[one.health.value].label}</span>',
            *(f"{value:,}" for value in (one.fetched, one.created, one.updated, one.unchanged, one.withdrawn)),
            f"{one.gone:,}",
            f"{one.rejected:,}",
            f"{one.seconds:,.1f}",
            f"{one.open_jobs:,}",
            f"{at(one.fresh_at)}<br><small>{age(one.fresh_at, now)}</small>",
        )
        for one in found
    ]
    names = (
        *("来源 source", "结果 outcome", "状态 health", "读到 fetched", "新增 created", "更新 updated"),
        *(
            "未变 unchanged",
            "下架 withdrawn",
            "称已撤 gone",
            "退回 rejected",
            "秒 seconds",
            "在招 open",
            "数据时间 fresh at",
        ),
    )
    title = '<h2>各来源 <span class="en" lang="en">Sources</span></h2>'
    return title + table(names, rows, frozenset(range(3, 12)))


def table(names: Sequence[str], rows: Iterable[Sequence[str]], numbers: frozenset[int]) -> str:
    def cells(values: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{tag}{' class=n' if place in numbers else ''}>{value}</{tag}>" for place, value in enumerate(values)
        )

    header = cells([name.replace(" ", "<br>", 1) for name in names], "th")
    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table></div>'


def at(moment: datetime | None) -> str:
    return "—" if moment is None else f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}"


def age(moment: datetime | None, now: datetime) -> str:
    """How long ago, in the largest unit that fits."""
    if moment is None:
        return ""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    for size, unit in ((1440, "天 d"), (60, "小时 h"), (1, "分钟 min")):
        if minutes >= size:
            return f"{minutes // size} {unit}"
    return "刚刚 now"
