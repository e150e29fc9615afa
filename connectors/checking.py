"""`doorstep check`: whether a connector reads a source well, and notices when the source has a bad day.

From recorded pages alone: keys, fill rates, encodings, paging and repeatability (`judging.py`); then the pages are
turned against the connector (`turns.py`), and no bad day may pass for a good run.
"""

from collections.abc import Callable, Mapping, Sequence

from connectors.judging import Expected, Reading, judge, read
from connectors.protocol import Connector
from connectors.recording import Recording, turned
from connectors.reports import Check, CheckReport
from connectors.turns import BAD_DAYS, BadDay, on_all, on_later

LOST_AT_MOST = 0.5
"""A run with fewer than this share of the records of the time before is held, so it has been noticed."""
FILL_LOST_AT_MOST = 0.2


async def check(recording: Recording, make: Callable[[], Connector], expected: Expected | None = None) -> CheckReport:
    """Read the recording, read it again, then read it on every bad day; never raises for the connector's faults."""
    first = await read(make(), recording.context())
    again = await read(make(), recording.context())
    checks = judge(recording, first, again, expected or Expected())
    if first.found:
        checks += [each for day in BAD_DAYS for each in await _on(day, recording, make, first)]
    return CheckReport(recording.source, recording.connector, tuple(checks), len(first.found), first.fill())


async def _on(day: BadDay, recording: Recording, make: Callable[[], Connector], good: Reading) -> list[Check]:
    """The day on every page, and, where there are more, on every page but the first."""
    cases = [(day.name, "", "", on_all)]
    if len(recording.exchanges) > 1 and day.later:
        cases.append((f"{day.name}-later", "（第一页之后）", " after the first page", on_later))
    checks = []
    for name, zh, en, where in cases:
        exchanges = where(recording.exchanges, day.turn)
        if exchanges == list(recording.exchanges):
            continue
        reading = await read(make(), turned(recording, exchanges).context())
        checks.append(_noticed(day, name, day.zh + zh, day.en + en, good, reading))
    return checks


def _noticed(day: BadDay, name: str, zh: str, en: str, good: Reading, bad: Reading) -> Check:
    """A bad day is noticed, or it makes no difference; what passes for a good run with less in it fails."""
    code, told_zh, told_en = _ending(day, good, bad)
    passed = code != "UNNOTICED"
    return Check(f"turn-{name}", passed, f"{zh}：{told_zh}", f"{en}: {told_en}", code)


def _ending(day: BadDay, good: Reading, bad: Reading) -> tuple[str, str, str]:
    found, before = len(bad.found), len(good.found)
    if bad.crash:
        return "CONNECTOR_FAILED", f"连接器自身出错（{bad.crash}）。", f"the connector itself fails ({bad.crash})."
    if bad.error:
        return bad.error.code, f"以 {bad.error.code} 结束。", f"ends with {bad.error.code}."
    if not bad.said.complete:
        return "PARTIAL", f"读到 {found} 条，未称读完。", f"{found} records, and not said to be complete."
    if len(bad.rejects) > len(good.rejects):
        return "PARTIAL", f"{len(bad.rejects)} 条未能采用。", f"{len(bad.rejects)} records rejected."
    if day.may_be_held and found < before * LOST_AT_MOST:
        return "HELD", f"只有 {found} 条，平时 {before} 条，会被搁置。", f"{found} records, usually {before}: held."
    lost = _lost_fields(good.fill(), bad.fill())
    if found < before or lost:
        return (
            "UNNOTICED",
            f"少了 {before - found} 条，字段变空：{'、'.join(lost) or '无'}，却称一切正常。",
            f"{before - found} records fewer, fields emptied: {', '.join(lost) or 'none'}, yet it says all is well.",
        )
    return "UNCHANGED", "不受影响。", "makes no difference."


def _lost_fields(good: Mapping[str, float], bad: Mapping[str, float]) -> Sequence[str]:
    return [name for name, share in good.items() if share - bad.get(name, 0.0) > FILL_LOST_AT_MOST]
