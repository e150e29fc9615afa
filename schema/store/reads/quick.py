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
from schema.store.reads.statements import Statement, group_statements
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
    told = tallied(query) if type(query) is JobQuery and not query.nothing else None
    return None if told is None else (told.sql, told.parameters)


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
    texts = select.texts
    cursors = (*(window.after or ()), *(window.before or ()))
    last: tuple[Value, ...] = (query.statuses[0].value,)
    if query.words:
        if form or cursors or dialect != "sqlite":
            return None
        form, last = "text", (match_expression(query.words, 2), *rowids_of(query.statuses[0]))
    key = (dialect, form, window.after is None, window.before is None, window.backward)
    text = texts.get(key)
    if text is None:
        listing = listing_of(query, dialect)
        text = texts[key] = group_statements(listing, listing.branches, window, select, 0)[0][0]
    return text, (*named, *last, *cursors, window.limit + 1)


def _form(field: str, member: Value) -> tuple[str, tuple[Value, ...]]:
    """The index that is walked, and the parameters of its range."""
    if field != "divisions":
        return field, (member,)
    code = str(member)
    if len(code) == 12:
        return "community", tuple(value for each in division_range(code)[1] for value in each.parameters)
    return f"{len(stem(code))}", (code,)
