"""A feed's answer as plain values: JSON as it is, XML as objects of its elements' names."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from connectors.feeds.rows import is_post
from connectors.markup import parse_xml
from connectors.protocol import Page

Value = Any  # Any: what JSON can hold


def open_answer(page: Page) -> Value:
    """The values of a feed's page. Raises what `Page.json` raises, DOCTYPE_REFUSED and NOT_XML."""
    if page.form != "xml":
        return page.json()
    return _with_posts_listed(_value(parse_xml(page.text, page.where)))


def _value(element: etree._Element) -> Value:
    """An element as its words, or as an object of its attributes and children; of one name several are a list."""
    children = [child for child in element if isinstance(child.tag, str)]
    words = "".join(str(text) for text in element.itertext()).strip()
    if not children and not element.attrib:
        return words
    made: dict[str, Value] = {etree.QName(name).localname: str(said) for name, said in element.attrib.items()}
    named: dict[str, list[Value]] = {}
    for child in children:
        named.setdefault(etree.QName(child).localname, []).append(_value(child))
    made |= {name: values if len(values) > 1 else values[0] for name, values in named.items()}
    if not children and words:
        made["text"] = words
    return made


def _with_posts_listed(node: Value) -> Value:
    """A post that is the only one of its page is a list of one: XML does not tell the two apart."""
    if isinstance(node, list) or not isinstance(node, Mapping):
        return node
    return {
        name: [value] if isinstance(value, Mapping) and is_post(value) else _with_posts_listed(value)
        for name, value in node.items()
    }
