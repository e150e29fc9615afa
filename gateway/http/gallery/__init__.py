"""The gallery: operations that show what the graph can do. The IDE offers them, docs/cookbook.md tells of them.

Each is a file NAME.graphql whose first lines are comments: `# zh: …`, `# en: …`, `# tab` where the IDE opens it at
once, and `# variables: {…}` in JSON.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Example:
    """One operation of the gallery."""

    name: str
    zh: str
    en: str
    query: str
    variables: dict[str, Any]  # Any: JSON values
    tab: bool = False

    @property
    def variables_text(self) -> str:
        """The variables as the IDE's editor shows them."""
        return orjson.dumps(self.variables, option=orjson.OPT_INDENT_2).decode() if self.variables else ""


@cache
def gallery() -> tuple[Example, ...]:
    """All operations, in the order of their file names."""
    return tuple(read_example(path) for path in sorted(Path(__file__).parent.glob("*.graphql")))


def read_example(path: Path) -> Example:
    """Read one file of the gallery."""
    lines = path.read_text("utf-8").splitlines()
    notes = [line.removeprefix("#").strip() for line in lines if line.startswith("#")]
    told = dict(note.split(": ", 1) for note in notes if ": " in note)
    query = "\n".join(line for line in lines if not line.startswith("#")).strip() + "\n"
    variables = orjson.loads(told.get("variables", "{}"))
    return Example(
        path.stem, told["zh"], told["en"], f"# {told['zh']}\n# {told['en']}\n{query}", variables, "tab" in notes
    )
