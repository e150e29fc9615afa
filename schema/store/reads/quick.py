"""The commonest lists without building them anew: the newest jobs of one division, station, employer, event or text.

The text of such a statement depends on its form only (which index, which cursors, which columns), so it is made once by
the general way (`statements`) and kept with the columns; the parameters are put together here.
"""

from operator import itemgetter
from typing import Final

from schema.store.reads.jobs import division_range
from schema.store.reads.listing import Select, Value, Window
from schema.store.reads.listings import listing_of
from schema.store.reads.queries import JobQuery, Query, stem
from schema.store.reads.searching import match_expression, rowids_of
from schema.store.reads.statements import Statement, only_statement
from schema.store.reads.tallies import SCOPE_TOTAL
from schema.store.reads.tallies import total as tallied
from schema.vocabulary import JobOrder

_NAMED: Final = ("events", "employers", "stations", "divisions")
_rest: Final = itemgetter(
    *(place for place, field in enumerate(JobQuery._fields) if field not in ("statuses", "words", *_NAMED))
)
_named: Final = itemgetter(*(JobQuery._fields.index(field) for field in _NAMED))
_PLAIN: Final = _rest(JobQuery())
assert JobQuery().order is JobOrder.NEWEST


def quick_total(query: Query) -> Statement | None:
    """The statement that yields a list's total, where tallies tell it."""
    if type(query) is not JobQuery or query.nothing:
        return None
    if (scope := _one_scope(query)) is not None:
        return SCOPE_TOTAL, (scope, str(query.statuses[0]), "", "")
    told = tallied(query)
    return None if told is None else (told.sql, told.parameters)


def _one_scope(query: JobQuery) -> str | None:
    """The scope of a question that names one division or station, one status, and nothing else."""
    if query.words or len(query.statuses) != 1 or _rest(query) != _PLAIN:
        return None
    events, employers, stations, divisions = _named(query)
    if events or employers or len(stations) + len(divisions) != 1:
        return None
    if stations:
        return f"s{stations[0]}"
    return None if len(divisions[0]) == 12 else f"d{divisions[0]}"  # communities are not tallied


def quick_statement(query: Query, window: Window, select: Select, dialect: str) -> Statement | None:
    """The one statement of a page; None where the list is not of the common form. Texts are SQLite's only."""
    if type(query) is not JobQuery or len(query.statuses) != 1 or _rest(query) != _PLAIN:
        return None
    form = ""
    named: tuple[Value, ...] = ()
    for field, members in zip(_NAMED, _named(query), strict=True):
        if members:
            if form or len(members) != 1:
                return None
            form, named = _form(field, members[0])
    after, before = window.after, window.before
    last: tuple[Value, ...] = (str(query.statuses[0]),)
    if query.words:
        if form or after or before or dialect != "sqlite":
            return None
        form, last = "text", (match_expression(query.words, 2), *rowids_of(query.statuses[0]))
    key = (dialect, form, after is None, before is None, window.backward)
    text = select.texts.get(key)
    if text is None:
        listing = listing_of(query, dialect)
        text = select.texts[key] = only_statement(listing, window, select)
    if after is None and before is None:
        return text, (*named, *last, window.limit + 1)
    return text, (*named, *last, *(after or ()), *(before or ()), window.limit + 1)


def _form(field: str, member: Value) -> tuple[str, tuple[Value, ...]]:
    """The index that is walked, and the parameters of its range."""
    if field != "divisions":
        return field, (member,)
    code = str(member)
    if len(code) == 12:
        return "community", tuple(value for each in division_range(code)[1] for value in each.parameters)
    return f"{len(stem(code))}", (code,)
