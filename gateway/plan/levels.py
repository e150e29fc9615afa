"""A level: the rows of one table that one step reads, with the columns a selection needs and the rows they link."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from gateway.graph.context import Context
from gateway.graph.ids import TYPES
from schema.store.reads.listing import Join, Row, Select
from schema.store.reads.reader import column_names
from schema.tags import of_row, of_sightings

Cell = Callable[[Row], Any]
"""One column of a row (Any: an id, or None)."""
Mark = tuple[str, Cell]
"""How a tag begins, and the id that ends it."""


@dataclass
class Level:
    """Columns are asked for while the plan is compiled; `select` is final after that."""

    table: str
    columns: dict[tuple[str, str], int] = field(default_factory=dict)
    joins: dict[tuple[str, str], Join] = field(default_factory=dict)
    keyed: bool = False
    """Whether cursors are made of its rows."""

    def place(self, alias: str, column: str) -> int:
        """Where the column of a row (`t`, or a joined one's alias) stands."""
        return self.columns.setdefault((alias, column), len(self.columns))

    def join(self, parent: str, column: str, table: str) -> str:
        """The alias of the row that a column points to."""
        found = self.joins.get((parent, column))
        if found is None:
            found = self.joins[parent, column] = Join(f"j{len(self.joins)}", table, parent, column)
        return found.alias

    @cached_property
    def select(self) -> Select:
        self._watch("t", self.table)
        for join in list(self.joins.values()):
            self._watch(join.alias, join.table)
        return Select(self.table, tuple(self.columns), tuple(self.joins.values()), self.keyed)

    @cached_property
    def width(self) -> int:
        return self.select.width

    @cached_property
    def watched(self) -> tuple[list[Mark], list[Cell]]:
        """How every row is told, the level's own first, and where the sources behind the rows stand."""
        tables = [("t", self.table), *((join.alias, join.table) for join in self.joins.values())]
        marks = [(of_row(table, ""), self.columns[alias, "id"]) for alias, table in tables if table in TYPES]
        marks += [(of_sightings(""), self.columns[alias, "source_id"]) for alias, table in tables if table == "posting"]
        marks += [("source:", self.columns[alias, "source_id"]) for alias, table in tables if table == "posting"]
        sources = [self.columns[alias, "id"] for alias, table in tables if table == "source"]
        sources += [place for (_, column), place in self.columns.items() if column == "source_id"]
        return [(mark, itemgetter(place)) for mark, place in marks], [itemgetter(place) for place in sources]

    def note(self, context: Context, rows: Sequence[Row], told: bool = False) -> None:
        """Note what an answer with these rows is made of. `told`: a list's tags tell of the level's own rows."""
        if not rows:
            return
        marks, sources = self.watched
        for mark, number_of in marks[1:] if told else marks:
            numbers = {*map(number_of, rows)}
            context.tags.update([f"{mark}{number}" for number in numbers if number is not None])
        for source_of in sources:
            context.sources.update(map(source_of, rows))
        context.sources.discard(None)  # of rows that are not there

    def _watch(self, alias: str, table: str) -> None:
        if table in TYPES:
            self.place(alias, "id")
        if "source_id" in column_names(table):
            self.place(alias, "source_id")
