"""The guard at the door: which addresses may be connected to, checked when the connection is made.

A name is resolved here, every answer is checked, and the connection goes to the very address that was checked, so a
name that answers differently the next time wins nothing. TLS still verifies the name. Rules: RFC 6890 (special-purpose
addresses), 4291 (mapped), 3056 (6to4), 4380 (Teredo), 6052 and 8215 (NAT64), 5214 (ISATAP).
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Protocol

import httpcore

from connectors.errors import AddressForbidden, ConnectFailed, DnsFailed

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NAT64 = IPv6Network("64:ff9b::/96")
NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
ISATAP = frozenset({0x00005EFE, 0x02005EFE})
METADATA = tuple(
    ip_network(each) for each in ("169.254.0.0/16", "100.100.100.200/32", "fe80::/10", "fd00:ec2::254/128")
)
"""Where clouds keep their machines' credentials: a host on the allow list may still not lead there."""


class Resolver(Protocol):
    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """Every address of `host` as text; raises OSError where there is none."""


class SystemResolver:
    """The machine's own resolver; it reads 2130706433 and 0x7f.1 as the addresses they are."""

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, slots=True)
class AllowList:
    """What the operator opens: networks ("10.0.0.0/8"), hosts ("hr.intranet") and hosts with a port."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[tuple[str, int | None]] = field(default_factory=frozenset)

    @classmethod
    def parse(cls, entries: Iterable[str]) -> "AllowList":
        """Raises ValueError naming the entry that is neither a network nor a host."""
        networks: list[Network] = []
        hosts: set[tuple[str, int | None]] = set()
        for entry in filter(None, (each.strip().lower() for each in entries)):
            try:
                networks.append(ip_network(entry, strict=False))
            except ValueError:
                hosts.add(_host_and_port(entry))
        return cls(tuple(networks), frozenset(hosts))

    def names(self, host: str, port: int | None) -> bool:
        """Whether the operator named this host (or its literal address) itself."""
        host = host.strip("[]").lower()
        if (host, None) in self.hosts or (host, port) in self.hosts:
            return True
        try:
            return self.covers(ip_address(host))
        except ValueError:
            return False

    def covers(self, address: Address) -> bool:
        return any(address in network for network in self.networks if network.version == address.version)


def _host_and_port(entry: str) -> tuple[str, int | None]:
    host, colon, port = entry.rpartition(":")
    if not colon:
        host, port = entry, ""
    if not host or "/" in entry or (colon and not port.isdigit()):
        raise ValueError(f"not a network, a host or host:port: {entry}")
    return host.strip("[]"), int(port) if port else None


def forms(address: Address) -> list[Address]:
    """The address and every address that it stands for: mapped, 6to4, Teredo, NAT64 and ISATAP unwrapped."""
    if isinstance(address, IPv4Address):
        return [address]
    inner: list[IPv4Address] = []
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.sixtofour:
        return [address.sixtofour]  # Pythons differ on whether 2002::/16 itself is global
    if address.teredo:
        inner.extend(address.teredo)
    if (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *inner]


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could be meant; false for 100.100.100.200, unlike `not is_private`."""
    return all(_is_public_form(each) for each in forms(address))


def _is_public_form(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address in NAT64_LOCAL:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def may_connect(address: Address, allowed: AllowList, named: bool) -> bool:
    """`named`: the operator put the host's name on the allow list, which opens it but for METADATA."""
    if is_public(address) or allowed.covers(address) or any(allowed.covers(each) for each in forms(address)):
        return True
    inner = forms(address)
    return named and not any(
        each in network for each in inner for network in METADATA if network.version == each.version
    )


async def checked_addresses(host: str, port: int, resolver: Resolver, allowed: AllowList) -> Sequence[str]:
    """The addresses of `host` in the resolver's order; raises unless every one of them may be connected to."""
    try:
        answers = await resolver.resolve(host, port)
        addresses = [ip_address(each) for each in answers]
    except (OSError, UnicodeError, ValueError) as error:
        raise DnsFailed(host) from error
    if not addresses:
        raise DnsFailed(host)
    named = allowed.names(host, port)
    if not all(may_connect(each, allowed, named) for each in addresses):
        raise AddressForbidden(host)
    return [str(each) for each in addresses]


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """httpcore's network with the guard in `connect_tcp`; there is no other way out."""

    def __init__(
        self, resolver: Resolver, allowed: AllowList, network: httpcore.AsyncNetworkBackend | None = None
    ) -> None:
        self._resolver = resolver
        self._allowed = allowed
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's own signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await checked_addresses(host, port, self._resolver, self._allowed)
        share = timeout / len(addresses) if timeout else None
        failure: Exception | None = None
        for address in addresses:
            try:
                return await self._network.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise ConnectFailed(host) from failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's own signature)
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise AddressForbidden(path)

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


def connection_pool(resolver: Resolver, allowed: AllowList, trust: ssl.SSLContext) -> httpcore.AsyncConnectionPool:
    """The one pool of connections; `trust` verifies certificates against the host's name."""
    return httpcore.AsyncConnectionPool(
        ssl_context=trust,
        max_connections=32,
        max_keepalive_connections=8,
        keepalive_expiry=15,
        network_backend=GuardedBackend(resolver, allowed),
    )
