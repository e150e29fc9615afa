"""Secrets are kept sealed, told to one host, and shown to nobody."""

import base64
import json
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from connectors.context import OfflineContext, PagesByAddress
from connectors.errors import FetchError
from connectors.secrets import (
    OpenSecret,
    SealedSecret,
    SecretStorage,
    SecretText,
    Vault,
    hidden,
    secret_key,
    secret_name,
    secret_names,
)
from gateway.installation import now_in_china
from gateway.keeping import SecretsInStore
from schema.store.engine import Database

VALUE = "p@ss wörd/令牌 8d1f"
KEY = "a key of more than sixteen characters"
FEED = OpenSecret("FEED_KEY", "feed.example", SecretText(VALUE))


@pytest.fixture
def storage(store: Database) -> SecretStorage:
    return SecretsInStore(store, now_in_china)


async def test_a_secret_comes_back_to_its_owner_only(storage: SecretStorage) -> None:
    vault = Vault(storage, KEY)
    await vault.set("agency-a", "FEED_KEY", "Feed.Example:8443", VALUE)
    assert await vault.opened("agency-a") == {"FEED_KEY": FEED}
    assert await vault.opened("agency-b") == {}
    assert await vault.hosts("agency-a") == {"FEED_KEY": "feed.example"}
    assert [await vault.remove("agency-a", "FEED_KEY") for _ in range(2)] == [True, False]
    assert await vault.opened("agency-a") == {}


async def test_what_is_kept_does_not_show_the_secret(storage: SecretStorage) -> None:
    await Vault(storage, KEY).set("agency-a", "FEED_KEY", "feed.example", VALUE)
    (kept,) = await storage.of("agency-a")
    assert VALUE.encode() not in kept.sealed
    assert VALUE not in repr(kept)


async def test_another_key_opens_nothing(storage: SecretStorage) -> None:
    await Vault(storage, KEY).set("agency-a", "FEED_KEY", "feed.example", VALUE)
    with pytest.raises(FetchError) as raised:
        await Vault(storage, KEY + "!").opened("agency-a")
    assert raised.value.code == "SECRET_UNREADABLE"


async def test_a_sealed_secret_moved_to_another_owner_or_host_opens_not(storage: SecretStorage) -> None:
    vault = Vault(storage, KEY)
    await vault.set("agency-a", "FEED_KEY", "feed.example", VALUE)
    (sealed,) = await storage.of("agency-a")
    await storage.put(SealedSecret("agency-b", "FEED_KEY", "thief.example", sealed.sealed))
    with pytest.raises(FetchError) as raised:
        await vault.opened("agency-b")
    assert raised.value.code == "SECRET_UNREADABLE"


@pytest.mark.parametrize(("name", "host"), [("", "a.example"), ("1st", "a.example"), ("a b", "a.example"), ("A", "")])
async def test_a_name_or_host_that_is_none_is_refused(storage: SecretStorage, name: str, host: str) -> None:
    with pytest.raises(ValueError, match="a secret needs"):
        await Vault(storage, KEY).set("agency-a", name, host, VALUE)


def test_a_key_too_short_is_refused(storage: SecretStorage) -> None:
    with pytest.raises(ValueError, match="DOORSTEP_SECRET_KEY"):
        Vault(storage, "short")


def test_the_key_is_given_or_made_once_for_its_owner_only(tmp_path: Path) -> None:
    assert secret_key(tmp_path, {"DOORSTEP_SECRET_KEY": KEY}) == KEY
    made = secret_key(tmp_path, {})
    assert made == secret_key(tmp_path, {})
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"secret": "FEED_KEY"}, "FEED_KEY"),
        ("secret:FEED_KEY", "FEED_KEY"),
        ("FEED_KEY", None),
        ("secret:", None),
        ({"secret": "A", "other": 1}, None),
        (3, None),
    ],
)
def test_a_reference_is_known(value: object, name: str | None) -> None:
    assert name == secret_name(value)


def test_every_reference_of_a_config_is_found() -> None:
    config = {"auth": {"token": {"secret": "A"}}, "headers": [{"value": "secret:B"}], "url": "https://a.example/"}
    assert secret_names(config) == {"A", "B"}


def context() -> OfflineContext:
    pages = {"https://feed.example/": "ok", "https://thief.example/": "ok"}
    now = datetime(2026, 11, 22, tzinfo=ZoneInfo("Asia/Shanghai"))
    config = {"url": "https://feed.example/"}
    return OfflineContext("feed", config, now, secrets={"FEED_KEY": FEED}, answers=PagesByAddress(pages))


BASIC = "Basic " + base64.b64encode(f"user:{VALUE}".encode()).decode()
CARRIERS: dict[str, dict[str, object]] = {
    "query": {"params": {"key": VALUE}},
    "header": {"headers": {"x-api-key": VALUE}},
    "bearer": {"headers": {"authorization": f"Bearer {VALUE}"}},
    "basic": {"headers": {"authorization": BASIC}},
    "json": {"json": {"nested": {"key": VALUE}}, "method": "POST"},
    "body": {"content": f"key={quote(VALUE)}".encode(), "method": "POST"},
    "base64": {"headers": {"x-key": base64.b64encode(VALUE.encode()).decode()}},
}


@pytest.mark.parametrize("carrier", CARRIERS)
async def test_a_secret_is_not_sent_to_another_host_in_any_way(carrier: str) -> None:
    with pytest.raises(FetchError) as raised:
        await context().get("https://thief.example/", **CARRIERS[carrier])  # type: ignore[arg-type]  # a table of keywords
    assert raised.value.code == "SECRET_WRONG_HOST"
    assert VALUE not in str(raised.value)


async def test_a_secret_is_sent_to_its_own_host() -> None:
    assert (await context().get("/", headers={"x-api-key": context().secret("FEED_KEY")})).text == "ok"


def test_a_secret_that_was_not_set_is_named() -> None:
    with pytest.raises(FetchError, match="OTHER") as raised:
        context().secret("OTHER")
    assert raised.value.code == "SECRET_UNKNOWN"


def test_nothing_that_is_printed_shows_a_secret() -> None:
    printed = f"{FEED!r} {context()!r} {[FEED.value]!r} {SealedSecret('a', 'b', 'c', b'sealed')!r}"
    assert VALUE not in printed
    told = hidden(json.dumps({"url": f"https://feed.example/?key={quote(VALUE)}", "x": VALUE, "b": BASIC}), [FEED])
    assert not any(each in told for each in (VALUE, quote(VALUE), VALUE.encode("unicode_escape").decode()))
