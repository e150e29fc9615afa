"""The numbers and bullets that lines begin with, outermost first."""

import re

KINDS: tuple[tuple[str, str], ...] = (
    (
        "一",
        r"\s*(?:第?[一二三四五六七八九十]{1,3}[、.．,，：:]|第[一二三四五六七八九十\d]{1,3}(?:家|期|条|部分"
        r"|类)?[：:、\s])",
    ),
    ("（一）", r"\s*[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）]"),
    ("1", r"\s*(?:\d{1,3}\s*[、.．:：](?!\d)|№\s*\d+|NO\.?\s*\d+)"),
    ("（1）", r"\s*(?:[(（]\s*\d{1,3}\s*[)）]|\d{1,3}\s*[)）])"),
    ("①", r"\s*[①-⑳㉑-㉟❶-❿➀-➓⓵-⓾]"),
    ("•", r"\s*[●■◆★☆▲△▶►◇□○•·※✅🔹👉➤➢]"),
)


def kind_of_mark(text: str) -> str | None:
    """The kind of number that a line begins with."""
    return next((kind for kind, pattern in KINDS if re.match(pattern, text)), None)
