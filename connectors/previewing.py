"""A preview: one source read now, normalised, and shown beside its raw words. Nothing is kept."""

from dataclasses import dataclass, field
from typing import Any

from connectors.context import BaseContext
from connectors.protocol import Connector
from schema.normalising import Frame, normalise, normalise_event, normalise_policy, normalise_station
from schema.problems import DoorstepError, Problem
from schema.records import EventRecord, Gone, JobRecord, PolicyRecord, Record, Reject, StationRecord
from schema.rendering import caution_json, event_json, plain_json, policy_json, posting_json, station_json

Json = dict[str, Any]  # Any: JSON values
NOT_SHOWN = frozenset({"externalId", "url"})


@dataclass
class Preview:
    """What a source would yield. Every list holds JSON in the graph's own field names; `problems` say what "
    "to mend."""

    jobs: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    policies: list[Json] = field(default_factory=list)
    stations: list[Json] = field(default_factory=list)
    gone: list[Json] = field(default_factory=list)
    rejects: list[Json] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    requests: int = 0
    complete: bool = False
    counters: dict[str, int] = field(default_factory=dict)

    def json(self) -> Json:
        """The whole preview as one JSON object."""
        return {
            "jobs": self.jobs,
            "events": self.events,
            "policies": self.policies,
            "stations": self.stations,
            "gone": self.gone,
            "rejects": self.rejects,
            "problems": [
                {"code": each.code, "message": each.message, "path": list(each.path)} for each in self.problems
            ],
            "requests": self.requests,
            "complete": self.complete,
            "counters": self.counters,
        }


async def preview(
    connector: Connector, context: BaseContext, frame: Frame | None = None, limit: int | None = None
) -> Preview:
    """Read a source over `context` and normalise what it yields, at most `limit` jobs of it.

    An error of the source is one of the preview's problems, beside whatever was read before it; nothing is raised.
    """
    frame = frame or frame_of(context)
    shown = Preview()
    try:
        async for record in connector.read(context):
            _take(record, frame, shown)
            if limit is not None and len(shown.jobs) >= limit:
                break
    except DoorstepError as error:
        shown.problems.append(error.problem)
    shown.requests = context.said.requests
    shown.complete = context.said.complete
    shown.counters = {name: times for name, times in context.said.counts.items() if times}
    return shown


def frame_of(context: BaseContext) -> Frame:
    """The frame that a source's config states: its division, station and agency."""
    said = {name: str(context.config[name]) for name in ("division", "agency") if context.config.get(name)}
    station = context.config.get("station")
    return Frame(
        now=context.now,
        division=said.get("division"),
        station_key=str(station) if station else None,
        agency=said.get("agency"),
    )


def _take(record: Record, frame: Frame, shown: Preview) -> None:
    match record:
        case JobRecord():
            posting = normalise(record, frame)
            if isinstance(posting, Reject):
                shown.rejects.append(reject_json(posting))
                return
            shown.jobs.append(
                {
                    "externalId": posting.external_id,
                    "url": posting.url,
                    "normalised": {k: v for k, v in posting_json(posting).items() if k not in NOT_SHOWN},
                    "raw": plain_json(record.raw),
                    "cautions": [caution_json(caution) for caution in posting.cautions],
                }
            )
        case EventRecord():
            event = normalise_event(record, frame)
            _put(reject_json(event), shown.rejects) if isinstance(event, Reject) else _put(
                event_json(event), shown.events
            )
        case PolicyRecord():
            policy = normalise_policy(record, frame)
            _put(reject_json(policy), shown.rejects) if isinstance(policy, Reject) else _put(
                policy_json(policy), shown.policies
            )
        case StationRecord():
            station = normalise_station(record, frame)
            _put(reject_json(station), shown.rejects) if isinstance(station, Reject) else _put(
                station_json(station), shown.stations
            )
        case Gone():
            shown.gone.append({"externalId": record.external_id, "reason": record.reason})
        case Reject():
            shown.rejects.append(reject_json(record))


def _put(value: Json, where: list[Json]) -> None:
    where.append(value)


def reject_json(reject: Reject) -> Json:
    """A reject as the graph shows it."""
    return {
        "reason": reject.reason,
        "message": reject.message,
        "field": reject.field,
        "externalId": reject.external_id,
        "url": reject.url,
        "raw": plain_json(reject.raw),
    }
