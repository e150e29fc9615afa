"""Every error says what to do in both languages, and the documentation names every code."""

import re
from pathlib import Path

import pytest

from connectors import errors
from connectors.configs import CODE
from connectors.errors import FetchError, StatusError, status_error
from connectors.recording import as_error

DOCUMENTED = (Path(errors.__file__).parent.parent / "docs" / "errors.md").read_text("utf-8")
OTHERS = ["UNKNOWN_CONNECTOR", "CONNECTOR_BROKEN", "CONNECTOR_NAME_INVALID", "CONNECTOR_EXISTS", CODE]


@pytest.mark.parametrize("code", [*FetchError.registered, *OTHERS])
def test_a_code_is_documented(code: str) -> None:
    assert f"| `{code}` |" in DOCUMENTED


@pytest.mark.parametrize("code", FetchError.registered)
def test_a_sentence_is_there_in_both_languages(code: str) -> None:
    problem = as_error(code, "https://a.example/list").problem
    assert re.search("[\u4e00-\u9fff]", problem.zh)
    assert re.search("[a-z]{3}", problem.en)
    assert "{" not in problem.message


@pytest.mark.parametrize(
    ("status", "retry_after", "code", "retryable"),
    [
        (404, None, "STATUS_404", False),
        (410, None, "STATUS_410", False),
        (418, None, "STATUS_4XX", False),
        (429, None, "RATE_LIMITED", True),
        (500, None, "STATUS_5XX", True),
        (503, None, "STATUS_5XX", True),
        (503, 5.0, "RATE_LIMITED", True),
        (301, None, "STATUS_UNEXPECTED", False),
        (999, None, "STATUS_UNEXPECTED", False),
    ],
)
def test_a_status_has_its_error(status: int, retry_after: float | None, code: str, retryable: bool) -> None:
    error = status_error(status, "https://a.example/", retry_after)
    assert isinstance(error, StatusError)
    assert (error.code, error.retryable, error.status, error.retry_after) == (code, retryable, status, retry_after)
