"""What outlives a process: pages, circuits, secrets, settings and keys."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from schema.problems import DoorstepError
from schema.store import housekeeping, keeping, keys, pages, runs
from schema.store.engine import Database
from schema.store.keeping import Circuit, SealedSecret
from schema.store.pages import RawPage, RememberedPage
from schema.store.worktables import api_key
from tests.store.making import NOW, register, take
from tests.store.making import posting as made

PAGE = RememberedPage(
    "https://a.invalid/1", '"v1"', None, {"content-type": "text/html"}, b"<p>\xb0\xe1\xd4\xcb</p>" * 50
)


async def test_the_last_page_of_a_key_is_remembered(database: Database) -> None:
    assert await pages.recall(database, "k") is None
    await pages.keep(database, "k", RememberedPage("u", None, None, {}, b"old"), NOW)
    await pages.keep(database, "k", PAGE, NOW)
    assert await pages.recall(database, "k") == PAGE


async def test_a_runs_pages_can_be_read_again_until_they_are_pruned(database: Database) -> None:
    source = await register(database)
    report = await take(database, [made(1)])
    for url in ("/1", "/2"):
        await pages.keep_raw(database, source.id, report.run_id, [RawPage(url, 200, PAGE.headers, PAGE.content, NOW)])
    kept = await pages.raw_pages(database, "tea")
    assert [(page.url, page.content, page.at) for page in kept] == [(url, PAGE.content, NOW) for url in ("/1", "/2")]
    assert (await housekeeping.prune(database, NOW + timedelta(days=15))).raw_pages == 2
    assert await pages.raw_pages(database, "tea") == []


async def test_a_closed_circuit_leaves_nothing(database: Database) -> None:
    opened = Circuit(8, 1_800_000_000.5, 300.0)
    await keeping.write_circuit(database, "host", opened)
    assert await keeping.read_circuit(database, "host") == opened
    await keeping.write_circuit(database, "host", Circuit())
    assert await keeping.read_circuit(database, "host") == Circuit()


async def test_secrets_are_kept_sealed_by_owner_and_name(database: Database) -> None:
    first, second = SealedSecret("a", "token", "h.invalid", b"\x00\xff"), SealedSecret("a", "appkey", "h.invalid", b"2")
    for each in (first, second, SealedSecret("b", "token", "x.invalid", b"3")):
        await keeping.put_secret(database, each, NOW)
    assert await keeping.secrets_of(database, "a") == [second, first]
    assert await keeping.remove_secret(database, "a", "token")
    assert not await keeping.remove_secret(database, "a", "token")


async def test_a_key_is_good_until_it_ends_or_is_revoked(database: Database) -> None:
    text, key = await keys.create(
        database, name="众诚", agency="zc", scopes={"source:write"}, now=NOW, expires_at=NOW + timedelta(days=1)
    )
    found = await keys.find(database, text, NOW)
    assert found is not None
    assert (found.agency, found.scopes) == ("zc", frozenset({"source:write"}))
    assert await keys.find(database, text, NOW + timedelta(days=2)) is None
    assert await keys.find(database, text + "x", NOW) is None
    assert [each.last_used_at for each in await keys.listing(database)] == [NOW]
    await keys.revoke(database, key.id, NOW)
    assert await keys.find(database, text, NOW) is None
    with pytest.raises(DoorstepError, match="KEY_UNKNOWN"):
        await keys.revoke(database, key.id, NOW)


async def test_a_keys_text_is_not_kept(database: Database) -> None:
    text, _ = await keys.create(database, name="a", agency=None, scopes=(), now=NOW)
    async with database.reading() as connection:
        row = (await connection.execute(select(api_key))).one()
    assert text not in "".join(map(str, row))


async def test_runs_are_listed_newest_first(database: Database) -> None:
    await register(database)
    first, second = await take(database, [made(1)]), await take(database, [made(1)])
    listed = await runs.recent(database, source_key="tea")
    assert [run.id for run in listed] == [second.run_id, first.run_id]
    assert [run.unchanged for run in listed] == [1, 0]


async def test_processes_take_a_hosts_turns_one_after_the_other(database: Database) -> None:
    other = Database(database.dsn)
    turns = [await keeping.take_turn_of(one, "jobs.example.gov.cn", 30.0) for one in (database, other, database, other)]
    elsewhere = await keeping.take_turn_of(other, "www.example.org", 30.0)
    await other.close()
    assert [round(ahead / 30) for ahead in turns] == [0, 1, 2, 3]
    assert elsewhere == 0
