"""The command `doorstep`, as it is called: what it prints, and what its exit codes say."""

import importlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from pathlib import Path

import pytest

from fixtures.faults import FaultKind
from fixtures.server import serve
from gateway.cli.app import main

ROOT = Path(__file__).resolve().parents[2]


def doorstep(*words: str, folder: Path, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DOORSTEP_STATE_DIR": str(folder), **settings}
    return subprocess.run(
        [sys.executable, "-m", "gateway", *words],
        cwd=ROOT, env=environment, input=given, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_help_teaches_every_command(tmp_path: Path) -> None:
    shown = doorstep("--help", folder=tmp_path).stdout
    for command in [
        "demo",
        "serve",
        "ingest",
        "preview",
        "sources",
        "connectors",
        "migrate",
        "normalise",
        "schema",
        "doctor",
    ]:
        assert command in shown


def test_normalise_reads_lines_and_goes_on_past_a_bad_one(tmp_path: Path) -> None:
    lines = '{"id": "1", "kind": "pay", "text": "300元/天"}\nnot json\n{"kind": "nothing", "text": "x"}\n'
    answers = [json.loads(line) for line in doorstep("normalise", folder=tmp_path, given=lines).stdout.splitlines()]
    assert (answers[0]["value"]["min"], answers[0]["value"]["unit"]) == (300, "DAY")
    assert [answer["error"]["code"] for answer in answers[1:]] == ["LINE_NOT_JSON", "LINE_KIND_UNKNOWN"]


def test_normalise_reads_one_text_and_a_whole_posting(tmp_path: Path) -> None:
    one = json.loads(doorstep("normalise", "--kind", "headcount", "招5人", folder=tmp_path).stdout)
    whole = json.loads(
        doorstep("normalise", "--whole", "急招搬运工5名，260元/天，日结，包午餐", folder=tmp_path).stdout
    )
    assert one == {"headcount": 5}
    assert (whole["headcount"], whole["pay"]["unit"], whole["pay"]["settlement"]) == (5, "DAY", "DAILY")


def test_connectors_are_listed_for_a_program(tmp_path: Path) -> None:
    listed = json.loads(doorstep("connectors", "--json", folder=tmp_path).stdout)
    assert {"board", "notice", "jobonline", "stations"} <= {kind["kind"] for kind in listed if not kind["problem"]}


def test_the_schema_is_printed_and_holds_itself(tmp_path: Path) -> None:
    sdl = doorstep("schema", folder=tmp_path).stdout
    older = tmp_path / "older.graphql"
    older.write_text(sdl, encoding="utf-8")
    assert doorstep("schema", "--check", str(older), folder=tmp_path).returncode == 0
    older.write_text(
        re.sub(r"(?m)^  fullName: String!", "  fullName: String!\n\n  mayor: String", sdl), encoding="utf-8"
    )
    broken = doorstep("schema", "--check", str(older), folder=tmp_path)
    assert (broken.returncode, "mayor" in broken.stdout) == (1, True)


def test_what_is_not_ready_is_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    ended = doorstep("ingest", "--all", folder=tmp_path)
    assert (ended.returncode, "STORE_NOT_MIGRATED" in ended.stderr, "Traceback" in ended.stderr) == (1, True, False)


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    ended = doorstep("ingest", "--all", folder=tmp_path, DOORSTEP_PORT="many")
    assert (ended.returncode, "DOORSTEP_PORT" in ended.stderr) == (1, True)


@pytest.mark.parametrize(
    ("options", "command"),
    [
        (("--connector", "push", "--division", "440103"), "doorstep submit FILE --source tea"),
        (("--connector", "board", "--url", "https://a.invalid/"), "doorstep ingest tea"),
    ],
    ids=["pushed to", "fetched"],
)
def test_adding_a_source_says_in_both_languages_how_it_is_filled(
    tmp_path: Path, options: tuple[str, ...], command: str
) -> None:
    doorstep("migrate", folder=tmp_path)
    told = doorstep("sources", "add", "tea", *options, folder=tmp_path).stderr
    assert [line.endswith(command) for line in told.splitlines()] == [True, True]
    assert "已登记" in told
    assert "registered" in told


def test_a_source_is_added_listed_and_checked(tmp_path: Path) -> None:
    assert doorstep("migrate", folder=tmp_path).returncode == 0
    wrong = doorstep("sources", "add", "tea", "--connector", "bord", "--url", "https://a.invalid/", folder=tmp_path)
    assert ("UNKNOWN_CONNECTOR" in wrong.stderr, "board" in wrong.stderr) == (True, True)
    added = doorstep("sources", "add", "tea", "--connector", "board", "--url", "https://a.invalid/", folder=tmp_path)
    listed = json.loads(doorstep("sources", "--json", folder=tmp_path).stdout)
    assert (added.returncode, [source["key"] for source in listed]) == (0, ["tea"])


def test_doctor_names_what_is_missing(tmp_path: Path) -> None:
    findings = {each["check"]: each for each in json.loads(doorstep("doctor", "--json", folder=tmp_path).stdout)}
    assert tuple(findings[name]["well"] for name in ("python", "package schema", "database")) == (True, True, False)
    assert "doorstep migrate" in findings["database"]["what"]


@pytest.mark.xdist_group("demo")
def test_the_demo_serves_on_the_next_free_port_and_ends_with_an_interrupt(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        log = tmp_path / "log"
        environment = {**os.environ, "DOORSTEP_STATE_DIR": str(tmp_path / "state"), "DOORSTEP_PORT": str(port)}
        with log.open("w") as output:
            demo = subprocess.Popen(
                [sys.executable, "-m", "gateway", "demo"], cwd=ROOT, env=environment, stdout=output, stderr=output
            )
        try:
            base = _address(log, demo)
            assert f"port {port} is taken" in log.read_text()
            query = json.dumps({"query": '{ jobs(filter: {text: "搬运"}) { totalCount } }'}).encode()
            request = urllib.request.Request(base, data=query, headers={"content-type": "application/json"})
            answer = json.loads(urllib.request.urlopen(request, timeout=10).read())
            assert answer["data"]["jobs"]["totalCount"] > 10
        finally:
            demo.send_signal(signal.SIGINT)
            left = demo.wait(timeout=20)
    assert (left, "Traceback" in log.read_text()) == (0, False)


def _address(log: Path, demo: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        found = re.search(r"graph\s+(http://\S+)", log.read_text())
        if found and _answers(found[1].replace("/graphql", "/readyz")):
            return found[1]
        assert demo.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2)
    except OSError:
        return False
    return True


def test_the_exit_code_says_that_some_sources_failed(tmp_path: Path) -> None:
    with serve() as server:
        settings = {"DOORSTEP_ALLOW_ADDRESSES": server.url.removeprefix("http://")}
        server.faults.set("/herbs/*", FaultKind.STATUS, status=403)
        doorstep("migrate", folder=tmp_path)
        for key, page in (("tea", "/tea/zp/list.asp"), ("herbs", "/herbs/jobs/")):
            words = ("sources", "add", key, "--connector", "board", "--url", f"{server.url}{page}")
            assert doorstep(*words, folder=tmp_path, **settings).returncode == 0
        well = doorstep("ingest", "tea", folder=tmp_path, **settings)
        ended = doorstep("ingest", "--all", "--json", folder=tmp_path, **settings)
    outcomes = {row["source"]: row["outcome"] for row in json.loads(ended.stdout)}
    assert (well.returncode, ended.returncode) == (0, 3)
    assert outcomes == {"tea": "SUCCEEDED", "herbs": "FAILED"}


def test_the_installed_command_is_the_one_that_is_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, name = project["scripts"]["doorstep"].partition(":")
    assert getattr(importlib.import_module(module), name) is main
