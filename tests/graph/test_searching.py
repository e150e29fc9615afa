"""Search finds what looking through every text would find, in one character as in ten, on both databases."""

import random
from pathlib import Path

import orjson
import pytest
from graphql import parse, validate

from gateway.execution import execute, prepare
from gateway.graph.checking import words
from gateway.graph.context import Services
from gateway.graph.schema import graphql_schema
from gateway.graph.viewer import PUBLIC
from schema.store.reads import crowds
from schema.store.reads.bigrams import folded, phrase, tokens, words_of
from schema.store.reads.near import square_of
from schema.store.reads.queries import Circle, JobQuery, Word
from schema.store.reads.reader import Reader
from schema.vocabulary import JobOrder, JobStatus
from tests.graph.facts import ids, jobs, newest

EVERY = tuple(JobStatus)


@pytest.mark.parametrize("length", [1, 2, 3, 5, 8])
async def test_recall_equals_substring_search(reader: Reader, seeded_file: Path, length: int) -> None:
    chance = random.Random(length)
    known = jobs(seeded_file)
    runs = sorted({run for job in chance.sample(known, 60) for text in job["texts"] for run in text.split()})
    pieces = [(run, chance.randrange(len(run) - length + 1)) for run in runs if len(run) >= length]
    for run, start in chance.sample(pieces, min(12, len(pieces))):
        word = run[start : start + length]
        expected = newest(job for job in known if any(word in text for text in job["texts"]))
        found = await ids(reader, JobQuery(words=(Word((word,)),), statuses=EVERY))
        assert found == expected, word


async def test_all_words_must_occur_in_whichever_text(reader: Reader, seeded_file: Path) -> None:
    query = JobQuery(words=(Word(("茶叶",)), Word(("工",))))
    expected = [
        job
        for job in jobs(seeded_file)
        if job["status"] == "OPEN" and all(any(word in text for text in job["texts"]) for word in ("茶叶", "工"))
    ]
    assert await ids(reader, query) == newest(expected)


async def test_relevance_puts_the_title_first_then_names_then_the_description(
    reader: Reader, seeded_file: Path
) -> None:
    known = {job["id"]: job for job in jobs(seeded_file)}
    found = await ids(reader, JobQuery(words=(Word(("分拣",)),), order=JobOrder.RELEVANCE))
    rounds = [
        next(at for at, width in enumerate((1, 3, 4)) if any("分拣" in t for t in known[n]["texts"][:width]))
        for n in found
    ]
    assert rounds == sorted(rounds)
    assert {0, 2} <= set(rounds)
    assert sorted(found) == sorted(await ids(reader, JobQuery(words=(Word(("分拣",)),))))


@pytest.mark.parametrize("order", [JobOrder.NEAREST, JobOrder.NEWEST, JobOrder.RELEVANCE, JobOrder.HIGHEST_PAID])
@pytest.mark.parametrize("metres", [2_000.0, 20_000.0])
async def test_a_text_around_a_point_is_found_alike_in_a_crowd(
    reader: Reader, seeded_file: Path, monkeypatch: pytest.MonkeyPatch, metres: float, order: JobOrder
) -> None:
    circle = Circle(23.1054, 113.2443, metres)
    query = JobQuery(words=(Word(("工",)),), circle=circle, statuses=(JobStatus.OPEN, JobStatus.EXPIRED), order=order)
    found = {}
    for crowd in (0, 5_000):
        monkeypatch.setattr(crowds, "CROWD", crowd)
        found[crowd] = await ids(reader, query)
        assert await reader.counts([query]) == [len(found[crowd])]
        assert found[crowd][:3] == await ids(reader, query, 3)
    assert found[0] == found[5_000]
    assert sorted(found[0]) == sorted(
        job["id"]
        for job in jobs(seeded_file)
        if job["status"] in ("OPEN", "EXPIRED")
        and job["latitude"] is not None
        and square_of(circle, job["latitude"], job["longitude"]) <= metres * metres
        and any("工" in text for text in job["texts"])
    )
    assert found[0]


async def test_relevance_within_a_few_jobs_is_the_same_as_overall(reader: Reader) -> None:
    plain = JobQuery(words=(Word(("工",)),), order=JobOrder.RELEVANCE)
    overall = await ids(reader, plain)
    within = await ids(reader, plain.within("employers", 1))
    assert within == [number for number in overall if number in set(within)]
    assert within


@pytest.mark.parametrize(
    "status", [(JobStatus.OPEN,), (JobStatus.EXPIRED, JobStatus.WITHDRAWN)], ids=["open", "closed"]
)
async def test_text_combines_with_status_division_and_order(
    reader: Reader, seeded_file: Path, status: tuple[JobStatus, ...]
) -> None:
    query = JobQuery(words=(Word(("工",)),), statuses=status, divisions=("440000",), order=JobOrder.HIGHEST_PAID)
    expected = [
        job
        for job in jobs(seeded_file)
        if job["status"] in status and job["province_code"] == "440000" and any("工" in text for text in job["texts"])
    ]
    paid = sorted(
        expected, key=lambda job: (job["hourly_estimate"] is None, -(job["hourly_estimate"] or 0), -job["id"])
    )
    assert await ids(reader, query) == [job["id"] for job in paid]
    assert paid


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("byg", "搬运工", id="initials"),
        pytest.param("搬運工", "搬运工", id="traditional"),
        pytest.param("ＣＮＣ", "CNC操作员", id="full width"),
        pytest.param("cnc", "CNC操作员", id="lower case"),
        pytest.param("搬运", "装卸工", id="synonym"),
    ],
)
async def test_a_question_is_read_as_people_write_it(reader: Reader, text: str, title: str) -> None:
    document = parse("query($t: String) { jobs(filter: {text: $t}, first: 100) { nodes { title } } }")
    assert validate(graphql_schema(), document) == []
    answer = await execute(prepare(document, None), {"t": text}, PUBLIC, Services(reader))
    titles = [node["title"] for node in orjson.loads(answer.body)["data"]["jobs"]["nodes"]]
    assert any(title in found for found in titles), titles


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("搬运工", ["搬运", "运工", "工"], id="pairs and the last alone"),
        pytest.param("a 工", ["a", "工"], id="runs apart"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_text_is_cut_into_pairs(text: str, found: list[str]) -> None:
    assert tokens(text) == found


@pytest.mark.parametrize(
    ("word", "found"), [("搬", ("搬",)), ("搬运", ("搬运",)), ("搬运工", ("搬运", "运工"))], ids=["one", "two", "three"]
)
def test_a_word_is_a_phrase_of_pairs(word: str, found: tuple[str, ...]) -> None:
    assert phrase(word) == found


@pytest.mark.parametrize(
    "text", ['"', "'", "a*b", "(x", "NOT", "{title}", "工 AND", "-工", "^工", ":", "\\", "%", "_", "\x00"]
)
async def test_signs_of_a_query_language_are_only_text(reader: Reader, text: str) -> None:
    assert isinstance(await ids(reader, JobQuery(words=words(text))), list)


def test_folding_keeps_signs_and_joins_nothing() -> None:
    assert folded("CNC／Ａ-1  工") == folded("cnc/a-1 工")
    assert words_of("搬運　工 工") == ("搬运", "工")
