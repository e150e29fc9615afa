"""Which media type an answer has, by the request's Accept (RFC 9110 section 12.5.1, GraphQL over HTTP section 6)."""

from enum import Enum
from functools import lru_cache
from typing import Final

from gateway.errors import refused


class MediaType(Enum):
    """What Doorstep answers in, in the order it prefers where a client does not mind."""

    JSON = "application/json"
    RESPONSE = "application/graphql-response+json"
    EVENTS = "text/event-stream"

    @property
    def content_type(self) -> str:
        """The value of the header Content-Type."""
        return f"{self.value}; charset=utf-8"


class Parts(Enum):
    """How parts of an answer are told: by id, as the standard's draft says now, or by path for Apollo Client 3."""

    PRESENT = "by id"
    OLDER = "by path"


_ONE_ANSWER: Final = (MediaType.RESPONSE, MediaType.JSON)


@lru_cache(maxsize=512)
def for_answer(accept: str) -> MediaType:
    """The media type of a query or mutation. Raises Refused NOT_ACCEPTABLE.

    A client that also takes text/event-stream (urql always says so) gets JSON; only one that takes nothing else is
    answered as a stream of one event.
    """
    if not accept.strip():
        return MediaType.JSON
    ranges = _ranges(accept)
    named = [(_quality(ranges, kind), kind) for kind in _ONE_ANSWER if kind.value in ranges]
    if named and max(named, key=lambda one: one[0])[0] > 0:
        return max(named, key=lambda one: one[0])[1]
    if _quality(ranges, MediaType.JSON) > 0:
        return MediaType.JSON
    if _quality(ranges, MediaType.RESPONSE) > 0:
        return MediaType.RESPONSE
    if _quality(ranges, MediaType.EVENTS) > 0:
        return MediaType.EVENTS
    raise refused(
        "NOT_ACCEPTABLE",
        f"请在 Accept 中接受 {MediaType.RESPONSE.value} 或 {MediaType.JSON.value}",
        f"accept {MediaType.RESPONSE.value} or {MediaType.JSON.value}",
    )


@lru_cache(maxsize=512)
def takes_events(accept: str) -> bool:
    """Whether a subscription may be answered as server-sent events."""
    return _quality(_ranges(accept), MediaType.EVENTS) > 0


@lru_cache(maxsize=512)
def takes_parts(accept: str) -> Parts | None:
    """Whether and how an answer may come in parts: only where multipart/mixed is named."""
    for part in accept.lower().split(","):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        if media_range == "multipart/mixed" and _q(parameters) > 0:
            return Parts.OLDER if "deferspec=20220824" in parameters else Parts.PRESENT
    return None


def _ranges(accept: str) -> dict[str, float]:
    """The media ranges of an Accept and their qualities. What cannot be read counts as not said."""
    ranges: dict[str, float] = {}
    for part in accept.lower().split(","):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        if media_range:
            ranges[media_range] = min(ranges.get(media_range, 1.0), _q(parameters))
    return ranges


def _q(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def _quality(ranges: dict[str, float], kind: MediaType) -> float:
    """The most specific range decides."""
    main = kind.value.partition("/")[0]
    for media_range in (kind.value, f"{main}/*", "*/*"):
        if media_range in ranges:
            return ranges[media_range]
    return 0.0
