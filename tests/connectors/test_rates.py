"""A host is visited evenly, by all sources together, and never faster than it asks."""

from hypothesis import given
from hypothesis import strategies as st

from connectors.rates import HostRates


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds


async def test_after_a_burst_requests_are_spaced() -> None:
    clock = Clock()
    rates = HostRates(2, burst=3, clock=clock.now, sleep=clock.sleep)
    assert [await rates.turn("a") for _ in range(5)] == [0, 0, 0, 0.5, 0.5]


async def test_hosts_do_not_wait_for_each_other() -> None:
    clock = Clock()
    rates = HostRates(1, burst=1, clock=clock.now, sleep=clock.sleep)
    assert [await rates.turn(host) for host in ("a", "b", "c", "a")] == [0, 0, 0, 1]


async def test_a_crawl_delay_is_kept_from_the_first_request_on() -> None:
    clock = Clock()
    rates = HostRates(5, burst=5, clock=clock.now, sleep=clock.sleep)
    rates.slow_down("a", 4)
    assert [await rates.turn("a") for _ in range(3)] == [0, 4, 4]


async def test_no_limit_is_no_wait() -> None:
    rates = HostRates(0)
    assert sum([await rates.turn("a") for _ in range(100)]) == 0


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60), st.integers(1, 5), st.integers(1, 5))
async def test_no_second_ever_sees_more_than_burst_and_rate(pauses: list[float], per_second: int, burst: int) -> None:
    clock = Clock()
    rates = HostRates(per_second, burst, clock=clock.now, sleep=clock.sleep)
    visits: list[float] = []
    for pause in pauses:
        clock.time += pause
        await rates.turn("a")
        visits.append(clock.time)
    for start in visits:
        assert sum(start <= visit < start + 1 - 1e-6 for visit in visits) <= burst + per_second
