"""`doorstep new connector NAME`: a plugin package with a connector of a few lines, its test, and its entry point."""

import keyword
import re
from pathlib import Path

from connectors.registry import GROUP, kinds
from schema.problems import DoorstepError

NAME = re.compile(r"[a-z][a-z0-9]{1,29}")

PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "doorstep-{name}"
version = "0.1.0"
description = "A connector of Doorstep for {name}."
requires-python = ">=3.11"
dependencies = ["doorstep"]

[project.entry-points."{group}"]
{name} = "doorstep_{name}:{type}"

[tool.hatch.build.targets.wheel]
packages = ["doorstep_{name}"]

[tool.pytest.ini_options]
asyncio_mode = "auto"
"""

CONNECTOR = '''\
"""Reads {name}."""

from schema.records import JobRecord


class {type}:
    kind = "{name}"
    config_schema = {{"type": "object", "required": ["url"], "properties": {{"url": {{"type": "string"}}}}}}

    async def read(self, context):
        page = await context.get(context.config["url"])
        for row in page.json()["jobs"]:
            yield JobRecord(external_id=str(row["id"]), title=row["name"], pay=row.get("salary"), raw=row)
        context.complete()
'''

TEST = '''\
"""The connector reads its sample, and passes Doorstep's own checks on it."""

import json
from datetime import UTC, datetime

from connectors.checking import check
from connectors.fetch import Request
from connectors.pages import FetchedPage
from connectors.recording import Exchange, Recording
from doorstep_{name} import {type}

URL = "https://jobs.example/list.json"
JOBS = [{{"id": 1, "name": "搬运工", "salary": "300元/天"}}, {{"id": 2, "name": "分拣员", "salary": "18元/小时"}}]
SAMPLE = {{"jobs": JOBS}}


def recording():
    page = FetchedPage(URL, 200, {{"content-type": "application/json"}}, json.dumps(SAMPLE).encode())
    return Recording("sample", "{name}", {{"url": URL}}, datetime.now(UTC), (Exchange(Request(URL), page),))


async def test_the_sample_is_read():
    jobs = [job async for job in {type}().read(recording().context())]
    assert [(job.external_id, job.title) for job in jobs] == [("1", "搬运工"), ("2", "分拣员")]


async def test_the_checks_of_doorstep_pass():
    report = await check(recording(), {type})
    assert report.passed, report.for_person()
'''

README = """\
# doorstep-{name}

A connector of kind `{name}`.

    pip install -e .          # in the environment that Doorstep runs in
    doorstep connectors       # lists {name}
    doorstep preview {name} https://…
    pytest
"""


def new_connector(name: str, folder: Path) -> Path:
    """Write the package into `folder`/doorstep-NAME and return that path; raises DoorstepError where it cannot."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        raise DoorstepError(
            "CONNECTOR_NAME_INVALID",
            f"“{name[:40]}”不能作连接器的名称：请用 2 至 30 个小写字母或数字，以字母开头。",
            f"“{name[:40]}” cannot name a connector: use 2 to 30 small letters or digits, beginning with a letter.",
            ("name",),
        )
    if name in kinds():
        raise DoorstepError(
            "CONNECTOR_EXISTS", f"已有名为“{name}”的连接器。", f"There is already a connector “{name}”.", ("name",)
        )
    package = folder / f"doorstep-{name}"
    if package.exists():
        raise DoorstepError(
            "CONNECTOR_EXISTS", f"{package.name} 已存在。", f"{package.name} exists already.", ("name",)
        )
    for path, text in _files(name).items():
        target = package / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return package


def _files(name: str) -> dict[str, str]:
    words = {"name": name, "type": name.capitalize(), "group": GROUP}
    return {
        "pyproject.toml": PROJECT.format_map(words),
        "README.md": README.format_map(words),
        f"doorstep_{name}/__init__.py": CONNECTOR.format_map(words),
        f"tests/test_{name}.py": TEST.format_map(words),
    }
