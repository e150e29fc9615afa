"""Pictures that stand for the names of fields where people post: 💰 before the pay, 📍 before the address."""

import re

FIELDS: dict[str, str] = {
    "employer": "🏭🏢🏠🏪🏬🏣🏤🏥🏦🏨🏫🏡🛖🏛🍽🍴🛵👩👨👤🏚🏗",
    "pay": "💰💵💴💶💷🤑💲🪙💸🧧💳",
    "headcount": "👥🙋👫👬👭🧑🚻👪",
    "schedule": "⏰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⌚⏱🕰📅🗓📆⏳",
    "address": "📍📌🗺🚩🧭🚇🚌",
    "contact": "📞☎📱☏📲🤙✆",
    "benefits": "🎁🎉🍚🍱🛏",
    "requirements": "📋✍📝🎓",
    "description": "🔧🛠💼",
    "email": "📮✉📧📩",
}
FIELD_OF = {picture: field for field, pictures in FIELDS.items() for picture in pictures}
PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a\u231b\u23e9-\u23fa\u260e\u260f\u2706]+")
"""Any picture, known or not. Circled digits (U+2776 …) are numbers, and are told apart by `pieces`."""
DIGITS = re.compile("[\u2776-\u2793]")


def pieces(text: str) -> list[tuple[str | None, str]]:
    """A line cut before its pictures: the field that each names, None where it names none, and the words behind it.

    >>> pieces("📍 科学大道182号 📮 hr@a.invalid"), pieces("10人")
    ([('address', '科学大道182号'), ('email', 'hr@a.invalid')], [(None, '10人')])
    """
    cuts = [found for found in PICTURE.finditer(text) if not DIGITS.search(found[0])]
    if not cuts:
        return [(None, text.strip())]
    told: list[tuple[str | None, str]] = [(None, text[: cuts[0].start()].strip())]
    ends = [*(cut.start() for cut in cuts[1:]), len(text)]
    for cut, end in zip(cuts, ends, strict=True):
        field = next((FIELD_OF[sign] for sign in cut[0] if sign in FIELD_OF), None)
        told.append((field, text[cut.end() : end].strip()))
    return [(field, words) for field, words in told if words]
