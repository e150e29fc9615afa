"""The quick way to a page around a point yields what the general way does, however it guesses."""

import random
from pathlib import Path

from schema.store.reads.listing import Select, Window
from schema.store.reads.listings import listing_of
from schema.store.reads.nearby import BANDS, nearby_statement
from schema.store.reads.queries import Circle, JobQuery
from schema.store.reads.sqlite import SqliteReader
from schema.store.reads.statements import group_statements, groups, window_page
from schema.vocabulary import JobOrder, JobStatus
from tests.graph.test_explaining import plan_of

SELECT = Select("job", (("t", "id"), ("t", "title")))


def asked(chance: random.Random) -> tuple[JobQuery, Window]:
    circle = Circle(
        23.1054 + chance.gauss(0, 0.02), 113.2443 + chance.gauss(0, 0.02), chance.choice((300.0, 1500.0, 9000.0))
    )
    status = chance.choice(tuple(JobStatus))
    return JobQuery((status,), circle=circle, order=JobOrder.NEAREST), Window(chance.choice((0, 1, 5, 20, 100)))


async def test_a_page_around_a_point_is_that_of_the_general_way(seeded_file: Path) -> None:
    reader, chance = SqliteReader(seeded_file), random.Random(7)
    filled = 0
    for _ in range(300):
        query, window = asked(chance)
        listing = listing_of(query, "sqlite")
        statements = [
            statement
            for group in groups(listing, backward=False)
            for statement in group_statements(listing, group, window, SELECT, window.limit + 1)
        ]
        assert len(statements) == 1
        expected = window_page(reader._run(*statements[0]), window)
        assert expected == (await reader.pages([query], window, SELECT))[0]
        filled += expected.has_next
    assert reader._guesses
    assert filled > 50
    await reader.close()


async def test_it_reads_keys_from_the_index_of_cells(seeded_file: Path) -> None:
    reader = SqliteReader(seeded_file)
    query, window = asked(random.Random(1))
    select = Select("job", (("t", "id"),))
    await reader.pages([query], window, select)
    (text,) = select.texts.values()
    await reader.close()
    steps = plan_of(seeded_file, text, (None,) * text.count("?"))
    assert any("USING COVERING INDEX ix_job_cell (status=? AND cell>? AND cell<?)" in step for step in steps), steps
    assert not any(step.startswith("SCAN t") for step in steps), steps


def test_of_a_small_circle_it_reads_only_the_latitudes_of_each_cell(seeded_file: Path) -> None:
    circle = Circle(23.1054, 113.2443, 300.0)
    query = JobQuery(circle=circle, order=JobOrder.NEAREST)
    text, parameters = nearby_statement(query, circle, Select("job", (("t", "id"),)), 5, BANDS)
    steps = plan_of(seeded_file, text, parameters)
    assert any("ix_job_cell (status=? AND cell=? AND latitude>? AND latitude<?)" in step for step in steps), steps
