"""Stations as blocks of a page: a name, then an address, hours, a telephone number, services, sometimes a point."""

import re

from connectors.documents.model import Group, Line, Table, lines_of
from connectors.documents.words import narrow
from connectors.reading.drafts import Draft
from connectors.reading.pairs import pairs_in
from connectors.reading.places import FULL_ADDRESS, is_place
from connectors.reading.splitting import split_value
from connectors.reading.spotting import CLOCK, first, pays, phones

NAME = re.compile(
    r"[一-龥A-Za-z0-9“”·（）() ]{2,24}?(?:零工市场|零工驿站|就业驿站|临工驿站|就业服务驿站|就业服务站|就业服务点"
    r"|用工服务站|零工之家|工友驿站|服务驿站|流动服务车|就业服务车|大篷车|人力资源市场|驿站|总站)(?:[（(][一-龥]{2,10}[)）])?"
)
BADGE = re.compile(r"(?:区级|市级|总站|街道|镇街|社区|市场|流动|商圈|园区)(?:级|站|驿站)?")
HOURS = re.compile(r"全年无休|工作日|周一|周[二三四五六日]|冬令|夏令|每天|24小时|营业|开放")
POINT = re.compile(r"\(\s*['\"]?(-?\d{1,3}\.\d{3,})['\"]?\s*,\s*['\"]?(-?\d{1,3}\.\d{3,})")
DEGREES = re.compile(r"\d{1,3}(?:\.\d{1,12})?")
GREATEST_LINES = 24
FIELDS = {"address": "address", "hours": "hours", "schedule": "hours", "time": "hours", "trades": "trades"}


def station_card(group: Group) -> Draft | None:
    """The station that a block is about: it names one and no other, and says where it is, when it opens or whom to
    call; nothing in it is paid."""
    lines = list(lines_of(group, True))
    if not 2 <= len(lines) <= GREATEST_LINES or any(isinstance(child, Table) for child in group.children):
        return None
    named = [line for line in lines if NAME.fullmatch(line.text.strip())]
    if len(named) != 1 or any(first(pays(narrow(line.text))) for line in lines):
        return None
    facts = {"station_name": named[0].text.strip()}
    loose: list[str] = []
    for line in lines:
        if line is not named[0]:
            _take(line, facts, loose)
    if not {"address", "hours", "contact_phone", "venue"} & set(facts):
        return None
    badge = next((text for text in loose[:2] if BADGE.fullmatch(text)), None)
    services = [text for text in loose if text != badge and re.fullmatch(r"(?!暂无|导航)[一-龥]{3,10}", text)]
    if services:
        facts.setdefault("services", "、".join(services))
    if badge:
        facts["station_kind"] = badge
    facts |= _point(group)
    return Draft("station", facts, raw={"text": "\n".join(line.text for line in lines)})


def _take(line: Line, facts: dict[str, str], loose: list[str]) -> None:
    told = narrow(line.text)
    if pairs := pairs_in(line):
        for pair in pairs:
            for name, value in split_value(pair.name.fields, pair.value).items():
                facts.setdefault(FIELDS.get(name, "contact_phone" if name.startswith("contact") else name), value)
        if not re.match(r"\d", told):
            return
    if BADGE.fullmatch(told) or re.fullmatch(r"暂无|无|导航|拨打|电话", told):
        loose.append(told)
    elif re.match(r"主[要营](?:工种|行业)?", told) and re.search(r"[:：]", told):
        facts.setdefault("trades", re.split(r"[:：]", told, maxsplit=1)[1])
    elif (number := first(phones(told))) and len(told) <= 40:
        facts.setdefault("contact_phone", number)
    elif CLOCK.search(told) or HOURS.match(told):
        facts.setdefault("hours" if CLOCK.search(told) else "address", line.text)
    elif is_place(told) or FULL_ADDRESS.match(told) or len(told) > 8:
        facts.setdefault("address", re.sub(r"\s*(?:导航|地图|查看地图|到这去)$", "", line.text))
    else:
        loose += [part.text for part in line.parts] or [line.text]


def _point(group: Group) -> dict[str, str]:
    """Longitude and latitude that the markup gives, whichever stands first: one of the two is above 60 here."""
    found = group.attributes
    pair = (found.get("data-lng") or found.get("data-lon") or found.get("data-longitude"), found.get("data-lat"))
    if not all(pair):
        links = (link.href for line in lines_of(group, True) for link in line.links)
        at = next((m for href in links if (m := POINT.search(href))), None)
        pair = (at[1], at[2]) if at else (None, None)
    one, two = pair
    if not one or not two or not (DEGREES.fullmatch(one.strip()) and DEGREES.fullmatch(two.strip())):
        return {}
    return {"longitude": max(one, two, key=float), "latitude": min(one, two, key=float)}
