"""Connections of the reading side to PostgreSQL: few, kept, never left amid a statement, replaced where one is lost."""

import asyncio

import asyncpg  # type: ignore[import-untyped]  # ships no types
import pytest

from schema.store.reads.connections import Connections

ME = "SELECT pg_backend_pid()"


async def held(connections: Connections) -> int:
    """Which process of the server answers; it is busy for a moment."""
    return int((await connections.fetch("SELECT pg_backend_pid() FROM pg_sleep(0.01)", ()))[0][0] or 0)


async def test_a_connection_serves_one_statement_after_the_other(seeded_dsn: str) -> None:
    connections = Connections(seeded_dsn, 3)
    assert len({await held(connections) for _ in range(5)}) == 1
    await connections.close()


async def test_no_more_are_open_than_allowed_and_all_who_wait_are_served(seeded_dsn: str) -> None:
    connections = Connections(seeded_dsn, 3)
    assert len(set(await asyncio.gather(*[held(connections) for _ in range(20)]))) <= 3
    await connections.close()


async def test_what_the_server_refuses_costs_no_connection(seeded_dsn: str) -> None:
    connections = Connections(seeded_dsn, 1)
    before = await held(connections)
    with pytest.raises(asyncpg.PostgresError):
        await connections.fetch("SELECT 1 / 0", ())
    assert await held(connections) == before
    await connections.close()


async def test_a_statement_that_is_cut_off_takes_its_connection_along_and_lets_who_waits_open_another(
    seeded_dsn: str,
) -> None:
    connections = Connections(seeded_dsn, 1)
    before = await held(connections)
    slow = asyncio.create_task(connections.fetch("SELECT 1 FROM pg_sleep(60)", ()))
    await asyncio.sleep(0)
    waiting = asyncio.create_task(held(connections))
    await asyncio.sleep(0)
    slow.cancel()
    assert await waiting != before
    await connections.close()


async def test_who_stops_waiting_passes_on_what_it_was_given(seeded_dsn: str) -> None:
    connections = Connections(seeded_dsn, 1)
    second, third = (asyncio.create_task(held(connections)) for _ in range(2))
    first = await held(connections)
    second.cancel()  # it was handed the connection, and has not been told yet
    assert first == await third
    await asyncio.gather(second, return_exceptions=True)
    assert second.cancelled()
    await connections.close()


async def test_a_connection_that_the_server_ended_is_opened_again(seeded_dsn: str) -> None:
    connections, other = Connections(seeded_dsn, 1), Connections(seeded_dsn, 1)
    before = await held(connections)
    await other.fetch("SELECT pg_terminate_backend($1, 5000)", (before,))
    assert await held(connections) != before
    await connections.close()
    await other.close()


async def test_a_server_that_is_away_uses_up_no_room(seeded_dsn: str) -> None:
    connections = Connections(seeded_dsn.replace("host=", "host=/nowhere"), 1)
    for _ in range(3):
        with pytest.raises(FileNotFoundError):  # of the socket
            await connections.fetch(ME, ())
    await connections.close()
