"""A file that is handed in: rows of a list or objects of JSON to records, by the same readings as a source's."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from connectors.deliveries.opening import unpacked
from connectors.deliveries.reading import Deliveries
from connectors.feeds.post import Meanings, record_of
from connectors.feeds.rows import find_rows
from connectors.folders import TYPES
from connectors.pages import FetchedPage
from schema.problems import DoorstepError
from schema.records import Record


def read_file(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[Record]:
    """The records of a CSV, spreadsheet, zip or JSON file.

    Raises COLUMNS_NOT_FOUND, NOTHING_FOUND, and what the file cannot be read for.
    """
    kind = TYPES.get(path.suffix.lower(), "application/octet-stream")
    page = FetchedPage(path.resolve().as_uri(), 200, {"content-type": kind}, path.read_bytes())
    page.raise_for_stand_in()
    if page.form == "json":
        yield from _objects(page)
        return
    deliveries = Deliveries(columns or {})
    for part in unpacked(page) if page.form == "zip" else [page]:
        deliveries.take(part)
    yield from deliveries.records()


def _objects(page: FetchedPage) -> Iterator[Record]:
    """Objects under any names that a feed would use (title, 岗位名称, jobName …), however deep their list lies."""
    found = False
    for row in find_rows(page.json()):
        found = True
        yield record_of(row, Meanings())
    if not found:
        raise DoorstepError(
            "NOTHING_FOUND",
            f"{page.where} 里没有认出岗位：每个岗位是一个对象，至少有 externalId 和 title。",
            f"No job was recognised in {page.where}: a job is an object with an externalId and a title at least.",
        )
