"""An installation moved, backed up and restored is the same installation."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from schema.problems import DoorstepError
from schema.store import intake
from schema.store.backup import backup, restore
from schema.store.engine import Database
from schema.store.migrating import metadata
from schema.store.moving import move
from schema.values import Place, Station
from schema.vocabulary import PlacePrecision, StationKind
from tests.servers import Postgres
from tests.store.making import A_NIGHT, NOW, register, take
from tests.store.making import posting as made
from tests.store.test_uniting import IN_FEED, ON_BOARD

HUB = Station("hub", "总站", StationKind.HUB, Place("周门南路20号", "440103", PlacePrecision.DISTRICT))
STREET = Station(
    "aaa", "茶滘驿站", StationKind.STREET, Place("茶滘", "440103018", PlacePrecision.STREET), parent_key="hub"
)


@pytest.fixture
async def target(request: pytest.FixtureRequest, tmp_path: Path, postgres_server: Postgres) -> AsyncIterator[Database]:
    """An empty database, not yet migrated, of the kind that the test names."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path}/target.db")
        yield opened
        await opened.close()
        return
    name = postgres_server.create_database()
    opened = Database(postgres_server.database_url(name))
    yield opened
    await opened.close()
    postgres_server.drop_database(name)


async def fill(database: Database) -> None:
    """A run of each kind of thing, and one that was interrupted."""
    await register(database)
    await register(database, "feed")
    await register(database, "late")
    await take(database, [STREET, HUB])
    await take(database, [ON_BOARD, made(2), made(3)], now=NOW + A_NIGHT)
    await take(database, [IN_FEED], key="feed", now=NOW + A_NIGHT)
    handle = await intake.begin(database, "late", NOW)
    await handle.stage([made(4)], checkpoint="page 2")
    await handle.release()


async def content(database: Database) -> dict[str, list[tuple[Any, ...]]]:  # Any: values
    """Every row but for what is announced: moving is itself announced in the new database."""
    async with database.reading() as connection:
        return {
            table.name: sorted(tuple(row) for row in await connection.execute(select(table)))
            for table in metadata.sorted_tables
            if table.name != "announcement"
        }


@pytest.mark.parametrize("target", ["sqlite", "postgresql"], indirect=True)
async def test_a_moved_installation_has_every_row_and_goes_on(database: Database, target: Database) -> None:
    await fill(database)
    await move(database, target)
    assert await content(target) == await content(database)
    handle = await intake.begin(target, "late", NOW)
    assert handle.resume_from == "page 2"
    report = await handle.finish(complete=True)
    assert report.created == 1
    assert (await take(target, [ON_BOARD, made(2), made(5)], now=NOW + 2 * A_NIGHT)).created == 1


@pytest.mark.parametrize("target", ["sqlite"], indirect=True)
async def test_moving_into_a_database_with_data_is_refused(database: Database, target: Database) -> None:
    await fill(database)
    await move(database, target)
    with pytest.raises(DoorstepError, match="STORE_NOT_EMPTY"):
        await move(database, target)


async def test_a_restored_backup_has_every_row_and_goes_on(
    database: Database, tmp_path: Path, postgres_server: Postgres
) -> None:
    await fill(database)
    running = await intake.begin(database, "late", NOW)
    await backup(database, tmp_path / "night.backup")
    await take(database, [made(7)], now=NOW + 2 * A_NIGHT, complete=False)
    name = postgres_server.create_database()
    url = f"sqlite:///{tmp_path}/restored.db" if database.is_sqlite else postgres_server.database_url(name)
    restored = Database(url)
    await restore(restored, tmp_path / "night.backup")
    assert len((await content(restored))["posting"]) == len((await content(database))["posting"]) - 1
    assert (await take(restored, [made(8)], now=NOW + 2 * A_NIGHT, complete=False)).created == 1
    assert (await intake.begin(restored, "late", NOW)).resume_from == running.resume_from == "page 2"
    with pytest.raises(DoorstepError, match="STORE_NOT_EMPTY"):
        await restore(restored, tmp_path / "night.backup")
    await restored.close()
    postgres_server.drop_database(name)


async def test_a_file_that_is_no_backup_is_refused(database: Database, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" * 100)
    for name in ("photo.jpg", "nothing.there"):
        with pytest.raises(DoorstepError, match="STORE_BACKUP"):
            await restore(database, tmp_path / name)
