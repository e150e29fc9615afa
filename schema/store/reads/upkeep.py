"""The search index and the tallies, kept equal to the jobs inside the transaction that changes them.

Both are derived: `rebuild` makes them anew from the jobs. What was last put in for a job is kept in `search_shadow`, so
that it can be taken out again.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final

from sqlalchemy import BigInteger, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.occupations import occupation
from schema.store.bulk import Found, insert_rows, listed, on_sqlite, run_many
from schema.store.reads import segments
from schema.store.reads.bigrams import folded, folded_once, initials, tokens, tokens_text
from schema.store.reads.combinations import RANKED
from schema.store.reads.listing import Value
from schema.store.reads.searching import text_rowid
from schema.store.reads.tallies import COUNTED, FIELDS, count_cells, every_cell
from schema.vocabulary import JobStatus

CHUNK: Final = 4_000
FORESEEN: Final = 2_048
"""Descriptions whose words are kept: those of two runs' chunks of postings, one that writes and the next."""
WHOLE_CHUNK: Final = 20_000
"""Jobs whose texts are put in together where everything is made anew."""

_SHADOW_COLUMNS: Final = ("job_id", "posted_at", *FIELDS)
_TEXT_COLUMNS: Final = ("title", "employer", "occupation", "description", "initials")
_SHADOW: Final = ", ".join(_SHADOW_COLUMNS)

_SQLITE: Final = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5(
        title, employer, occupation, description, initials,
        content='', contentless_delete=1, tokenize='ascii', prefix='1')""",
    """CREATE TABLE IF NOT EXISTS search_tally (
        scope TEXT NOT NULL, status TEXT NOT NULL, facet TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (scope, status, facet, value)) WITHOUT ROWID""",
    *segments.SETTINGS,
)
_POSTGRES: Final = (
    """CREATE TABLE IF NOT EXISTS search_text (
        job_id bigint PRIMARY KEY, title text NOT NULL, employer text NOT NULL, occupation text NOT NULL,
        description text NOT NULL, initials text NOT NULL, tokens text[] NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS search_tally (
        scope text COLLATE "C" NOT NULL, status text COLLATE "C" NOT NULL, facet text COLLATE "C" NOT NULL,
        value text COLLATE "C" NOT NULL, count bigint NOT NULL, PRIMARY KEY (scope, status, facet, value))""",
)
_BOTH: Final = (
    f"""CREATE TABLE IF NOT EXISTS search_shadow (
        job_id bigint PRIMARY KEY, posted_at bigint NOT NULL,
        {", ".join(f"{field} {'bigint' if field in COUNTED else 'text'}" for field in FIELDS)})""",
)
_INDEXES: Final = (
    "CREATE INDEX IF NOT EXISTS search_tally_top ON search_tally (scope, status, facet, count DESC, value) "
    f"WHERE {RANKED}",
    "CREATE INDEX IF NOT EXISTS search_tally_scopes ON search_tally (facet, status, scope, count) WHERE facet = ''",
)
_POSTGRES_TOKENS: Final = "CREATE INDEX IF NOT EXISTS search_text_tokens ON search_text USING gin (tokens)"


async def install(connection: AsyncConnection) -> None:
    """Make the tables and their indexes where they are missing."""
    await _install_tables(connection)
    for statement in _INDEXES if on_sqlite(connection) else (*_INDEXES, _POSTGRES_TOKENS):
        await connection.execute(text(statement))


async def _install_tables(connection: AsyncConnection) -> None:
    for statement in (*(_SQLITE if on_sqlite(connection) else _POSTGRES), *_BOTH):
        await connection.execute(text(statement.replace(":", "\\:")))


async def drop(connection: AsyncConnection) -> None:
    """Take the tables away."""
    for table in ("search_text", "search_tally", "search_shadow"):
        await connection.execute(text(f"DROP TABLE IF EXISTS {table}"))


async def refresh(connection: AsyncConnection, job_ids: Iterable[int]) -> None:
    """Bring the index and the tallies in line with these jobs, whatever became of them."""
    ordered = sorted(set(job_ids))
    cells: Counter[tuple[str, str, str, str]] = Counter()
    for start in range(0, len(ordered), CHUNK):
        await _refresh_chunk(connection, ordered[start : start + CHUNK], cells)
    await _write_cells(connection, cells)


async def rebuild(connection: AsyncConnection) -> None:
    """Make everything anew from the jobs."""
    for _, step in rebuilding():
        done: int | None = 0
        while done is not None:
            done = await step(connection, done)


Step = Callable[[AsyncConnection, int], Awaitable[int | None]]
"""A part of making everything anew, from after the job of this id on: the last that it has done, None when all are."""


def rebuilding() -> Iterator[tuple[str, Step]]:
    """What `rebuild` makes, in its order. Each call of a step may be a transaction of its own."""
    yield "search tables", _emptied
    yield "texts", _next_texts
    yield "shadow", _said(f"INSERT INTO search_shadow ({_SHADOW}) SELECT {_SHADOWED} FROM job j")
    for at, statement in enumerate(every_cell(), 1):
        yield f"tallies {at}", _said(f"INSERT INTO search_tally (scope, status, facet, value, count) {statement}")
    yield "indexes", _indexed
    yield "one segment of texts", _united


async def _emptied(connection: AsyncConnection, _last: int) -> None:
    await drop(connection)
    await _install_tables(connection)


async def _next_texts(connection: AsyncConnection, last: int) -> int | None:
    found = await connection.execute(text(f"{_JOBS} WHERE j.id > {last} ORDER BY j.id LIMIT {WHOLE_CHUNK}"))
    rows = found.all()
    await _put_texts(connection, rows)
    return int(rows[-1][0]) if rows else None


async def _indexed(connection: AsyncConnection, _last: int) -> None:
    await install(connection)


def _said(statement: str) -> Step:
    async def say(connection: AsyncConnection, _last: int) -> None:
        await connection.execute(text(statement))

    return say


async def _united(connection: AsyncConnection, _last: int) -> None:
    if on_sqlite(connection):
        await connection.execute(text("INSERT INTO search_text (search_text) VALUES ('optimize')"))


async def is_missing(connection: AsyncConnection) -> bool:
    """Whether there are jobs that were never indexed: a database from before the index."""
    await install(connection)
    jobs = await connection.scalar(text("SELECT max(id) FROM job"))
    return jobs is not None and await connection.scalar(text("SELECT max(job_id) FROM search_shadow")) is None


async def _refresh_chunk(
    connection: AsyncConnection, job_ids: Sequence[int], cells: "Counter[tuple[str, str, str, str]]"
) -> None:
    await _take_out(connection, (await connection.execute(_PUT_IN, {"ids": job_ids})).all(), cells)
    rows = (await connection.execute(_STANDING, {"ids": job_ids})).all()
    cells.update(count_cells(row[2 : len(_SHADOW_COLUMNS)] for row in rows))
    await _put_in(connection, rows)


async def _take_out(
    connection: AsyncConnection, rows: Sequence[Found], cells: "Counter[tuple[str, str, str, str]]"
) -> None:
    cells.subtract(count_cells(row[2:] for row in rows))
    if on_sqlite(connection):
        numbers: list[tuple[int, ...]] = sorted((_rowid(row),) for row in rows)
        await run_many(connection, "DELETE FROM search_text WHERE rowid = ?", numbers)
    else:
        await run_many(connection, "DELETE FROM search_text WHERE job_id = ?", [(row[0],) for row in rows])
    await run_many(connection, "DELETE FROM search_shadow WHERE job_id = ?", [(row[0],) for row in rows])


_TEXTS: Final = "e.name, j.title, j.description"
_SHADOWED: Final = ", ".join(("j.id", *(f"j.{field}" for field in _SHADOW_COLUMNS[1:])))
_EMPLOYED: Final = "job j LEFT JOIN employer e ON e.id = j.employer_id"
_JOBS: Final = f"SELECT {_SHADOWED}, {_TEXTS} FROM {_EMPLOYED}"
_PUT_IN: Final = (
    select(text(_SHADOW)).select_from(text("search_shadow")).where(listed(literal_column("job_id", BigInteger), "ids"))
)
_STANDING: Final = (
    select(text(f"{_SHADOWED}, {_TEXTS}"))
    .select_from(text(_EMPLOYED))
    .where(listed(literal_column("j.id", BigInteger), "ids"))
)
"""Of the same columns as `_JOBS`. Statements are made once: text is looked through for parameters each time."""


async def _put_in(connection: AsyncConnection, rows: Sequence[Found]) -> None:
    """Shadow and texts of jobs; the tallies are the caller's."""
    width = len(_SHADOW_COLUMNS)
    await insert_rows(connection, "search_shadow", _SHADOW_COLUMNS, (tuple(row[:width]) for row in rows))
    await _put_texts(connection, rows)


async def _put_texts(connection: AsyncConnection, rows: Sequence[Found]) -> None:
    """The texts of jobs, each made as it is taken: together they are large.

    SQLite's index writes a segment whenever a row id is lower than the one before: in order.
    """
    if on_sqlite(connection):
        ordered = sorted(((_rowid(row), row) for row in rows), key=itemgetter(0))
        worded = ((rowid, *_worded(*_texts(row))) for rowid, row in ordered)
        await insert_rows(connection, "search_text", ("rowid", *_TEXT_COLUMNS), worded)
    else:
        folded_ = ((row[0], _folded(*_texts(row))) for row in rows)
        texts = ((job_id, *texts, _postgres_tokens(texts)) for job_id, texts in folded_)
        await insert_rows(connection, "search_text", ("job_id", *_TEXT_COLUMNS, "tokens"), texts)


_foreseen: dict[str, str] = {}
"""Descriptions in words, the eldest first: only those foreseen, for what a long run writes would push them out."""


def foresee(employer: str, title: str, description: str, code: str) -> None:
    """Put what a job will say in words for SQLite before it is locked: once it is, they are only looked up."""
    if description not in _foreseen:
        while len(_foreseen) >= FORESEEN:
            del _foreseen[next(iter(_foreseen))]
        _foreseen[description] = _in_words(description)
    _worded(employer, title, description, code)


def _texts(row: Sequence[Value]) -> tuple[str, str, str, str]:
    """Employer, title, description, and the code of the occupation."""
    width = len(_SHADOW_COLUMNS)
    employer, title, description = (str(value or "") for value in row[width:])
    return employer, title, description, str(row[_SHADOW_COLUMNS.index("occupation_code")] or "")


def _folded(employer: str, title: str, description: str, code: str) -> tuple[str, str, str, str, str]:
    """In the order of _TEXT_COLUMNS. Nearly every description is another, so none is remembered."""
    return folded(title), folded(employer), _trade(code), folded_once(description), initials(title)


@lru_cache(maxsize=4_096)
def _trade(code: str) -> str:
    """The name of an occupation with its synonyms, folded."""
    found = occupation(code)
    return folded(" ".join((found.name, *found.synonyms))) if found else ""


def _worded(employer: str, title: str, description: str, code: str) -> tuple[str, ...]:
    """The texts as the index of SQLite takes them."""
    described = _described(description)
    return (
        _tokens(folded(title)),
        _tokens(folded(employer)),
        _tokens(_trade(code)),
        described,
        _tokens(initials(title)),
    )


def _described(description: str) -> str:
    return _foreseen.get(description) or _in_words(description)


def _in_words(description: str) -> str:
    return tokens_text(folded_once(description))


@lru_cache(maxsize=4_096)
def _tokens(folded_text: str) -> str:
    """Titles, employers and trades come again and again."""
    return tokens_text(folded_text)


def _postgres_tokens(texts: Sequence[str]) -> list[str]:
    """Pairs and single characters of the four texts; those of the initials marked."""
    plain = {token for each in texts[:4] for token in (*tokens(each), *each.replace(" ", ""))}
    marked = {f"~{token}" for token in (*tokens(texts[4]), *texts[4].replace(" ", ""))}
    return sorted(plain | marked)


def _rowid(row: Sequence[Value]) -> int:
    status = JobStatus[str(row[_SHADOW_COLUMNS.index("status")])]
    return text_rowid(status, int(row[1] or 0), int(row[0] or 0))


_ADD: Final = (
    "INSERT INTO search_tally (scope, status, facet, value, count) {rows} "
    "ON CONFLICT (scope, status, facet, value) DO UPDATE SET count = search_tally.count + excluded.count"
)
_UNNEST: Final = "SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])"


async def _write_cells(connection: AsyncConnection, cells: "Counter[tuple[str, str, str, str]]") -> None:
    rows = [(*cell, count) for cell, count in sorted(cells.items()) if count]
    if not rows:
        return
    if on_sqlite(connection):
        await run_many(connection, _ADD.format(rows="VALUES (?, ?, ?, ?, ?)"), rows)
    else:
        columns = tuple([row[at] for row in rows] for at in range(5))
        await run_many(connection, _ADD.format(rows=_UNNEST), [columns])
    gone = [row[:4] for row in rows if row[4] < 0]
    await run_many(
        connection,
        "DELETE FROM search_tally WHERE scope = ? AND status = ? AND facet = ? AND value = ? AND count = 0",
        gone,
    )
