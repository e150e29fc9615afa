"""npm packages for tests with real clients: fetched at test time where Node is there, kept in the user's cache."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent / "scripts"


def packages(name: str, wanted: Mapping[str, str]) -> Path:
    """A folder whose node_modules holds these packages; skips the test with a message where they cannot be had."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("Node and npm are not installed: tests with npm packages are skipped")
    listed = json.dumps({"private": True, "type": "module", "dependencies": dict(wanted)}, sort_keys=True)
    folder = _cache() / f"{name}-{hashlib.sha256(listed.encode()).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "npm.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # of two at once one was seen to lack files (npm 11.19)
        if not (folder / ".complete").exists():
            (folder / "package.json").write_text(listed)
            _install(folder, wanted)
            (folder / ".complete").touch()
    return folder


def _install(folder: Path, wanted: Mapping[str, str]) -> None:
    got = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if got.returncode:
        pytest.skip(f"npm packages could not be fetched ({', '.join(wanted)}): {got.stderr.strip()[-200:]}")


def run_script(folder: Path, script: str, *arguments: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """Run one of tests/http/scripts with these packages."""
    shutil.copy(SCRIPTS / script, folder / script)
    return subprocess.run(
        ["node", script, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
    )


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "doorstep-tests"
