"""Postings, sources and databases for the tests of the store."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from schema.changes import RunReport
from schema.store import intake, sources
from schema.store.engine import Database
from schema.store.instants import SHANGHAI
from schema.store.sources import Source, SourceEntry
from schema.store.staging import Taken, Unread
from schema.values import Contact, EmployerName, Pay, Place, Posting, Requirements
from schema.vocabulary import EmployerKind, Employment, JobStatus, PayUnit, PlacePrecision, Workplace

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=SHANGHAI)
A_NIGHT = timedelta(days=1)

TITLES = ("缝纫工", "收银员", "焊工", "保洁员", "搬运工", "仓管员", "厨师", "分拣员", "电工", "司机", "质检员", "文员")


def posting(number: int, **other: Any) -> Posting:  # Any: fields of Posting
    """A posting unlike that of any other number."""
    usual: dict[str, Any] = {  # Any: as above
        "external_id": f"A-{number}",
        "title": f"{TITLES[number % len(TITLES)]}（{number}号）",
        "pay": Pay("面议", Decimal(150 + number), Decimal(200 + number), PayUnit.DAY, hourly_estimate=Decimal("18.75")),
        "requirements": Requirements(),
        "employment": Employment.GIG,
        "workplace": Workplace.ON_SITE,
        "status": JobStatus.OPEN,
        "place": Place(f"广州市荔湾区芳村{number}号", "440103", PlacePrecision.DISTRICT),
        "employer": company(number),
        "contact": Contact("陈生", f"138{number:08d}"),
        "posted_at": NOW - timedelta(days=1),
    }
    return Posting(**(usual | other))


def company(number: int, code: str | None = None) -> EmployerName:
    name = f"广州市第{number}茶叶有限公司"
    return EmployerName(name, EmployerKind.COMPANY, code, f"第{number}茶叶")


async def register(database: Database, key: str = "tea", **other: Any) -> Source:  # Any: fields of SourceEntry
    usual: dict[str, Any] = {"key": key, "name": "芳村茶叶市场", "connector": "board"}  # Any: as above
    return await sources.register(database, SourceEntry(**(usual | other)), NOW)


async def take(
    database: Database, batch: Sequence[Taken | Unread], *, key: str = "tea", now: datetime = NOW, complete: bool = True
) -> RunReport:
    """One whole run of a source."""
    handle = await intake.begin(database, key, now)
    if batch:
        await handle.stage(batch)
    return await handle.finish(complete=complete)
