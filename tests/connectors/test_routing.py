"""Routing engines asked over HTTP: what they say, and what is made of an engine that is down, slow or odd."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from connectors.routing.client import REST_SECONDS, EngineClient, rounded
from connectors.routing.engines import Engine, Osrm, Valhalla
from schema.travel import NoRouting, Place
from schema.vocabulary import TravelMode
from tests.connectors.servers import Asked, Everywhere, Reply, Script, Server, serve
from tests.connectors.town import Town, said

HOME: Place = (23.11, 113.24)
TOWN = Town(river=113.25)
WALK = TravelMode.WALK


@dataclass
class Clock:
    time: float = 0.0

    def __call__(self) -> float:
        return self.time


@dataclass
class Talking:
    client: EngineClient
    server: Server
    clock: Clock = field(default_factory=Clock)


def osrm(server: Server) -> Engine:
    return Osrm(server.base, WALK)


def valhalla(server: Server) -> Engine:
    return Valhalla(server.base)


ENGINES = {"osrm": osrm, "valhalla": valhalla}


@asynccontextmanager
async def talking(kind: str, script: Script, within: float = 5.0) -> AsyncIterator[Talking]:
    clock = Clock()
    async with serve(Everywhere(script)) as server:
        client = EngineClient({WALK: ENGINES[kind](server)}, within, now=clock)
        try:
            yield Talking(client, server, clock)
        finally:
            await client.close()


def script_of(kind: str, town: Town) -> Script:
    return town.osrm if kind == "osrm" else town.valhalla


def around(count: int, chance: random.Random) -> list[Place]:
    return [(HOME[0] + chance.uniform(-0.02, 0.02), HOME[1] + chance.uniform(-0.02, 0.02)) for _ in range(count)]


def expected(town: Town, places: list[Place]) -> list[int | None]:
    times = [None if place[0] > town.sea else town.seconds(rounded(HOME), rounded(place)) for place in places]
    return [None if time is None else round(time) for time in times]


@pytest.mark.parametrize("kind", ENGINES)
async def test_an_engine_tells_seconds_and_where_no_way_leads(kind: str) -> None:
    places = around(230, random.Random(1))
    async with talking(kind, script_of(kind, TOWN)) as town:
        told = await town.client.seconds(HOME, places, WALK)
        assert told == expected(TOWN, places)
        assert None in told
        assert any(told)
        most = ENGINES[kind](town.server).most
        assert len(town.server.asked) == -(-230 // most)


@pytest.mark.parametrize("kind", ENGINES)
async def test_what_was_told_is_not_asked_again(kind: str) -> None:
    places = around(30, random.Random(2))
    async with talking(kind, script_of(kind, TOWN)) as town:
        first = await town.client.seconds(HOME, places, WALK)
        hair = [(place[0] + 1e-9, place[1]) for place in places]
        again = await town.client.seconds((HOME[0] + 1e-6, HOME[1]), hair, WALK)
        assert again == first
        assert len(town.server.asked) == 1
        await town.client.seconds(HOME, [*places, (23.111, 113.241)], WALK)
        assert len(town.server.asked) == 2


@pytest.mark.parametrize("kind", ENGINES)
async def test_places_off_the_streets_cost_the_others_nothing(kind: str) -> None:
    chance = random.Random(3)
    places = around(70, chance)
    places[11] = places[40] = (HOME[0] + 0.5, HOME[1])
    town = Town(river=113.25, sea=HOME[0] + 0.4)
    async with talking(kind, script_of(kind, town)) as there:
        assert await there.client.seconds(HOME, places, WALK) == expected(town, places)


@pytest.mark.parametrize("kind", ENGINES)
async def test_a_server_of_smaller_tables_is_asked_in_smaller_parts(kind: str) -> None:
    places = around(60, random.Random(4))
    small = Town(river=113.25, most=20)
    async with talking(kind, script_of(kind, small)) as there:
        assert await there.client.seconds(HOME, places, WALK) == expected(small, places)


@pytest.mark.parametrize("kind", ENGINES)
async def test_an_origin_off_the_streets_is_no_fault_of_the_engine(kind: str) -> None:
    town = Town(river=113.25, sea=0.0)
    async with talking(kind, script_of(kind, town)) as there:
        for _ in range(5):
            with pytest.raises(NoRouting):
                await there.client.seconds(HOME, around(90, random.Random(5)), WALK)
        there.server.script = Everywhere(script_of(kind, TOWN))
        places = around(3, random.Random(6))
        assert await there.client.seconds(HOME, places, WALK) == expected(TOWN, places)


def _osrm_of(durations: object) -> Reply:
    return said({"code": "Ok", "durations": durations})


def _valhalla_of(cells: object) -> Reply:
    return said({"sources_to_targets": cells})


ODD: dict[str, tuple[str, Reply]] = {
    "down": ("osrm", Reply(reset=True)),
    "an error of the server": ("osrm", said({"code": "Ok", "durations": [[1, 2]]}, 500)),
    "busy": ("valhalla", said({"error_code": 599}, 429)),
    "a page": ("osrm", Reply(b"<html>maintenance</html>")),
    "nothing": ("valhalla", Reply(b"")),
    "another list": ("osrm", said([1, 2])),
    "no durations": ("osrm", said({"code": "Ok"})),
    "too few": ("osrm", _osrm_of([[1]])),
    "too many": ("osrm", _osrm_of([[1, 2, 3]])),
    "two rows": ("osrm", _osrm_of([[1, 2], [1, 2]])),
    "words": ("osrm", _osrm_of([["1", 2]])),
    "truth": ("osrm", _osrm_of([[True, 2]])),
    "less than nothing": ("osrm", _osrm_of([[-1, 2]])),
    "no number": ("osrm", Reply(b'{"code": "Ok", "durations": [[NaN, 1]]}')),
    "forever": ("osrm", Reply(b'{"code": "Ok", "durations": [[1e999, 1]]}')),
    "invalid": ("osrm", said({"code": "InvalidUrl"}, 400)),
    "elsewhere": ("valhalla", Reply(b"", 302, {"location": "http://127.0.0.1:9/"})),
    "cells of others": ("valhalla", _valhalla_of([[{"time": 1, "to_index": 0}, {"time": 1, "to_index": 7}]])),
    "cells that are none": ("valhalla", _valhalla_of([[1, 2]])),
    "too few cells": ("valhalla", _valhalla_of([[{"time": 1, "to_index": 0}]])),
    "unpacked": ("osrm", Reply(b"\x1f\x8b", headers={"content-encoding": "gzip"})),
    "cut": ("osrm", Reply(b'{"code": "Ok", "durations": [[1, 2]]}', cut=20)),
    "endless": ("osrm", Reply(b" " * 4_000_001)),
}


@pytest.mark.parametrize("name", ODD)
async def test_an_answer_that_is_none_is_no_answer(name: str) -> None:
    kind, reply = ODD[name]
    async with talking(kind, reply) as there:
        with pytest.raises(NoRouting):
            await there.client.seconds(HOME, around(2, random.Random(7)), WALK)


async def test_nobody_waits_longer_than_the_time_that_is_set() -> None:
    def slow(asked: Asked) -> Reply:
        return Reply(TOWN.osrm(asked).body, silent=60)

    async with talking("osrm", slow, within=0.05) as there:
        with pytest.raises(NoRouting):
            await there.client.seconds(HOME, around(5, random.Random(8)), WALK)


async def test_an_engine_that_fails_again_and_again_rests() -> None:
    places = around(2, random.Random(9))
    async with talking("osrm", Reply(b"no", 503)) as there:
        for _ in range(6):
            with pytest.raises(NoRouting):
                await there.client.seconds(HOME, places, WALK)
        assert len(there.server.asked) == 3
        there.server.script = Everywhere(TOWN.osrm)
        with pytest.raises(NoRouting):
            await there.client.seconds(HOME, places, WALK)
        there.clock.time = REST_SECONDS
        assert await there.client.seconds(HOME, places, WALK) == expected(TOWN, places)
