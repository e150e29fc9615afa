"""Lines to entries: a numbered employer with its jobs below it, a line of a board, a paragraph under a heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from connectors.documents.model import Line
from connectors.documents.words import narrow
from connectors.reading.columns import is_key
from connectors.reading.marks import KINDS, kind_of_mark
from connectors.reading.places import is_employer
from connectors.reading.prose import scope_in
from connectors.reading.spotting import first, headcounts, pays, phones
from connectors.reading.titles import NUMBER, is_title

NOISE = re.compile(
    r"^(?:温馨提示|友情提示|提示|特别提醒|提醒|声明|注意|免责|以上信息|以上岗位信息|各位(?:工友|居民|街坊"
    r"|求职)|欢迎(?:扫码|关注|转发)|长按|扫码|点击|关注我们|转发|阅读|字体|打印|"
    r"[^。]{0,40}(?:版权所有|备案号|ICP备|©|Copyright)|-{2,}|={2,}|\*{3,}|群主|管理员|早上好|大家好|收到|谢谢|好的|在吗|有人吗|顶)|凡(?:要求|是)|谨防|请勿"
    r"|加群|入群|谢绝|\+1$"
)
WARNINGS = re.compile(r"(?:温馨|友情|特别|安全|求职|防骗)?(?:提示|提醒|须知|注意事项|声明)[:：]?")
"""A numbered heading below which nothing is offered."""
DISTRICT = re.compile(r"[一-龥]{1,6}(?:[区县市镇乡]|街道)")
SECTION = re.compile(r"^[^，,。；;\d]{2,18}[：:]?$")


@dataclass
class Entry:
    """One thing told: its lines, the heading above it, and whether it is struck out."""

    lines: list[Line] = field(default_factory=list)
    section: str = ""
    kind: str | None = None
    below: str | None = None

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def struck(self) -> bool:
        return sum(len(line.text) for line in self.lines if line.struck) * 2 > len(self.text)


def entries(lines: Sequence[Line]) -> Iterator[Entry]:
    """The entries of a run of lines, in their order. Headings and noise are none."""
    section = ""
    entry: Entry | None = None
    muted: str | None = None
    for line in lines:
        kind = kind_of_mark(line.text)
        bare = NUMBER.sub("", line.text).strip()
        if muted is not None and (kind is None or _rank(kind) > _rank(muted)):
            continue
        muted = None
        if kind is not None and WARNINGS.fullmatch(bare):
            if entry:
                yield entry
            entry, muted = None, kind
            continue
        if NOISE.search(bare) and not first(pays(narrow(bare))):
            continue
        if is_section(line, kind, bare):
            if entry:
                yield entry
            entry, section = None, bare.rstrip("：:")
            continue
        if entry is not None and _belongs(entry, kind, bare):
            entry.below = entry.below or kind
            entry.lines.append(line)
            continue
        if entry is not None:
            yield entry
        entry = Entry([line], section, kind)
    if entry is not None:
        yield entry


def is_section(line: Line, kind: str | None, bare: str) -> bool:
    """A heading: short, without figures and marks, and neither who employs nor a kind of work."""
    if line.level:
        return not _tells(bare)
    if line.bold and DISTRICT.fullmatch(bare):
        return True
    heading = kind in ("一", "（一）") or bare.endswith(("类", "：", ":"))
    return (
        heading
        and bool(SECTION.match(bare))
        and not is_employer(bare.rstrip("：:"))
        and not is_title(bare.rstrip("：:"))
        and not scope_in(bare)
    )


def _tells(text: str) -> bool:
    told = narrow(text)
    return first(pays(told)) is not None or first(headcounts(told)) is not None or first(phones(told)) is not None


def _belongs(entry: Entry, kind: str | None, bare: str) -> bool:
    """Whether a line goes on with an entry that names an employer and still lacks its jobs, or its
    telephone number."""
    if entry.kind is not None and kind == entry.kind:
        return False
    if kind is not None and entry.below is not None and kind != entry.below:
        return False
    head = narrow(entry.lines[0].text)
    if not scope_in(head):
        return False
    if kind is None and scope_in(bare) and first(phones(narrow(entry.text))):
        return False
    if kind is None and _introduces(bare) and _introduces(NUMBER.sub("", entry.lines[0].text)):
        return False
    if kind is None and is_employer(re.split(r"[（(，,：:\s]", bare)[0]) and len(entry.lines) > 1:
        return False
    if kind is not None:
        return entry.kind is None or _rank(kind) > _rank(entry.kind)
    return first(phones(narrow(entry.text))) is None or (
        entry.below is not None and len(entry.lines) < 30 and not scope_in(bare)
    )


def _introduces(text: str) -> bool:
    """A name, a colon and jobs behind it: 京山轻机：焊工20人，包住."""
    name, colon, jobs = text.replace("：", ":").partition(":")
    named = bool(re.fullmatch(r"[一-龥A-Za-z（）()·]{2,24}", name)) and not is_key(name) and not is_title(name)
    return bool(colon) and named and first(headcounts(narrow(jobs))) is not None


def _rank(kind: str) -> int:
    return [name for name, _ in KINDS].index(kind)
