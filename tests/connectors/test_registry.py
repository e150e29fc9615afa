"""Built-ins and plugins come through one door, and a broken plugin costs nobody else anything."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors import registry
from connectors.registry import GROUP, connector, kinds
from connectors.scaffold import new_connector
from schema.problems import DoorstepError

ROOT = Path(registry.__file__).parent.parent


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    kinds.cache_clear()
    yield
    kinds.cache_clear()


def install(folder: Path, name: str, entries: dict[str, str], modules: dict[str, str]) -> None:
    """What an installer leaves behind: modules, and a dist-info that names their entry points."""
    for module, text in modules.items():
        (folder / f"{module}.py").write_text(text)
    info = folder / f"{name}-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
    lines = "\n".join(f"{entry} = {target}" for entry, target in entries.items())
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{lines}\n")


GOOD = """
class Herbs:
    kind = "herbs"
    config_schema = {"type": "object", "description": "药材市场 / herb markets"}
    async def read(self, context):
        yield
"""


def test_a_plugin_is_found_and_a_broken_one_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {"herbs": "herbs:Herbs", "absent": "nowhere:Absent", "raises": "raising:Raising"}
    entries |= {"hollow": "hollow:Hollow", "misnamed": "herbs:Herbs", "board": "herbs:Herbs"}
    modules = {
        "herbs": GOOD,
        "raising": "raise RuntimeError('needs a licence')\n",
        "hollow": "class Hollow:\n    kind = 'hollow'\n",
    }
    install(tmp_path, "market-plugin", entries, modules)
    monkeypatch.syspath_prepend(tmp_path)
    found = kinds()
    reasons = {name: kind.reason for name, kind in found.items() if kind.distribution == "market-plugin"}
    assert reasons == {
        "herbs": None,
        "absent": "ModuleNotFoundError: No module named 'nowhere'",
        "raises": "RuntimeError: needs a licence",
        "hollow": "it has no kind, no config_schema or no read()",
        "misnamed": "it calls itself 'herbs'",
        "board@market-plugin": "the name is taken by doorstep",
    }
    assert (found["herbs"].version, found["herbs"].summary) == ("1.2", "药材市场 / herb markets")
    with pytest.raises(DoorstepError, match="needs a licence") as raised:
        connector("raises")
    assert raised.value.code == "CONNECTOR_BROKEN"
    assert connector("herbs").kind == "herbs"


NEAREST = [("stationss", "stations"), ("JobOnline", "jobonline"), ("jobs-online", "jobonline")]


@pytest.mark.parametrize(("asked", "meant"), NEAREST)
def test_an_unknown_kind_is_told_the_nearest(asked: str, meant: str) -> None:
    with pytest.raises(DoorstepError, match=f"Did you mean “{meant}”") as raised:
        connector(asked)
    assert (raised.value.code, raised.value.problem.path) == ("UNKNOWN_CONNECTOR", ("connector",))


def test_an_unknown_kind_like_nothing_is_told_all() -> None:
    with pytest.raises(DoorstepError, match="jobonline"):
        connector("zzz")


def test_a_new_connector_passes_its_own_test(tmp_path: Path) -> None:
    package = new_connector("herbmarket", tmp_path)
    path = os.pathsep.join([str(package), str(ROOT)])
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(package)],
        env={**os.environ, "PYTHONPATH": path},
        cwd=package,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "2 passed" in ran.stdout, ran.stdout + ran.stderr


def test_a_new_connector_has_the_promised_length(tmp_path: Path) -> None:
    code = (new_connector("herbmarket", tmp_path) / "doorstep_herbmarket" / "__init__.py").read_text()
    assert len([line for line in code.splitlines() if line.strip()]) <= 14


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Tea", "CONNECTOR_NAME_INVALID"),
        ("tea-market", "CONNECTOR_NAME_INVALID"),
        ("../tea", "CONNECTOR_NAME_INVALID"),
        ("class", "CONNECTOR_NAME_INVALID"),
        ("", "CONNECTOR_NAME_INVALID"),
        ("stations", "CONNECTOR_EXISTS"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(name: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(DoorstepError) as raised:
        new_connector(name, tmp_path)
    assert (raised.value.code, list(tmp_path.iterdir())) == (code, [])


def test_nothing_is_written_over(tmp_path: Path) -> None:
    new_connector("herbmarket", tmp_path)
    with pytest.raises(DoorstepError) as raised:
        new_connector("herbmarket", tmp_path)
    assert raised.value.code == "CONNECTOR_EXISTS"


@pytest.mark.parametrize(
    "name", ["board", "notice", "jobonline", "stations", "manifest", "graphql", "push", "delivery"]
)
def test_every_built_in_kind_loads(name: str) -> None:
    kind = kinds()[name]
    assert (kind.reason, kind.make is not None) == (None, True)
