"""Folders of the operator's own: read below the roots that are allowed, and by no other way."""

from datetime import datetime
from pathlib import Path

import pytest

from connectors.context import FetchContext
from connectors.errors import FetchError
from connectors.fetch import Fetcher, FetchSettings
from connectors.folders import Folders, stays_below
from connectors.kinds.delivery import Delivery
from schema.records import JobRecord

NOW = datetime.fromisoformat("2026-11-22T16:30:00+08:00")
LIST = "岗位,单位,工资,电话\n搬运工,顺达货运部,200元/天,13800001111\n保洁员,河畔物业,2600元/月,13800002222\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """deliveries/agency/岗位.csv, beside a secret and a link that leads to it."""
    agency = tmp_path / "deliveries" / "agency"
    agency.mkdir(parents=True)
    (agency / "岗位20261122.csv").write_text(LIST, "utf-8")
    (tmp_path / "secret.csv").write_text(LIST, "utf-8")
    (agency / "link.csv").symlink_to(tmp_path / "secret.csv")
    (tmp_path / "deliveries" / "out").symlink_to(tmp_path)
    return tmp_path / "deliveries"


async def read(root: Path, url: str) -> list[str]:
    async with Fetcher(FetchSettings(folders=Folders((root,)))) as fetcher:
        context = FetchContext("agency", {"url": url}, NOW, fetcher=fetcher)
        return [each.title for each in [one async for one in Delivery().read(context)] if isinstance(each, JobRecord)]


async def test_a_folder_of_deliveries_is_read(root: Path) -> None:
    (root / "agency" / "link.csv").unlink()
    assert await read(root, f"{(root / 'agency').as_uri()}/") == ["搬运工", "保洁员"]


async def test_a_file_is_read(root: Path) -> None:
    assert await read(root, (root / "agency" / "岗位20261122.csv").as_uri()) == ["搬运工", "保洁员"]


@pytest.mark.parametrize(
    "path",
    [
        "../secret.csv",
        "agency/../../secret.csv",
        "agency/link.csv",
        "out/secret.csv",
        "%2e%2e/secret.csv",
        "/etc/passwd",
    ],
)
def test_nothing_outside_the_roots_is_read(root: Path, path: str) -> None:
    url = f"file://{path}" if path.startswith("/") else f"{root.as_uri()}/{path}"
    with pytest.raises(FetchError) as raised:
        Folders((root,)).read(url)
    assert raised.value.code == "FOLDER_FORBIDDEN"


def test_without_roots_nothing_is_read(root: Path) -> None:
    with pytest.raises(FetchError) as raised:
        Folders().read((root / "agency" / "岗位20261122.csv").as_uri())
    assert raised.value.code == "FOLDER_FORBIDDEN"


def test_a_file_that_is_not_there_is_said_to_be_missing(root: Path) -> None:
    with pytest.raises(FetchError) as raised:
        Folders((root,)).read(f"{root.as_uri()}/none.csv")
    assert raised.value.code == "STATUS_404"


async def test_a_page_on_the_net_cannot_name_a_file_of_the_machine(root: Path) -> None:
    async with Fetcher(FetchSettings(folders=Folders((root,)))) as fetcher:
        context = FetchContext("elsewhere", {"url": "https://hr.invalid/list.json"}, NOW, fetcher=fetcher)
        with pytest.raises(FetchError) as raised:
            await context.get((root / "agency" / "岗位20261122.csv").as_uri())
    assert raised.value.code == "FOLDER_FORBIDDEN"


@pytest.mark.parametrize(
    ("own", "url", "stays"),
    [
        ("file:///srv/a/", "file:///srv/a/x.csv", True),
        ("file:///srv/a", "file:///srv/a/x.csv", True),
        ("file:///srv/a/x.csv", "file:///srv/a/y.csv", True),
        ("file:///srv/a/", "file:///srv/b/x.csv", False),
        ("https://a.invalid/", "file:///srv/a/x.csv", False),
    ],
)
def test_a_source_stays_in_its_own_folder(own: str, url: str, stays: bool) -> None:
    assert stays_below(own, url) is stays
