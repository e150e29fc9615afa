"""The audits of npm `graphql-http`, against a served gateway."""

import asyncio
import json

from tests.http.npm import packages, run_script
from tests.http.serving import served
from tests.http.tiny import tiny_gateway


async def test_every_audit_of_graphql_http_passes() -> None:
    folder = await asyncio.to_thread(packages, "audits", {"graphql-http": "1.23.1", "graphql": "16.15.0"})
    async with served(tiny_gateway()) as base:
        ran = await asyncio.to_thread(run_script, folder, "audit.mjs", f"{base}/graphql")
    assert not ran.returncode, ran.stderr
    outcomes = json.loads(ran.stdout)
    assert [one for one in outcomes if one["status"] != "ok"] == []
    assert len(outcomes) >= 61
