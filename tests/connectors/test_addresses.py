"""The guard at the door: no spelling of a private address, and no lying name, gets a connection."""

import asyncio
import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.addresses import AllowList, GuardedBackend, SystemResolver, checked_addresses, is_public
from connectors.errors import AddressForbidden, DnsFailed, FetchError
from connectors.fetch import Fetcher, FetchSettings, Request

PUBLIC = "8.8.8.8"
ALSO_PUBLIC = "2001:4860:4860::8888"


class Answers:
    """A resolver that gives one answer after the other, the last one for good."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        answer = self._answers[0] if len(self._answers) == 1 else self._answers.pop(0)
        if not answer:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return answer


class Watched(httpcore.AsyncNetworkBackend):
    """A network that notes where it is asked to connect to and goes nowhere."""

    def __init__(self) -> None:
        self.connected: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's own signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.connected.append(host)
        return httpcore.AsyncMockStream([])


TEN_FORMS = [
    "127.0.0.1",
    "localhost",
    "[::ffff:127.0.0.1]",
    "2130706433",
    "0x7f.1",
    "100.100.100.200",
    "169.254.169.254",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fd00::1]",
]
MORE_FORMS = ["0.0.0.0", "[::]", "[::1]", "127.1", "224.0.0.1", "255.255.255.255", "[fe80::1]", "[ff02::1]"]
MORE_FORMS += ["[64:ff9b:1::7f00:1]", "[2001:0:7f00:1::]", "[::127.0.0.1]", "[2001:db8::5efe:7f00:1]", "192.168.1.1"]


@pytest.mark.parametrize("host", TEN_FORMS + MORE_FORMS)
async def test_no_form_of_a_private_address_is_fetched(host: str) -> None:
    async with Fetcher(FetchSettings(allow_http=True)) as fetcher:
        with pytest.raises(FetchError) as raised:
            await fetcher.fetch(Request(f"http://{host}:9/"))
    assert raised.value.code == "ADDRESS_FORBIDDEN"


@pytest.mark.parametrize("host", ["0177.0.0.1", "[::1%25lo]", "a b.example", "", "[", "例 .example"])
async def test_a_host_that_is_none_is_no_address(host: str) -> None:
    async with Fetcher(FetchSettings(allow_http=True), resolver=Answers([])) as fetcher:
        with pytest.raises(FetchError) as raised:
            await fetcher.fetch(Request(f"http://{host}:9/"))
    assert raised.value.code == "ADDRESS_INVALID"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        (ALSO_PUBLIC, True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("2002:808:808::", True),
        ("64:ff9b::a9fe:a9fe", False),
        ("::ffff:10.0.0.1", False),
        ("2002:a00:1::", False),
        ("2001:0:808:808::f5ff:fffe", False),
        ("100.64.0.1", False),
        ("198.18.0.1", False),
    ],
)
def test_an_address_is_public_only_as_what_it_stands_for(address: str, public: bool) -> None:
    assert public == is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_never_makes_it_public(address: IPv4Address) -> None:
    number = int(address)
    mapped = IPv6Address(0xFFFF << 32 | number)
    nat64 = IPv6Address(int(IPv6Address("64:ff9b::")) | number)
    sixtofour = IPv6Address(0x2002 << 112 | number << 80)
    assert is_public(mapped) == is_public(nat64) == is_public(address)
    assert is_public(address) or not is_public(sixtofour)


async def test_one_private_answer_among_public_ones_forbids_the_name() -> None:
    with pytest.raises(AddressForbidden):
        await checked_addresses("mixed.example", 443, Answers([PUBLIC, "10.0.0.8"]), AllowList())


async def test_a_rebinding_name_is_connected_to_only_where_it_was_checked() -> None:
    resolver, network = Answers([PUBLIC], ["127.0.0.1"]), Watched()
    backend = GuardedBackend(resolver, AllowList(), network)
    await backend.connect_tcp("rebinds.example", 443)
    with pytest.raises(AddressForbidden):
        await backend.connect_tcp("rebinds.example", 443)
    assert (network.connected, resolver.asked) == ([PUBLIC], 2)


async def test_a_name_without_an_address_says_so() -> None:
    with pytest.raises(DnsFailed):
        await checked_addresses("no.example", 443, Answers([]), AllowList())


@pytest.mark.parametrize(
    ("entries", "host", "answers", "opened"),
    [
        (["10.0.0.0/8"], "hr.intranet", ["10.1.2.3"], True),
        (["10.0.0.0/8"], "hr.intranet", ["192.168.1.1"], False),
        (["hr.intranet"], "hr.intranet", ["192.168.1.1"], True),
        (["hr.intranet:8806"], "hr.intranet", ["192.168.1.1"], False),
        (["hr.intranet:443"], "hr.intranet", ["192.168.1.1"], True),
        (["hr.intranet"], "other.intranet", ["192.168.1.1"], False),
        (["hr.intranet"], "hr.intranet", ["169.254.169.254"], False),
        (["hr.intranet"], "hr.intranet", ["64:ff9b::a9fe:a9fe"], False),
        (["169.254.0.0/16"], "metadata", ["169.254.169.254"], True),
        (["127.0.0.0/8"], "mapped", ["::ffff:7f00:1"], True),
    ],
)
async def test_the_operator_opens_networks_and_hosts(
    entries: list[str], host: str, answers: list[str], opened: bool
) -> None:
    checked = checked_addresses(host, 443, Answers(answers), AllowList.parse(entries))
    if opened:
        assert answers == list(await checked)
    else:
        with pytest.raises(AddressForbidden):
            await checked


@pytest.mark.parametrize("entry", ["10.0.0.0/99", "host:port", ":80", "a/b"])
def test_an_allow_list_entry_that_is_nothing_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match=entry):
        AllowList.parse([entry])


async def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    listening = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    backend = GuardedBackend(Answers(["127.0.0.9", "127.0.0.1"]), AllowList.parse(["127.0.0.0/8"]))
    stream = await backend.connect_tcp("two.example", port, timeout=2)
    assert ("127.0.0.1", port) == stream.get_extra_info("server_addr")
    await stream.aclose()
    listening.close()


async def test_the_machines_resolver_reads_odd_spellings_of_numbers() -> None:
    assert list(await SystemResolver().resolve("0x7f.1", 80)) == ["127.0.0.1"]
