"""What a page has beside its text: links and paging scripts, meta, hidden fields, data in scripts."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from connectors.documents.model import Link
from connectors.documents.words import tidy

GREATEST_PAGES = 200
PAGED = re.compile(r"createPageHTML\(\s*['\"]?(\d+)['\"]?\s*,\s*\d+\s*,\s*['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"]")
"""The pager of many governments' sites: createPageHTML(pages, current, "index", "html"), its pages index_1.html …"""
BUILT = re.compile(
    r"['\"]([^'\"]*[=/_-])['\"]\s*\+\s*(?:this|[\w.]+)\.(?:value|options[^+;]*)(?:\s*\+\s*['\"]([^'\"]*)['\"])?"
)
"""A <select> that builds the address of a page: '/list.php?pg='+this.value."""
STATE = re.compile(r"(?:__[A-Z_]+__|\b(?:data|list|jobs|state|initialState|pageData|jobList)\b)\s*=\s*([\[{])", re.I)
SYSTEMS = (
    ("BD09", re.compile(r"bd-?09|百度坐标|BMap", re.I)),
    ("GCJ02", re.compile(r"gcj-?02|火星坐标|高德|AMap|qq\.maps|TMap", re.I)),
    ("WGS84", re.compile(r"wgs-?84|T\.Map|天地图", re.I)),
)
"""In which system a page's own map script says that its points are."""
MADE = re.compile(
    r"\b(?:createTime|publish_?[tT]ime|oriCreateTime)\s*=\s*['\"](20\d{2}-\d{1,2}-\d{1,2}[\d: ]{0,9})['\"]"
)
"""When an article of a public account was published: its page fills the date in by script."""


def attribute(element: PageElement, name: str) -> str:
    value = element.get(name, "") if isinstance(element, Tag) else ""
    return " ".join(value) if isinstance(value, list) else str(value or "")


ASIDE = ("base", "a", "area", "link", "frame", "iframe", "script", "option", "meta", "input")


def asides_in(soup: BeautifulSoup) -> list[Tag]:
    """What tells of what stands beside the text; a page is gone through for all of it once."""
    return called_any(soup, *ASIDE)


def called_any(root: Tag, *names: str) -> list[Tag]:
    """Elements below `root` of any of these names, in their order: what `find_all` of a list takes far longer for."""
    return [element for element in root.descendants if isinstance(element, Tag) and element.name in names]


def _named(asides: Sequence[Tag], *names: str) -> list[Tag]:
    return [element for element in asides if element.name in names]


def joined_address(base: str, href: str) -> str:
    href = href.strip()
    try:
        return href if re.match(r"(?i)javascript:|mailto:|tel:|data:", href) else urljoin(base, href)
    except ValueError:
        return ""


def called(link: Tag) -> str | None:
    """What a link without an address of its own calls."""
    call = attribute(link, "onclick")
    empty = re.match(r"(?i)#?$|javascript:\s*(?:;|void)", attribute(link, "href").strip())
    return f"javascript:{call}" if call and empty else None


def links_in(asides: Sequence[Tag], base: str) -> Iterator[Link]:
    for element in _named(asides, "a", "area", "link"):
        href, call = attribute(element, "href"), attribute(element, "onclick")
        rel = attribute(element, "rel")
        if element.name == "link" and rel not in ("next",):
            continue
        if (not href or href.startswith(("#", "javascript:;", "javascript:void"))) and call:
            href = f"javascript:{call}"
        if not href or (href == "#" and not element.has_attr("data-page")):
            continue
        if element.has_attr("data-page") and href.startswith(("#", "javascript:")):
            href = f"javascript:page({attribute(element, 'data-page')})"
        yield Link(attribute(element, "title") or tidy(element.get_text(" ")), joined_address(base, href), rel)
    for frame in _named(asides, "frame", "iframe"):
        if frame.has_attr("src"):
            yield Link("", joined_address(base, attribute(frame, "src")), "frame")
    for script in _named(asides, "script"):
        for pages, name, ending in PAGED.findall(script.string or ""):
            numbers = range(1, min(int(pages), GREATEST_PAGES))
            yield from (Link(str(number + 1), joined_address(base, f"{name}_{number}.{ending}")) for number in numbers)
    for option in _named(asides, "option"):
        value, pager = attribute(option, "value"), option.find_parent("select")
        change = attribute(pager, "onchange") if isinstance(pager, Tag) else ""
        if change and re.search(r"[./?]", value):
            yield Link(tidy(option.get_text()), joined_address(base, value), "option")
        elif change and value.isdigit() and (found := BUILT.search(change)):
            yield Link(value, joined_address(base, f"{found[1]}{value}{found[2] or ''}"), "option")


def meta_in(asides: Sequence[Tag]) -> Iterator[tuple[str, str]]:
    for element in _named(asides, "meta"):
        name = attribute(element, "name") or attribute(element, "property")
        if name and element.get("content"):
            yield name.lower(), tidy(attribute(element, "content"))
    for script in _named(asides, "script"):
        text = script.string or ""
        if system := next((name for name, sign in SYSTEMS if sign.search(text)), None):
            yield "coordinates", system
        if made := MADE.search(text):
            yield "createtime", made[1]


def fields_in(asides: Sequence[Tag]) -> Iterator[tuple[str, str]]:
    for element in _named(asides, "input"):
        form = element.find_parent("form")
        action = attribute(form, "action") if isinstance(form, Tag) else ""
        name = attribute(element, "name")
        if name and attribute(element, "type").lower() in ("hidden", ""):
            yield name, action
            if element.get("id"):
                yield f"#{attribute(element, 'id')}", f"{name}\n{action}"


def data_in(asides: Sequence[Tag]) -> Iterator[str]:
    for element in _named(asides, "script"):
        text = element.string or ""
        kind = attribute(element, "type").lower()
        if "json" in kind:
            yield text
        elif found := STATE.search(text):
            yield text[found.start(1) :]
