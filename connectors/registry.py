"""The kinds of connectors there are: built-ins and plugins through one door, the entry points `doorstep.connectors`.

A kind that fails to import is named with its reason, and the rest go on.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from rapidfuzz.process import extractOne

from connectors.protocol import Connector
from schema.problems import DoorstepError

GROUP = "doorstep.connectors"
DISTRIBUTION = "doorstep"
CHECKOUT = Path(__file__).resolve().parent.parent / "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of connector. `reason`: why it cannot be used, None where it can."""

    name: str
    distribution: str
    version: str
    summary: str
    make: Callable[[], Connector] | None
    config_schema: Mapping[str, Any]  # Any: a JSON Schema
    reason: str | None = None

    @property
    def builtin(self) -> bool:
        return self.distribution == DISTRIBUTION


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its name, those that cannot be used too; built-ins first."""
    found: dict[str, Kind] = {}
    for point in _points():
        if point.name not in found:
            found[point.name] = _load(point)
        elif found[point.name].distribution != _origin(point)[0]:
            name = f"{point.name}@{_origin(point)[0]}"
            taken = f"the name is taken by {found[point.name].distribution}"
            found[name] = _broken(EntryPoint(name, point.value, point.group), *_origin(point), taken)
    return found


def connector(kind: str) -> Connector:
    """A connector of this kind; raises UNKNOWN_CONNECTOR naming the nearest, or CONNECTOR_BROKEN with the reason."""
    found = kinds().get(kind)
    if found is None:
        raise _unknown(kind)
    if found.make is None:
        raise DoorstepError(
            "CONNECTOR_BROKEN",
            f"连接器“{kind}”（{found.distribution}）无法加载：{found.reason}",
            f"The connector “{kind}” ({found.distribution}) cannot be loaded: {found.reason}",
            ("connector",),
        )
    return found.make()


def _unknown(kind: str) -> DoorstepError:
    usable = [name for name, each in kinds().items() if each.make]
    nearest = extractOne(kind.lower(), usable, score_cutoff=50)
    zh = f"是不是“{nearest[0]}”？" if nearest else ""
    en = f"Did you mean “{nearest[0]}”? " if nearest else ""
    return DoorstepError(
        "UNKNOWN_CONNECTOR",
        f"没有名为“{kind[:60]}”的连接器。{zh}可用的有：{'、'.join(usable)}。",
        f"There is no connector “{kind[:60]}”. {en}There are: {', '.join(usable)}.",
        ("connector",),
    )


def _points() -> Iterator[EntryPoint]:
    """Built-ins from the table in pyproject.toml where this is a checkout, else from the installed package's copy."""
    installed = list(entry_points(group=GROUP))
    builtin = _checkout_points() or [each for each in installed if _origin(each)[0] == DISTRIBUTION]
    yield from builtin
    yield from (each for each in installed if _origin(each)[0] != DISTRIBUTION)


def _checkout_points() -> list[EntryPoint]:
    if not CHECKOUT.is_file():
        return []
    project = tomllib.loads(CHECKOUT.read_text("utf-8")).get("project", {})
    if project.get("name") != DISTRIBUTION:
        return []
    table = project.get("entry-points", {}).get(GROUP, {})
    return [EntryPoint(name, value, GROUP) for name, value in table.items()]


def _origin(point: EntryPoint) -> tuple[str, str]:
    return (point.dist.name, point.dist.version) if point.dist else (DISTRIBUTION, "")


def _load(point: EntryPoint) -> Kind:
    origin = _origin(point)
    try:
        made = point.load()
        instance = made()
    except Exception as error:
        return _broken(point, *origin, f"{type(error).__name__}: {error}"[:200])
    if not isinstance(instance, Connector) or not isinstance(instance.config_schema, Mapping):
        return _broken(point, *origin, "it has no kind, no config_schema or no read()")
    if instance.kind != point.name:
        return _broken(point, *origin, f"it calls itself {instance.kind!r}")
    summary = instance.config_schema.get("description") or (made.__doc__ or "").strip().partition("\n")[0]
    return Kind(point.name, *origin, str(summary), made, instance.config_schema)


def _broken(point: EntryPoint, distribution: str, version: str, reason: str) -> Kind:
    return Kind(point.name, distribution, version, "", None, {}, reason)
