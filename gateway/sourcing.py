"""What the gateway makes of a source's entry: its checked config, and the frame that its records are read in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.configs import check_config
from connectors.registry import connector
from connectors.settings import whole_schema
from schema.normalising import Frame
from schema.normalising.standing_in import StandIns
from schema.problems import Problem
from schema.store.sources import SourceEntry


def check_source(kind: str, config: Mapping[str, Any]) -> tuple[Problem, ...]:  # Any: what is to be checked
    """Every mistake in a source's config, with its path and what to write instead; none: it may be registered.

    Raises DoorstepError UNKNOWN_CONNECTOR or CONNECTOR_BROKEN.
    """
    return check_config(config, whole_schema(connector(kind).config_schema))


def frame_of(source: SourceEntry, now: datetime, stand_ins: StandIns | None = None) -> Frame:
    """What holds for every record of the source. `stand_ins`: points of the stations that are known."""
    config = source.config
    return Frame(
        now=now,
        division=_text(config.get("division")) or source.division,
        station_key=_text(config.get("station")),
        agency=_text(config.get("agency")),
        defaults=dict(config.get("defaults", {})),
        stand_ins=stand_ins or StandIns(),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
