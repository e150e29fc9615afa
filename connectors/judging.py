"""What a reading of recorded pages is judged by: keys, fill rates, encodings, paging and repeatability."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from connectors.charsets import canonical
from connectors.context import OfflineContext, Said
from connectors.previewing import frame_of
from connectors.protocol import Connector
from connectors.recording import Recording
from connectors.reports import Check
from schema.normalising import normalise
from schema.problems import DoorstepError
from schema.records import EventRecord, Gone, JobRecord, PolicyRecord, Record, Reject, StationRecord
from schema.store.expecting import unmet
from schema.store.shape import Shape

RECORDS_AT_MOST = 200_000
"""A connector that goes on beyond this pages in a circle."""
REJECTS_AT_MOST = 0.5
ENOUGH_OF_TOTAL = 0.9
"""Sources count what they list twice, and what is gone, in the number they give."""
FIELDS = tuple(each.name for each in fields(JobRecord) if each.name not in ("external_id", "given", "raw"))


@dataclass(frozen=True, slots=True)
class Expected:
    """What a source should give, where its manifest or owner says so."""

    least: int = 1
    """Records of any kind."""
    fill: Mapping[str, float] = field(default_factory=dict)
    """The least share of jobs with a field, by the field's name in `JobRecord`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a recording: what came out, what the connector said, and what it ended with."""

    records: tuple[Record, ...]
    said: Said
    error: DoorstepError | None = None
    crash: str | None = None

    @property
    def jobs(self) -> list[JobRecord]:
        return [each for each in self.records if isinstance(each, JobRecord)]

    @property
    def found(self) -> list[JobRecord | EventRecord | PolicyRecord | StationRecord]:
        return [each for each in self.records if not isinstance(each, Gone | Reject)]

    @property
    def rejects(self) -> list[Reject]:
        return [each for each in self.records if isinstance(each, Reject)]

    def fill(self) -> dict[str, float]:
        """The share of jobs with each field, 0 to 1; empty without jobs."""
        jobs = self.jobs
        return {name: sum(bool(getattr(job, name)) for job in jobs) / len(jobs) for name in FIELDS if jobs}


async def read(connector: Connector, context: OfflineContext) -> Reading:
    """All that a connector yields from a context, however it ends."""
    records: list[Record] = []
    error: DoorstepError | None = None
    crash: str | None = None
    try:
        async for record in connector.read(context):
            records.append(record)
            if len(records) >= RECORDS_AT_MOST:
                crash = f"more than {RECORDS_AT_MOST} records"
                break
    except DoorstepError as raised:
        error = raised
    except Exception as raised:
        crash = f"{type(raised).__name__}: {raised}"[:200]
    return Reading(tuple(records), context.said, error, crash)


def judge(recording: Recording, first: Reading, again: Reading, expected: Expected) -> list[Check]:
    """The checks of a reading, in the order in which a person should mend them."""
    return [
        _reads(first, expected),
        _keys(first),
        _filled(first, expected),
        _expected(recording, first),
        _encodings(recording),
        _paging(first),
        _repeatable(first, again),
    ]


def _reads(reading: Reading, expected: Expected) -> Check:
    name = "reads"
    if reading.crash:
        return Check(
            name,
            False,
            f"连接器自身出错：{reading.crash}。请改用 Reject 或 DoorstepError 说明原因。",
            f"the connector failed: {reading.crash}. Yield a Reject or raise a DoorstepError instead.",
        )
    if reading.error:
        problem = reading.error.problem
        return Check(name, False, problem.zh, f"{problem.code}: {problem.en}")
    found, rejects = len(reading.found), len(reading.rejects)
    passed = found >= expected.least and rejects <= (found + rejects) * REJECTS_AT_MOST
    return Check(
        name,
        passed,
        f"读到 {found} 条记录（至少应有 {expected.least} 条），{rejects} 条未能采用。",
        f"{found} records read (at least {expected.least} are expected), {rejects} rejected.",
    )


def _keys(reading: Reading) -> Check:
    """A record that is listed twice stands once; two records of one key would overwrite each other."""
    names: dict[tuple[str, str], set[str]] = {}
    for each in reading.found:
        key, name = (each.key, each.name) if isinstance(each, StationRecord) else (each.external_id, each.title)
        names.setdefault((type(each).__name__, key), set()).add(name)
    shared = [key for (_, key), called in names.items() if len(called) > 1]
    blank = sum(not key.strip() for _, key in names)
    return Check("keys", not shared and not blank, *_key_sentences(len(shared), blank, "、".join(shared[:5])))


def _key_sentences(shared: int, blank: int, shown: str) -> tuple[str, str]:
    if not shared and not blank:
        return "编号唯一。", "Every key is unique."
    return (
        f"{shared} 个编号用于不同的记录（{shown}），{blank} 类记录没有编号：编号必须唯一且不变。",
        f"{shared} keys stand for different records ({shown}), {blank} kinds of record have none: a key must be unique"
        " and stay the same.",
    )


def _filled(reading: Reading, expected: Expected) -> Check:
    fill = reading.fill()
    if not fill:
        return Check("fill", True, "没有岗位，不统计字段。", "There are no jobs, so no fields to count.")
    wanted = {"title": 1.0, **expected.fill}
    short = {name: share for name, share in wanted.items() if fill.get(name, 0.0) < share}
    told = ", ".join(f"{name} {fill.get(name, 0.0):.0%} < {share:.0%}" for name, share in short.items())
    rates = ", ".join(f"{name} {share:.0%}" for name, share in fill.items() if share)
    return Check(
        "fill",
        not short,
        f"字段不足：{told}。" if short else f"字段填充率：{rates}。",
        f"fields fall short: {told}." if short else f"fields filled: {rates}.",
    )


def _expected(recording: Recording, reading: Reading) -> Check:
    """What the config's `expect` asks of a good run (records, fill), by the rule that a run is held to."""
    frame = frame_of(recording.context())
    shape = Shape()
    made = (normalise(job, frame) for job in reading.jobs)
    shape.add([posting for posting in made if not isinstance(posting, Reject)])
    problem = unmet(recording.config.get("expect"), shape, len(reading.found))
    if problem is not None:
        return Check("expect", False, problem.zh, problem.en, problem.code)
    return Check("expect", True, "达到 expect 的要求。", "what `expect` asks for is there.")


def _encodings(recording: Recording) -> Check:
    """Every page of text decodes; a page that declares another charset than it has is told, not failed."""
    wrong, garbled = [], []
    for page in [each.page for each in recording.exchanges if each.page]:
        if page.form not in ("html", "json", "xml", "csv", "text"):
            continue
        declared = page.headers.get("content-type", "").partition("charset=")[2].strip("\"' ")
        try:
            if declared and canonical(declared) not in (page.charset, None):
                wrong.append(f"{page.where} ({declared} → {page.charset})")
        except DoorstepError:
            garbled.append(page.where)
    told = "; ".join(wrong[:3])
    if garbled:
        return Check(
            "encodings", False, f"读出来是乱码：{'、'.join(garbled[:3])}。", f"garbled pages: {', '.join(garbled[:3])}."
        )
    return Check(
        "encodings",
        True,
        f"编码正常。{f'声明与实际不符：{told}。' if wrong else ''}",
        f"Every page can be read. {f'Declared and real charset differ: {told}.' if wrong else ''}".strip(),
    )


def _paging(reading: Reading) -> Check:
    """The source was read to its end, and its own count agrees."""
    total, read = reading.said.total, len(reading.records)
    pages = reading.said.requests
    if not reading.said.complete:
        return Check(
            "paging",
            False,
            f"读了 {pages} 页后没有调用 complete()：缺少这一步，下架的岗位不会被撤下。",
            f"{pages} pages were read but complete() was not called: without it no job that is gone is ever withdrawn.",
        )
    zh = f"，来源自称 {total} 条" if total is not None else ""
    en = f"; the source itself says {total}" if total is not None else ""
    return Check(
        "paging",
        total is None or read >= total * ENOUGH_OF_TOTAL,
        f"读了 {pages} 页、{read} 条{zh}。",
        f"{pages} pages and {read} records were read{en}.",
    )


def _repeatable(first: Reading, again: Reading) -> Check:
    same = first.records == again.records and (first.error is None) == (again.error is None)
    return Check(
        "repeatable",
        same,
        "两次读取结果一致。" if same else "同样的页面读两次，结果不同：请不要用随机数或当前时间。",
        "Two readings are equal."
        if same
        else "the same pages gave different records the second time: use neither randomness nor the time of day.",
    )
