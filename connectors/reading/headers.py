"""The header of a table: what each column is called, and where its rows begin."""

from dataclasses import dataclass

from connectors.reading.columns import Name


@dataclass(frozen=True, slots=True)
class Header:
    """Rows `start` to `end` name the columns; a guessed header has none and both are 0."""

    names: tuple[Name, ...]
    start: int
    end: int

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(field for name in self.names for field in name.fields)
