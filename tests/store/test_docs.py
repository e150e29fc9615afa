"""The documentation names every code of the store and every table."""

import re
from pathlib import Path

from schema.store.migrating import metadata

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'^\s+"([A-Z]+(?:_[A-Z]+)+)",$', re.MULTILINE)


def test_every_code_of_the_store_is_documented() -> None:
    raised = {
        code
        for module in sorted((ROOT / "schema" / "store").glob("*.py"))
        for code in CODE.findall(module.read_text("utf-8"))
    }
    section = (ROOT / "docs" / "errors.md").read_text("utf-8").split("## The store\n")[1].split("\n## ")[0]
    assert raised == set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_every_table_is_documented() -> None:
    text = (ROOT / "docs" / "store.md").read_text("utf-8")
    assert [table.name for table in metadata.sorted_tables if f"`{table.name}`" not in text] == []
