"""What a caller can mend: every error of Doorstep has a stable code and a sentence in Chinese and English.

Codes are listed for readers in `docs/errors.md`; a test holds the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: a stable `code`, the sentence in both languages, and the path of what it is about."""

    code: str
    zh: str
    en: str
    path: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """Both sentences, Chinese first, as the graph's `Problem.message` and the command line show them."""
        return f"{self.zh} / {self.en}"


class DoorstepError(Exception):
    """An error that says what to mend. Never carries a secret, a telephone number or an internal."""

    def __init__(self, code: str, zh: str, en: str, path: Sequence[str] = ()) -> None:
        self.problem = Problem(code, zh, en, tuple(path))
        super().__init__(f"{code}: {self.problem.message}")

    @property
    def code(self) -> str:
        return self.problem.code
