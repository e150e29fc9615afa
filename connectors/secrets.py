"""Secrets of sources: named in a config, encrypted at rest, bound to one host, shown and sent nowhere else.

A config refers to one as {"secret": "NAME"} or "secret:NAME". The key is DOORSTEP_SECRET_KEY (any text of 16
characters or more), else a file that only its owner can read.
"""

import base64
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, quote_plus

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from connectors.errors import SecretUnreadable, SecretWrongHost
from connectors.urls import host_of

KEY_SHORTEST = 16
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
HIDDEN = "•••"
SEARCHED_FROM = 4
"""Secrets shorter than this are everyday text and cannot be looked for in a request."""


class SecretText(str):
    """A secret's value. It is a string where it is used, and hides itself where it is printed by `repr`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return HIDDEN


@dataclass(frozen=True, slots=True)
class OpenSecret:
    """A secret as a run needs it: its value, and the one host that may be told."""

    name: str
    host: str
    value: SecretText = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedSecret:
    """A secret as it is kept. `owner`: the agency whose sources may use it."""

    owner: str
    name: str
    host: str
    sealed: bytes = field(repr=False)


class SecretStorage(Protocol):
    """Where sealed secrets are kept."""

    async def put(self, secret: SealedSecret) -> None:
        """Keep it in place of one of the same owner and name."""

    async def of(self, owner: str) -> list[SealedSecret]:
        """All of one owner, by name."""

    async def remove(self, owner: str, name: str) -> bool:
        """Whether there was one."""


class Vault:
    """Seals and opens secrets. What is sealed says its owner, name and host, so a row moved to another opens not."""

    def __init__(self, storage: SecretStorage, key: str) -> None:
        if len(key) < KEY_SHORTEST:
            raise ValueError(f"DOORSTEP_SECRET_KEY must have {KEY_SHORTEST} characters or more")
        derived = HKDF(SHA256(), 32, salt=None, info=b"doorstep secrets").derive(key.encode())
        self._cipher = Fernet(base64.urlsafe_b64encode(derived))
        self._storage = storage

    async def set(self, owner: str, name: str, host: str, value: str) -> None:
        """Seal and keep; raises ValueError for a name or host that can be none."""
        if not NAME.fullmatch(name) or not host_of(f"https://{host}"):
            raise ValueError("a secret needs a name (letters, digits, _ . -) and a host")
        bound = host_of(f"https://{host}")
        text = json.dumps([owner, name, bound, value], ensure_ascii=False)
        await self._storage.put(SealedSecret(owner, name, bound, self._cipher.encrypt(text.encode())))

    async def opened(self, owner: str) -> dict[str, OpenSecret]:
        """All of one owner's secrets by name, for a run of its sources; raises SECRET_UNREADABLE."""
        return {each.name: self._open(each) for each in await self._storage.of(owner)}

    async def hosts(self, owner: str) -> dict[str, str]:
        """What may be shown of an owner's secrets: each name with its host."""
        return {each.name: each.host for each in await self._storage.of(owner)}

    async def remove(self, owner: str, name: str) -> bool:
        return await self._storage.remove(owner, name)

    def _open(self, secret: SealedSecret) -> OpenSecret:
        try:
            owner, name, host, value = json.loads(self._cipher.decrypt(secret.sealed))
        except InvalidToken as error:
            raise SecretUnreadable(name=secret.name) from error
        if (owner, name, host) != (secret.owner, secret.name, secret.host):
            raise SecretUnreadable(name=secret.name)
        return OpenSecret(name, host, SecretText(value))


def secret_key(state_dir: Path, environment: Mapping[str, str] = os.environ) -> str:
    """DOORSTEP_SECRET_KEY, else the key file in `state_dir`, made on first use with mode 0600."""
    if given := environment.get("DOORSTEP_SECRET_KEY"):
        return given
    path = state_dir / "secret.key"
    if not path.exists():
        _write_private(path, Fernet.generate_key())
    return path.read_text("ascii").strip()


def _write_private(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)


def secret_name(value: object) -> str | None:
    """The name where a config's value is a reference to a secret, else None.

    >>> secret_name({"secret": "FEED_KEY"}), secret_name("secret:FEED_KEY"), secret_name("plain")
    ('FEED_KEY', 'FEED_KEY', None)
    """
    if isinstance(value, Mapping) and set(value) == {"secret"}:
        value = f"secret:{value['secret']}"
    if isinstance(value, str) and value.startswith("secret:"):
        name = value.removeprefix("secret:").strip()
        return name if NAME.fullmatch(name) else None
    return None


def secret_names(config: object) -> set[str]:
    """Every secret that a config refers to, however deep."""
    name = secret_name(config)
    if name:
        return {name}
    inner = config.values() if isinstance(config, Mapping) else config if isinstance(config, list | tuple) else ()
    return {found for each in inner for found in secret_names(each)}


def guard_secrets(secrets: Iterable[OpenSecret], url: str, headers: Mapping[str, str], content: bytes | None) -> None:
    """Raise SECRET_WRONG_HOST where a request carries a secret, plain or encoded, to a host it is not bound to."""
    host = host_of(url)
    for secret in secrets:
        if secret.host != host and len(secret.value) >= SEARCHED_FROM and _carries(secret.value, url, headers, content):
            raise SecretWrongHost(host, name=secret.name, host=secret.host)


def _carries(value: str, url: str, headers: Mapping[str, str], content: bytes | None) -> bool:
    sent = "\n".join([url, *headers.values(), *headers, (content or b"").decode("utf-8", "replace")])
    return any(each in sent for each in _spellings(value)) or any(value in each for each in _basic(headers))


def _spellings(value: str) -> set[str]:
    """How a secret may stand in a request: as it is, percent-encoded, in JSON, in base64."""
    coded = base64.b64encode(value.encode()).decode().rstrip("=")
    return {str(value), quote(value), quote(value, safe=""), quote_plus(value), json.dumps(str(value))[1:-1], coded}


def _basic(headers: Mapping[str, str]) -> list[str]:
    """What a Basic Authorization header says in plain."""
    found = []
    for header in headers.values():
        scheme, _, coded = header.partition(" ")
        if scheme.lower() == "basic":
            found.append(base64.b64decode(coded + "==", validate=False).decode("utf-8", "replace"))
    return found


def hidden(text: str, secrets: Iterable[OpenSecret]) -> str:
    """`text` with every spelling of every secret hidden, for recordings and reports."""
    for secret in secrets:
        if len(secret.value) >= SEARCHED_FROM:
            for spelling in sorted(_spellings(secret.value), key=len, reverse=True):
                text = text.replace(spelling, HIDDEN)
    return text
