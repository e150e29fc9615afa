"""How an error of the graph looks to a client: a stable code, a sentence in Chinese and English, where it arose.

Whatever is not meant for a client is masked: it gets an id, and the log has the rest under that id.
"""

import logging
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import GraphQLError

from gateway.sentences import in_chinese, in_english
from schema.problems import DoorstepError, Problem

log = logging.getLogger("doorstep.errors")

INTERNAL_ERROR: Final = "INTERNAL_ERROR"

STATUS: Final[Mapping[str, int]] = {
    "BATCHING_OFF": 400,
    "BODY_NOT_JSON": 400,
    "BODY_NOT_OBJECT": 400,
    "BODY_TOO_LARGE": 413,
    "CONTENT_TYPE_UNSUPPORTED": 415,
    "COST_TOO_HIGH": 400,
    "DOCUMENT_NOT_TRUSTED": 403,
    "DOCUMENT_TOO_COMPLEX": 400,
    "DOCUMENT_TOO_DEEP": 400,
    "DOCUMENT_TOO_LARGE": 400,
    "GRAPHQL_PARSE_FAILED": 400,
    "GRAPHQL_VALIDATION_FAILED": 400,
    INTERNAL_ERROR: 500,
    "INTROSPECTION_OFF": 403,
    "KEY_UNKNOWN": 401,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "NOT_FOUND": 404,
    "OPERATION_NOT_FOUND": 400,
    "OPERATION_TOO_SLOW": 503,
    "PARAMETER_INVALID": 400,
    "PERSISTED_QUERY_MISMATCH": 400,
    "PERSISTED_QUERY_NOT_FOUND": 400,
    "QUERY_MISSING": 400,
    "RATE_LIMITED": 429,
    "SUBSCRIPTION_NEEDS_STREAM": 406,
    "TOO_MANY_ALIASES": 400,
    "TOO_MANY_SUBSCRIPTIONS": 429,
    "UNAVAILABLE": 503,
    "VARIABLES_INVALID": 400,
}
"""The codes that refuse a whole request, and the HTTP status of each. What they mean: `docs/errors.md`."""

REQUEST_STATUS: Final = 400
"""The status of a request refused with a code that is not in `STATUS`."""


class Refused(DoorstepError):
    """A request that is not answered: `errors` as a client reads them, the HTTP status, and headers beside them."""

    def __init__(
        self,
        problem: Problem,
        headers: Mapping[str, str] | None = None,
        errors: Iterable[Mapping[str, Any]] | None = None,  # Any: JSON values
    ) -> None:
        super().__init__(problem.code, problem.zh, problem.en, problem.path)
        self.status = STATUS.get(problem.code, REQUEST_STATUS)
        self.headers = dict(headers or {})
        self.errors = list(errors) if errors is not None else [of_problem(problem)]


def refused(code: str, zh: str, en: str, path: Iterable[str] = (), headers: Mapping[str, str] | None = None) -> Refused:
    """A refusal with one error."""
    return Refused(Problem(code, zh, en, tuple(path)), headers)


def as_refused(error: DoorstepError) -> Refused:
    """Any error of ours as a refusal of the whole request."""
    return error if isinstance(error, Refused) else Refused(error.problem)


@dataclass(frozen=True, slots=True)
class Masked:
    """What a client may know of an unexpected error: the id under which the log has it."""

    id: str

    @property
    def problem(self) -> Problem:
        return Problem(
            INTERNAL_ERROR,
            f"服务器内部出错，请稍后再试；若反复出现，请把编号 {self.id} 告诉运营者",
            f"the server failed at this; try again later, and if it keeps happening tell the operator the id {self.id}",
        )


def mask(error: BaseException, where: str = "") -> Masked:
    """Log an unexpected error under a new id and return the id. The log has no variables and no body."""
    masked = Masked(secrets.token_hex(6))
    log.error("unexpected error %s %s", masked.id, where, exc_info=(type(error), error, error.__traceback__))
    return masked


def of_problem(problem: Problem) -> dict[str, Any]:  # Any: JSON values
    """One entry of `errors`."""
    extensions: dict[str, Any] = {"code": problem.code, "zh": problem.zh, "en": problem.en}
    if problem.path:
        extensions["argument"] = list(problem.path)
    return {"message": problem.message, "extensions": extensions}


def of_graphql_error(error: GraphQLError, code: str = "GRAPHQL_VALIDATION_FAILED") -> dict[str, Any]:
    """One entry of `errors` for an error of parsing, validation, variables or execution.

    `code` is that of an error which graphql-core itself raised; an error of ours brings its own, and anything else that
    a resolver raised is masked.
    """
    problem = _problem_of(error, code)
    entry = of_problem(problem)
    if error.locations:
        entry["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path is not None:
        entry["path"] = list(error.path)
    return entry


def _problem_of(error: GraphQLError, code: str) -> Problem:
    cause = _root(error)
    if isinstance(cause, DoorstepError):
        return cause.problem
    if cause is not None and error.path is not None:  # without a path it arose before anything was executed
        where = ".".join(str(step) for step in error.path or ())
        return mask(cause, where).problem
    return Problem(code, in_chinese(error.message), in_english(error.message))


def _root(error: GraphQLError) -> BaseException | None:
    """What raised it, unless graphql-core itself did."""
    cause: BaseException | None = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause
