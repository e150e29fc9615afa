"""The pages as a browser, a crawler and a feed reader meet them, on the sample sources."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gateway.settings import Settings
from tests.http.conftest import standing

pytestmark = pytest.mark.xdist_group("sample")

LD = {"accept": "application/ld+json"}
HTML = {"accept": "text/html"}


async def test_a_job_is_a_page_for_a_person_and_data_for_a_program(sample: Settings) -> None:
    async with standing(sample) as (_, client):
        listed = (await client.post("/graphql", json={"query": "{ jobs(first: 1) { nodes { id title } } }"})).json()
        job = listed["data"]["jobs"]["nodes"][0]
        person = await client.get(f"/jobs/{job['id']}", headers=HTML)
        program = await client.get(f"/jobs/{job['id']}", headers=LD)
        again = await client.get(f"/jobs/{job['id']}", headers={**LD, "if-none-match": program.headers["etag"]})
    assert person.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<h1>{job['title']}</h1>" in person.text
    assert program.headers["content-type"].startswith("application/ld+json")
    assert program.json()["url"] == f"http://doorstep.test/jobs/{job['id']}"
    inside = re.search(r'<script type="application/ld\+json">(.*?)</script>', person.text)
    assert inside is not None
    assert json.loads(inside[1]) == program.json()
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("id_", ["nothing", "U3RhdGlvbjox", "Sm9iOjk5OTk5OTk5", "%00", "😀"])
async def test_what_is_no_job_is_404_for_both(id_: str, sample: Settings) -> None:
    async with standing(sample) as (_, client):
        person = await client.get(f"/jobs/{id_}", headers=HTML)
        program = await client.get(f"/jobs/{id_}", headers=LD)
    assert (person.status_code, program.status_code) == (404, 404)
    assert "没有这个岗位" in person.text
    assert program.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_the_sitemap_leads_to_every_open_job(sample: Settings) -> None:
    async with standing(sample) as (_, client):
        total = (await client.post("/graphql", json={"query": "{ jobs { totalCount } }"})).json()
        index = ElementTree.fromstring((await client.get("/sitemap.xml")).text)
        files = [one.text or "" for one in index.iter() if one.tag.endswith("loc")]
        urls = [
            one.text
            for file in files
            for one in ElementTree.fromstring((await client.get(file)).text).iter()
            if one.tag.endswith("loc")
        ]
        beyond = await client.get(f"/sitemap/{len(files)}.xml")
        robots = await client.get("/robots.txt")
    assert len(set(urls)) == len(urls) == total["data"]["jobs"]["totalCount"]
    assert beyond.status_code == 404
    assert "Sitemap: http://doorstep.test/sitemap.xml" in robots.text


async def test_the_feed_takes_a_filter_and_says_what_is_wrong_with_it(sample: Settings) -> None:
    async with standing(sample) as (_, client):
        feed = await client.get("/jobs.atom", params={"division": "440103"})
        wrong = await client.get("/jobs.atom", params={"division": "440199"})
    assert len([one for one in ElementTree.fromstring(feed.text) if one.tag.endswith("entry")]) > 1
    assert (wrong.status_code, wrong.json()["errors"][0]["extensions"]["code"]) == (400, "UNKNOWN_DIVISION")


async def test_the_operators_address_stands_in_what_leaves_the_house(sample: Settings) -> None:
    async with standing(Settings(database_url=sample.database_url, public_url="https://jobs.example.cn/")) as (
        _,
        client,
    ):
        index = await client.get("/sitemap.xml")
    assert "<loc>https://jobs.example.cn/sitemap/0.xml</loc>" in index.text


async def test_the_ide_loads_nothing_from_elsewhere_and_every_file_is_there(sample: Settings) -> None:
    async with standing(sample) as (_, client):
        page = await client.get("/ide")
        files = re.findall(r'(?:src|href)="(/ide/[^"]+)"', page.text)
        got = [await client.get(file) for file in files]
        gallery = (await client.get("/ide/gallery.json")).json()
        absent = await client.get("/ide/assets/..%2F..%2Fsettings.py")
    assert re.findall(r"(?:src|href)=\"https?://", page.text) == []
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert [one.status_code for one in got] == [200] * len(files)
    assert len(files) >= 2
    assert len(gallery) >= 15
    assert absent.status_code == 404


async def test_it_is_ready_with_a_store_and_says_why_it_is_not(
    sample: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with standing(sample) as (_, client):
        ready = await client.get("/readyz")
    empty = Settings(state_dir=tmp_path_factory.mktemp("empty"))
    async with standing(empty) as (_, client):
        unready, alive = await client.get("/readyz"), await client.get("/healthz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert (unready.status_code, unready.json()["checks"]["store"]["code"]) == (503, "STORE_NOT_MIGRATED")
    assert alive.status_code == 200


async def test_the_schema_is_there_for_code_generators_where_clients_may_read_it(sample: Settings) -> None:
    committed = (Path(__file__).parents[2] / "docs" / "schema.graphql").read_text("utf-8")
    async with standing(sample) as (_, client):
        told = await client.get("/schema.graphql")
        again = await client.get("/schema.graphql", headers={"if-none-match": told.headers["etag"]})
        front = (await client.get("/")).text
    assert told.text == committed
    assert again.status_code == 304
    assert "/schema.graphql" in front
    async with standing(replace(sample, introspection=False)) as (_, client):
        assert (await client.get("/schema.graphql")).status_code == 404
        assert "/schema.graphql" not in (await client.get("/")).text
