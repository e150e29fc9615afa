"""A job that turned out to be another, as clients meet it."""

from dataclasses import replace
from pathlib import Path

from gateway.graph.ids import global_id
from gateway.installation import installation
from gateway.settings import Settings
from schema.store.migrating import migrate
from tests.http.conftest import standing
from tests.store.making import A_NIGHT, NOW, register, take
from tests.store.test_uniting import IN_FEED, ON_BOARD, WORDLESS

MERGED = """
query ($id: ID!) {
  job(id: $id) { status mergedInto { id status provenance { source { key } } mergedInto { id } } }
}
"""
ELDER, YOUNGER = global_id("Job")(1), global_id("Job")(2)


async def test_an_old_id_says_where_the_job_went_and_its_page_leads_there(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path)
    async with installation(settings) as house:
        await migrate(house.database)
        await register(house.database)
        await register(house.database, "feed")
        await take(house.database, [IN_FEED], key="feed")
        await take(house.database, [WORDLESS])
        async with standing(settings) as (_, client):
            asked = {"query": MERGED, "variables": {"id": YOUNGER}}
            before = (await client.post("/graphql", json=asked)).json()["data"]["job"]
            await take(house.database, [replace(ON_BOARD, external_id=WORDLESS.external_id)], now=NOW + A_NIGHT)
            after = (await client.post("/graphql", json=asked)).json()["data"]["job"]
            page = await client.get(f"/jobs/{YOUNGER}")
    elder = {
        "id": ELDER,
        "status": "OPEN",
        "provenance": [{"source": {"key": "tea"}}, {"source": {"key": "feed"}}],
        "mergedInto": None,
    }
    assert before == {"status": "OPEN", "mergedInto": None}
    assert after == {"status": "WITHDRAWN", "mergedInto": elder}
    assert (page.status_code, page.headers["location"]) == (301, f"http://doorstep.test/jobs/{ELDER}")
