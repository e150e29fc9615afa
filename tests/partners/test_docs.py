"""The partners' documentation, followed literally: its commands are run, its documents validated, its keys compared."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml
from graphql import parse, validate
from typer.testing import CliRunner

from connectors.manifest.fields import FIELD_OF
from connectors.registry import connector
from connectors.scaffold import new_connector
from fixtures.server import Server
from gateway.cli.app import app
from gateway.entries import config_of, read_said
from gateway.graph.schema import graphql_schema
from gateway.sourcing import check_source

DOCS = Path(__file__).resolve().parents[2] / "docs" / "partners"
LANGUAGES = ("zh", "en")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines() if line]


def test_both_languages_give_the_same_commands_and_documents() -> None:
    for page in ("quickstart", "connector"):
        assert commands(f"{page}.zh.md") == commands(f"{page}.en.md")
    assert blocks("graph.zh.md", "graphql") == blocks("graph.en.md", "graphql")
    assert blocks("quickstart.zh.md", "text") == blocks("quickstart.en.md", "text")


def test_the_quickstart_works_as_it_is_written(
    tmp_path: Path, samples: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "examples"
    shutil.copytree(DOCS / "examples", folder)
    for file in folder.glob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace("https://hr.example.cn", samples.url), "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DOORSTEP_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("DOORSTEP_ALLOW_ADDRESSES", samples.url.removeprefix("http://"))
    shown = ""
    for command in commands("quickstart.en.md"):
        name, *words = shlex.split(command.replace("https://hr.example.cn", samples.url))
        assert name == "doorstep"
        done = CliRunner().invoke(app, words)
        expected = 3 if words[0] == "submit" else 0
        assert done.exit_code == expected, f"{command}: {done.output}"
        shown += done.output
    assert "dsk_" in shown
    for word in ("茶叶挑拣", "6000–7500 / MONTH", "TITLE_MISSING", "SP-004"):
        assert word in blocks("quickstart.en.md", "text")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_a_manifest_is_documented(language: str) -> None:
    text = (DOCS / f"manifest.{language}.md").read_text("utf-8")
    schema = connector("manifest").config_schema
    inner = ("paging", "detail", "gone", "since", "limits")
    named = [
        *schema["properties"],
        *(f"{key}.{name}" for key in inner for name in schema["properties"][key]["properties"]),
    ]
    named += [f"fields.{name}" for name in schema["$defs"]["fields"]["properties"]]
    named += [*schema["$defs"]["rule"]["anyOf"][2]["properties"], "expect.records", "expect.fill", "division", "agency"]
    assert [name for name in named if f"| `{name}` |" not in text] == []
    ways = [each["properties"]["by"]["const"] for each in schema["properties"]["auth"]["oneOf"]]
    assert [way for way in ways if f"| `{way}` |" not in text] == []


def test_every_field_of_a_manifest_is_one_of_a_record() -> None:
    fields = connector("manifest").config_schema["$defs"]["fields"]["properties"]
    assert [name for name in fields if name not in FIELD_OF] == []


@pytest.mark.parametrize("file", sorted((DOCS / "examples").glob("*.yaml")), ids=lambda file: file.stem)
def test_every_example_is_a_good_manifest(file: Path) -> None:
    said = read_said(file)
    assert check_source(said["connector"], config_of(said)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_in_the_guide_is_a_good_one(language: str) -> None:
    [said] = [yaml.safe_load(block) for block in blocks(f"manifest.{language}.md", "yaml")]
    assert check_source(said["connector"], config_of(said)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_connector_of_the_guide_is_the_one_that_is_written(language: str, tmp_path: Path) -> None:
    package = new_connector("teaboard", tmp_path)
    [code] = blocks(f"connector.{language}.md", "python")
    assert code == (package / "doorstep_teaboard" / "__init__.py").read_text("utf-8")
    assert len(code.splitlines()) == 14


@pytest.mark.parametrize("document", blocks("graph.en.md", "graphql"))
def test_documents_of_the_guide_are_valid(document: str) -> None:
    assert validate(graphql_schema(), parse(document)) == []
