"""Words as SQL: phrases of the text index on SQLite, arrays of tokens with a second look on PostgreSQL.

The text index of SQLite holds one row a job, whose row id packs (status, posted_at, id): walked backwards it goes from
new to old, and stops early.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from schema.store.reads.bigrams import phrase
from schema.store.reads.listing import Branch, Condition, Constant, Key, Packed
from schema.store.reads.queries import Word
from schema.vocabulary import JobStatus

STATUS_SHIFT: Final = 61
POSTED_SHIFT: Final = 28
NUMBER_MASK: Final = (1 << POSTED_SHIFT) - 1
STATUS_CODES: Final = {JobStatus.OPEN: 0, JobStatus.EXPIRED: 1, JobStatus.WITHDRAWN: 2}
PLACES: Final = ("title", "title employer occupation", "title employer occupation description")
"""The columns of the three rounds of relevance."""
_NEWEST: Final = (Key("t.posted_at", True), Key("t.id", True))


def text_rowid(status: JobStatus, posted_at: int, number: int) -> int:
    """The row id of a job in the text index; ids up to 268 million, instants up to the year 2242."""
    return (STATUS_CODES[status] << STATUS_SHIFT) + (min(max(posted_at, 0), 2**33 - 1) << POSTED_SHIFT) + number


def rowids_of(status: JobStatus) -> tuple[int, int]:
    """The first and the last row id that jobs of a status may have."""
    base = STATUS_CODES[status] << STATUS_SHIFT
    return base, base + (1 << STATUS_SHIFT) - 1


def text_branches(
    words: Sequence[Word], statuses: Sequence[JobStatus], place: int | None, dialect: str
) -> Iterator[Branch]:
    """The jobs of each status in which all words occur, newest first; of one round of relevance where `place`."""
    make = _sqlite_branch if dialect == "sqlite" else _postgres_branch
    for status in statuses:
        branch = make(words, status, place)
        if place is None:
            yield branch
        else:
            order = (Key(str(place)), *_NEWEST)
            yield Branch(
                branch.conditions, None, branch.ordered, branch.source, order, Constant(place, place), branch.packed
            )


def text_total(words: Sequence[Word], status: JobStatus) -> Condition:
    """The statement that counts the jobs of a status in which all words occur, from the text index alone (SQLite)."""
    sql = "SELECT count(*) FROM search_text f WHERE f.search_text MATCH ? AND f.rowid BETWEEN ? AND ?"
    return Condition(sql, (match_expression(words, 2), *rowids_of(status)))


def text_condition(words: Sequence[Word], dialect: str, place: int = 2) -> Condition:
    """All words occur in the columns of a round, checked on a job that was found otherwise."""
    if dialect == "sqlite":
        rowid = "(CASE t.status WHEN 'OPEN' THEN 0 WHEN 'EXPIRED' THEN 1 ELSE 2 END << 61) + (t.posted_at << 28) + t.id"
        return Condition(
            f"EXISTS (SELECT 1 FROM search_text f WHERE f.rowid = {rowid} AND f.search_text MATCH ?)",
            (match_expression(words, place),),
        )
    found = _postgres_words(words, place)
    return Condition(f"EXISTS (SELECT 1 FROM search_text f WHERE f.job_id = t.id AND {found.sql})", found.parameters)


@lru_cache(maxsize=4096)
def match_expression(words: tuple[Word, ...], place: int) -> str:
    """All words, each in one of the columns of a round, as FTS5 says it."""
    return " AND ".join(_word(word, place) for word in words)


def _word(word: Word, place: int) -> str:
    spelt = " OR ".join(_quoted(spelling) for spelling in word.spellings)
    found = f"{{{PLACES[place]}}} : ({spelt})"
    return f"({found} OR initials : {_quoted(word.initials)})" if word.initials else f"({found})"


def _quoted(spelling: str) -> str:
    return f'"{" ".join(phrase(spelling))}"' + ("*" if len(spelling) == 1 else "")


def _sqlite_branch(words: Sequence[Word], status: JobStatus, place: int | None) -> Branch:
    base = STATUS_CODES[status] << STATUS_SHIFT
    expression = match_expression(words, 2 if place is None else place)
    if place:
        expression = f"({expression}) NOT ({match_expression(words, place - 1)})"
    return Branch(
        (
            Condition("f.search_text MATCH ?", (expression,)),
            Condition("f.rowid BETWEEN ? AND ?", rowids_of(status)),
            Condition(f"t.id = (f.rowid & {NUMBER_MASK})"),
        ),
        source="search_text f CROSS JOIN job t",
        packed=Packed("f.rowid", base, POSTED_SHIFT),
    )


def _postgres_branch(words: Sequence[Word], status: JobStatus, place: int | None) -> Branch:
    found = _postgres_words(words, 2 if place is None else place)
    conditions = [Condition("t.id = f.job_id"), Condition("t.status = ?", (status.value,)), found]
    if place:
        earlier = _postgres_words(words, place - 1)
        conditions.append(Condition(f"NOT ({earlier.sql})", earlier.parameters))
    return Branch(tuple(conditions), None, False, "search_text f CROSS JOIN job t")


def _postgres_words(words: Sequence[Word], place: int) -> Condition:
    """Tokens find the rows in the index, position() looks whether they stand side by side in one of the columns."""
    parts: list[str] = []
    parameters: list[str] = []
    for word in words:
        spelt = []
        for spelling in word.spellings:
            looks = [f"position(? in f.{column}) > 0" for column in PLACES[place].split()]
            spelt.append(f"(f.tokens @> string_to_array(?, ' ') AND ({' OR '.join(looks)}))")
            parameters += [" ".join(phrase(spelling)), *[spelling] * len(looks)]
        if word.initials:
            spelt.append("(f.tokens @> string_to_array(?, ' ') AND position(? in f.initials) > 0)")
            parameters += [" ".join("~" + token for token in phrase(word.initials)), word.initials]
        parts.append(f"({' OR '.join(spelt)})")
    return Condition(" AND ".join(parts), tuple(parameters))
