"""RSS and Atom to a document: every item a block with its title, its own HTML, and when it was published."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import escape

from lxml import etree

from connectors.documents.html import read_html
from connectors.documents.model import Document
from connectors.markup import parse_xml
from connectors.urls import shown

FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
BODY = ("encoded", "content", "description", "summary")
WHEN = ("pubDate", "published", "date", "updated")


def is_feed(text: str) -> bool:
    """Whether an XML document is a feed of items, by its first element."""
    return bool(FEED.search(text[:2000]))


def read_feed(text: str, url: str = "") -> Document:
    """The feed's items as blocks of one page. Raises DOCTYPE_REFUSED and NOT_XML."""
    root = parse_xml(text, shown(url))
    items = "".join(_block(item) for item in root.iter() if _name(item) in ("item", "entry"))
    channel = next((_text(each) for each in root.iter() if _name(each) == "title"), "")
    return read_html(f"<html><head><title>{escape(channel)}</title></head><body>{items}</body></html>", url)


def _block(item: etree._Element) -> str:
    told = {name: child for child in reversed(list(item)) if (name := _name(child))}
    title = _first(told, ("title",))
    link = _first(told, ("link",)) or (told["link"].get("href", "") if "link" in told else "")
    number = _first(told, ("guid", "id"))
    posted = _instant(_first(told, WHEN))
    body = _first(told, BODY)
    return (
        f'<div class="feed-item" data-id="{escape(number)}"><h3><a href="{escape(link)}">{escape(title)}</a></h3>'
        f"<div>{body}</div><p>发布时间：{escape(posted)}</p></div>"
    )


def _first(told: dict[str, etree._Element], names: tuple[str, ...]) -> str:
    texts = (_text(told[name]) for name in names if name in told)
    return next((text for text in texts if text), "")


def _text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext()).strip()


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _instant(words: str) -> str:
    """An RFC 822 date as ISO 8601; another is left as it stands."""
    if re.match(r"20\d{2}-", words):
        return words
    try:
        at: datetime = parsedate_to_datetime(words)
    except (TypeError, ValueError):
        return words
    return at.isoformat(sep=" ", timespec="minutes")[:16]
