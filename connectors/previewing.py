"""A preview: one source read now, normalised, and shown beside its raw words. Nothing is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from connectors.context import BaseContext
from connectors.protocol import Connector
from schema.normalising import Frame, normalise, normalise_event, normalise_policy, normalise_station
from schema.problems import DoorstepError, Problem
from schema.records import EventRecord, Gone, JobRecord, PolicyRecord, Record, Reject, StationRecord
from schema.rendering import caution_json, event_json, plain_json, policy_json, posting_json, station_json
from schema.store.expecting import fill_of
from schema.store.shape import Shape
from schema.values import Posting

Json = dict[str, Any]  # Any: JSON values
V = TypeVar("V")
NOT_SHOWN = frozenset({"externalId", "url"})


@dataclass
class Preview:
    """What a source would yield. Every list holds JSON in the graph's own field names; `problems` say what
    to mend."""

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
    postings: list[Posting] = field(default_factory=list)
    """What `jobs` were made of, in their order; not part of the JSON."""
    fill: dict[str, float] = field(default_factory=dict)
    """Each field's share of jobs that have it, 0 to 1."""

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
            "fill": self.fill,
        }


async def preview(
    connector: Connector, context: BaseContext, frame: Frame | None = None, limit: int | None = None
) -> Preview:
    """Read a source over `context` and normalise what it yields, at most `limit` jobs of it.

    An error of the source is one of the preview's problems, beside whatever was read before it; nothing is raised.
    """
    frame = frame or frame_of(context)
    shown, kept = Preview(), _Kept()
    try:
        async for record in connector.read(context):
            kept.take(record, frame)
            if limit is not None and len(kept.jobs) >= limit:
                break
    except DoorstepError as error:
        shown.problems.append(error.problem)
    shown.jobs = [_job_json(posting, raw) for posting, raw in kept.jobs.values()]
    shown.postings = [posting for posting, _ in kept.jobs.values()]
    shown.fill = _fill(shown.postings)
    shown.events = list(kept.events.values())
    shown.policies, shown.stations = list(kept.policies.values()), list(kept.stations.values())
    shown.gone, shown.rejects = list(kept.gone.values()), kept.rejects
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


@dataclass
class _Kept:
    """What was read so far, by id: a later record corrects an earlier one of its id, as it does in the store."""

    jobs: dict[str, tuple[Posting, Mapping[str, object]]] = field(default_factory=dict)
    events: dict[str, Json] = field(default_factory=dict)
    policies: dict[str, Json] = field(default_factory=dict)
    stations: dict[str, Json] = field(default_factory=dict)
    gone: dict[str, Json] = field(default_factory=dict)
    rejects: list[Json] = field(default_factory=list)

    def take(self, record: Record, frame: Frame) -> None:
        match record:
            case JobRecord():
                posting = normalise(record, frame)
                if isinstance(posting, Reject):
                    self.rejects.append(reject_json(posting))
                else:
                    self.jobs[posting.external_id] = (posting, record.raw)
                    self.gone.pop(posting.external_id, None)
            case EventRecord():
                event = normalise_event(record, frame)
                self._put(event, self.events, record.external_id, event_json)
            case PolicyRecord():
                policy = normalise_policy(record, frame)
                self._put(policy, self.policies, record.external_id, policy_json)
            case StationRecord():
                station = normalise_station(record, frame)
                self._put(station, self.stations, record.key, station_json)
            case Gone():
                self.gone[record.external_id] = {"externalId": record.external_id, "reason": record.reason}
                self.jobs.pop(record.external_id, None)
            case Reject():
                self.rejects.append(reject_json(record))

    def _put(self, value: V | Reject, where: dict[str, Json], key: str, shown: Callable[[V], Json]) -> None:
        if isinstance(value, Reject):
            self.rejects.append(reject_json(value))
        else:
            where[key] = shown(value)


def _fill(postings: Sequence[Posting]) -> dict[str, float]:
    shape = Shape()
    shape.add(postings)
    return fill_of(shape)


def _job_json(posting: Posting, raw: Mapping[str, object]) -> Json:
    return {
        "externalId": posting.external_id,
        "url": posting.url,
        "normalised": {name: value for name, value in posting_json(posting).items() if name not in NOT_SHOWN},
        "raw": plain_json(raw),
        "cautions": [caution_json(caution) for caution in posting.cautions],
    }


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
