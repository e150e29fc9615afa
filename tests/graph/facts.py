"""The seeded jobs as plain dictionaries, for tests that say by brute force what an answer should be."""

import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from schema.occupations import occupation
from schema.store.reads.bigrams import folded, initials
from schema.store.reads.listing import Select, Window
from schema.store.reads.queries import JobQuery
from schema.store.reads.reader import Reader

Job = dict[str, Any]  # Any: columns of the table job


@cache
def jobs(path: Path) -> list[Job]:
    """Every job, with its `texts`, folded: title, employer, occupation with synonyms, description; and `initials`."""
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute("SELECT j.*, e.name AS firm FROM job j LEFT JOIN employer e ON e.id = j.employer_id")
        found = [dict(row) for row in rows]
    connection.close()
    for each in found:
        known = occupation(each["occupation_code"]) if each["occupation_code"] else None
        trade = " ".join((known.name, *known.synonyms)) if known else ""
        words = (each["title"], each["firm"] or "", trade, each["description"] or "")
        each["texts"] = [folded(word) for word in words]
        each["initials"] = initials(each["title"])
    return found


async def ids(reader: Reader, query: JobQuery, limit: int = 5000) -> list[int]:
    """The ids of a list, in its order."""
    page = (await reader.pages([query], Window(limit), Select("job", (("t", "id"),))))[0]
    return [int(row[0] or 0) for row in page.rows]


def newest(found: Iterable[Job]) -> list[int]:
    return [each["id"] for each in sorted(found, key=lambda each: (-each["posted_at"], -each["id"]))]
