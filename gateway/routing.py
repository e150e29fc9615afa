"""The routing engines of the settings: DOORSTEP_ROUTING as docs/nearby.md tells it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from connectors.routing.engines import Engine, Osrm, Valhalla
from gateway.settings import Settings
from schema.problems import DoorstepError
from schema.vocabulary import TravelMode

if TYPE_CHECKING:
    from connectors.routing.client import EngineClient

_MODES: Final = {mode.value.lower(): mode for mode in TravelMode}


def routing_of(settings: Settings) -> "EngineClient | None":
    """The client of the engines; None where none is set. Raises DoorstepError SETTING_INVALID."""
    engines = engines_of(settings.routing)
    if not engines:
        return None
    from connectors.routing.client import EngineClient

    return EngineClient(engines, settings.routing_timeout_seconds)


def engines_of(entries: Sequence[str]) -> dict[TravelMode, Engine]:
    """From `walk=osrm+http://127.0.0.1:5000` and `valhalla+http://127.0.0.1:8002` to an engine for each mode.

    What names its mode goes before what does not. Raises DoorstepError SETTING_INVALID.
    """
    named: dict[TravelMode, Engine] = {}
    general: dict[TravelMode, Engine] = {}
    for entry in entries:
        mode, engine = _engine(entry)
        if mode is not None:
            named[mode] = engine
        else:
            general |= {each: engine for each in TravelMode if engine.knows(each)}
    return general | named


def _engine(entry: str) -> tuple[TravelMode | None, Engine]:
    before, equals, after = entry.partition("=")
    text = after if equals else before
    kind, _, url = text.partition("+")
    mode = _MODES.get(before.strip().lower()) if equals else None
    parts = urlsplit(url)
    if (equals and mode is None) or parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise _invalid(entry)
    url = url.rstrip("/")
    if kind == "osrm" and mode is not None:
        return mode, Osrm(url, mode)
    if kind == "valhalla" and (mode is None or Valhalla(url).knows(mode)):
        return mode, Valhalla(url)
    raise _invalid(entry)


def _invalid(entry: str) -> DoorstepError:
    wants = "walk=osrm+http://127.0.0.1:5000 (OSRM: one server a mode) or valhalla+http://127.0.0.1:8002"
    return DoorstepError(
        "SETTING_INVALID",
        f"环境变量 DOORSTEP_ROUTING 的值“{entry[:60]}”无效，应写作 {wants}",
        f'DOORSTEP_ROUTING: "{entry[:60]}" is no engine; write {wants}',
        ("DOORSTEP_ROUTING",),
    )
