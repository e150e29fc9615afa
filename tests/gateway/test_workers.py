"""`doorstep serve --workers`: several processes answer on one socket."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120.0


@pytest.mark.xdist_group("demo")
def test_workers_answer_and_end_with_an_interrupt(tmp_path: Path) -> None:
    log = tmp_path / "log"
    environment = {**os.environ, "DOORSTEP_STATE_DIR": str(tmp_path / "state"), "DOORSTEP_PORT": "8400"}
    with log.open("w") as output:
        command = (sys.executable, "-m", "gateway", "serve", "--workers", "2")
        serving = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        base = _address(log, serving)
        query = json.dumps({"query": "{ jobs { totalCount } }"}).encode()
        for _ in range(10):
            request = urllib.request.Request(base, data=query, headers={"content-type": "application/json"})
            assert json.loads(urllib.request.urlopen(request, timeout=60).read()) == {
                "data": {"jobs": {"totalCount": 0}}
            }
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait(timeout=PATIENCE_SECONDS)
    assert "Traceback" not in log.read_text()


def _address(log: Path, serving: "subprocess.Popen[bytes]") -> str:
    """The graph's address, once it answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        found = re.search(r"graph\s+(http://\S+)", log.read_text())
        if found and _answers(found[1].replace("/graphql", "/healthz")):
            return found[1]
        assert serving.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5)
    except OSError:
        return False
    return True
