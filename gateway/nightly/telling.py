"""The report of a night as JSON, for programs and the webhook."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gateway.nightly.night import Drift, Night, SourceLine, Trouble
from schema.changes import NUMBERS
from schema.store.rejects import RejectTally

TOTALS = ("runs", *NUMBERS)


def as_json(night: Night) -> dict[str, Any]:  # Any: JSON values
    """The whole report; instants in RFC 3339, shares from 0 to 1."""
    return {
        "date": night.date.isoformat(),
        "since": night.since.isoformat(),
        "until": night.until.isoformat(),
        "madeAt": night.made_at.isoformat(timespec="seconds"),
        "well": night.is_well,
        "totals": {name: night.total(name) for name in TOTALS},
        "failed": [trouble_json(one) for one in night.troubles],
        "held": [trouble_json(one) for one in night.held],
        "drift": [drift_json(one) for one in night.drift],
        "rejects": [reject_json(one) for one in night.rejects],
        "sources": [line_json(one) for one in night.lines],
    }


def trouble_json(one: Trouble) -> Mapping[str, object]:
    return {
        "source": one.source_key,
        "name": one.source_name,
        "outcome": one.outcome,
        "code": one.problem.code,
        "zh": one.problem.zh,
        "en": one.problem.en,
        "nextStep": {"zh": one.advice.zh, "en": one.advice.en},
        "run": one.run_id,
        "freshAt": when(one.fresh_at),
    }


def drift_json(one: Drift) -> Mapping[str, object]:
    return {
        "source": one.source_key,
        "field": one.field,
        "before": one.before,
        "after": one.after,
        "sampleBefore": one.sample_before,
        "sampleAfter": one.sample_after,
    }


def reject_json(one: RejectTally) -> Mapping[str, object]:
    return {
        "source": one.source_key,
        "reason": one.reason,
        "count": one.count,
        "message": one.message,
        "example": one.example,
        "new": one.is_new,
    }


def line_json(one: SourceLine) -> Mapping[str, object]:
    return {
        "source": one.key,
        "name": one.name,
        "outcome": one.outcome or None,
        "health": one.health.value,
        **{name: getattr(one, name) for name in TOTALS},
        "seconds": one.seconds,
        "openJobs": one.open_jobs,
        "freshAt": when(one.fresh_at),
        "staleAt": when(one.stale_at),
    }


def when(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
