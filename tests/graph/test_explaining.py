"""What SQLite does for the questions people ask most: the index that was chosen for each, and no scan of all jobs."""

from pathlib import Path

import apsw
import pytest

from schema.store.reads.listing import Select, Value, Window
from schema.store.reads.listings import listing_of
from schema.store.reads.queries import Circle, JobQuery, Query, RunQuery, Word
from schema.store.reads.statements import count_statements, group_statements, groups
from schema.vocabulary import JobOrder, JobStatus

HERE = Circle(23.1054, 113.2443, 923.0)
ASKED: dict[str, tuple[Query, str]] = {
    "newest": (JobQuery(), "ix_job_newest"),
    "province": (JobQuery(divisions=("440000",)), "ix_job_province"),
    "city": (JobQuery(divisions=("440100",)), "ix_job_city"),
    "district": (JobQuery(divisions=("440103",)), "ix_job_district"),
    "district with filters": (
        JobQuery(divisions=("440103",), employment=("GIG",), pay_at_least=1, age=40),
        "ix_job_district",
    ),
    "street": (JobQuery(divisions=("440103001",)), "ix_job_street"),
    "community": (JobQuery(divisions=("440103001001",)), "ix_job_street"),
    "employer": (JobQuery(employers=(1,)), "ix_job_employer"),
    "station": (JobQuery(stations=(1,)), "ix_job_station"),
    "event": (JobQuery(events=(1,)), "ix_job_event"),
    "highest paid": (JobQuery(order=JobOrder.HIGHEST_PAID), "ix_job_paid"),
    "closing soon": (JobQuery(order=JobOrder.CLOSING_SOON), "ix_job_expires"),
    "near": (JobQuery(order=JobOrder.NEAREST, circle=HERE), "ix_job_cell"),
    "text": (JobQuery(words=(Word(("搬运",)),)), "search_text|f VIRTUAL TABLE|SCAN f"),
    "relevance": (JobQuery(words=(Word(("搬运",)),), order=JobOrder.RELEVANCE), "search_text|SCAN f"),
    "runs": (RunQuery(1), "ix_run_source_id_id"),
}


def plan_of(path: Path, sql: str, parameters: tuple[Value, ...]) -> list[str]:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    finally:
        connection.close()


@pytest.mark.parametrize("after", [False, True], ids=["first page", "later page"])
@pytest.mark.parametrize("name", ASKED)
def test_a_page_walks_the_index_that_was_chosen(seeded_file: Path, name: str, after: bool) -> None:
    query, index = ASKED[name]
    listing = listing_of(query, "sqlite")
    keys = tuple(0.5 if "latitude" in key.sql else 1 for key in listing.order)
    select = Select(listing.table, (("t", "id"),))
    window = Window(20, after=keys if after else None)
    for group in groups(listing, backward=False):
        for statement in group_statements(listing, group, window, select, 21):
            steps = plan_of(seeded_file, *statement)
            assert any(each in step for step in steps for each in index.split("|")), steps
            assert not any(step.startswith("SCAN t") for step in steps), steps
            if all(branch.ordered for branch in group):
                assert not any("TEMP B-TREE" in step for step in steps), steps


@pytest.mark.parametrize("name", ASKED)
def test_a_total_scans_no_table(seeded_file: Path, name: str) -> None:
    for sql, parameters in count_statements(listing_of(ASKED[name][0], "sqlite")):
        steps = plan_of(seeded_file, sql, parameters)
        assert not any(step.startswith("SCAN t") for step in steps), steps


def test_several_statuses_are_several_ranges_of_one_index() -> None:
    listing = listing_of(JobQuery(statuses=tuple(JobStatus), divisions=("440103", "440104")), "sqlite")
    assert [branch.index for branch in listing.branches] == ["ix_job_district"] * 6
