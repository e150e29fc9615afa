"""Normalising: from a source's own words to the values that are matched, stored and served."""

from schema.normalising.events import normalise_event
from schema.normalising.frame import Frame
from schema.normalising.jobs import normalise
from schema.normalising.policies import normalise_policy
from schema.normalising.stations import normalise_station

__all__ = ["Frame", "normalise", "normalise_event", "normalise_policy", "normalise_station"]
