"""From bytes to text: the charset by BOM, header, meta and detection, where each but the first may be wrong.

gb2312 and gbk in the wild are gb18030 (WHATWG Encoding Standard). A page that is valid UTF-8 and not tiny is
UTF-8 whatever it declares: GBK text is never that by chance. Latin-1 is what servers declare without knowing.
"""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
SAYS_NOTHING = frozenset({"iso8859-1", "cp1252", "ascii", "utf-7"})
META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:-]{2,30})""", re.IGNORECASE)
XML_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-zA-Z0-9_:-]{2,30})["']""")
HEADER = re.compile(r"""charset\s*=\s*["']?([a-zA-Z0-9_:-]{2,30})""", re.IGNORECASE)
HEAD_BYTES = 4096

CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
FAMOUS = ("锟斤拷", "烫烫烫", "屯屯屯")
"""What Windows programs made of U+FFFD and of memory never written."""
MISTAKES = (("gb18030", "utf-8"), ("latin-1", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "gb18030"))
"""Text saved after a wrong decoding: what it was taken for, and what it was."""
MOSTLY = 0.2
SURE = 12
SAMPLE = 20_000
"""Characters that are enough to judge by."""


def decode(content: bytes, content_type: str = "") -> tuple[str, str]:
    """The text and the charset it was read in. Never raises: what fits no charset has U+FFFD (see `is_garbled`)."""
    for bom, charset in BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(charset, "replace"), charset
    text = _as_utf8(content)
    if text is not None:
        return text, "utf-8"
    declared = list(dict.fromkeys(_declared(content, content_type)))
    for charset in declared:
        text = _strictly(content, charset)
        if text is not None:
            return text, charset
    return _detected(content, declared)


def _declared(content: bytes, content_type: str) -> Iterator[str]:
    """Charsets named by header, XML declaration and meta, in the order of trust; unknown names are left out."""
    head = content[:HEAD_BYTES]
    names = [match[1] for match in [HEADER.search(content_type)] if match]
    names += [match[1].decode() for match in [XML_DECLARATION.search(head), META.search(head)] if match]
    for name in names:
        charset = canonical(name)
        if charset and charset not in SAYS_NOTHING:
            yield charset


def canonical(name: str) -> str | None:
    """Python's name of a charset, gb2312 and gbk widened to gb18030; None where it is unknown or no charset of text.

    >>> canonical("GB2312")
    'gb18030'
    """
    try:
        known = codecs.lookup(ALIASES.get(name.lower(), name))
        "".encode(known.name)
    except (LookupError, ValueError):
        return None
    return ALIASES.get(known.name, known.name)


def _strictly(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except ValueError:
        return None


def _as_utf8(content: bytes) -> str | None:
    """Valid UTF-8 that is mostly Chinese, or long: a GBK character is valid so one time in six, 联通 among them."""
    text = _strictly(content, "utf-8")
    if text is None or len(content) - len(text) >= 3 * SURE:  # no character has more than three bytes beside its first
        return text
    others = _beyond_ascii(text)
    return text if others >= SURE or (others > 0 and len(CJK.findall(text)) * 2 > others) else None


def _beyond_ascii(text: str) -> int:
    """How many characters are not ASCII: by the codec, many times as fast as a pattern."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _detected(content: bytes, declared: list[str]) -> tuple[str, str]:
    """What fits, then what fits best: few broken bytes in an else sound page are repaired rather than refused."""
    wide = _unmarked_utf16(content)
    for charset in [*wide, "utf-8", "gb18030"]:
        text = _strictly(content, charset)
        if text is not None:
            return text, charset
    guess = from_bytes(content[:65536]).best() if len(declared) == 0 else None
    candidates = [*declared, "utf-8", "gb18030", *([guess.encoding] if guess else [])]
    readings = [(content.decode(each, "replace"), each) for each in dict.fromkeys(candidates)]
    return min(readings, key=lambda reading: reading[0].count("\ufffd"))


def _unmarked_utf16(content: bytes) -> list[str]:
    """UTF-16 without its mark shows as every other byte being zero in its ASCII."""
    head = content[:512]
    if len(head) < 8 or head.count(0) * 5 < len(head):
        return []
    return ["utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"]


def is_garbled(text: str) -> bool:
    """Whether the text is mostly replacement characters, or becomes Chinese when a usual mistake is undone."""
    sample = text[:SAMPLE]
    others = _beyond_ascii(sample)
    if others < 10:
        return False
    broken = sample.count("\ufffd") + 3 * sum(map(sample.count, FAMOUS))
    return broken > others * MOSTLY or any(_undoes(sample, others, *mistake) for mistake in MISTAKES)


def _undoes(text: str, others: int, taken_for: str, was: str) -> bool:
    """Sound text undone so yields next to no Chinese; a run of ×××× or ···· yields one character over and over."""
    undone = text.encode(taken_for, "replace").decode(was, "ignore")
    if _beyond_ascii(undone) <= others * MOSTLY:
        return False
    chinese = CJK.findall(undone)
    return len(chinese) > others * MOSTLY and len(set(chinese)) >= 5
