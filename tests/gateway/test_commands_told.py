"""Every command that a report, a message or a guide tells somebody to type is one that the command line takes."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from gateway.cli.app import app
from gateway.nightly.advice import ADVICE, LOOK, advice_for

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""Of the click within typer, which exports those below it only."""
HERE = Path(__file__).parents[2]
GUIDES = sorted([*HERE.glob("*.md"), *HERE.glob("docs/**/*.md")])
ROOMS = [path for room in ("schema", "connectors", "cache", "gateway") for path in (HERE / room).rglob("*.py")]
BACKTICKED = re.compile(r"`doorstep ([^`]+)`")
AT_A_PROMPT = re.compile(r"^(?:\$ )?(?:[A-Z_]+=\S+ )*doorstep (.+?)(?:\s{2,}#.*| # .*|\\)?$", re.MULTILINE)
ADVISED = re.compile(r"doorstep ([a-z][ -~]*)")
"""In a Chinese sentence a command ends where its letters do."""
OTHER_WORDS = re.compile(r" ?(?:…|\.\.\.|[|<>&;].*)")
"""What stands for more words, and what is the shell's own."""


def told() -> Iterator[tuple[str, str]]:
    """(where it is told, the words after `doorstep`)"""
    for path in GUIDES:
        text = path.read_text(encoding="utf-8")
        for found in (*BACKTICKED.findall(text), *AT_A_PROMPT.findall(text)):
            yield path.name, found
    for path in ROOMS:
        for found in BACKTICKED.findall(path.read_text(encoding="utf-8")):
            yield path.name, found


COMMANDS = sorted({command: where for where, command in told()}.items())


def takes(words: str) -> None:
    """Raises UsageError where the command line does not know a command or an option, or has a word too many."""
    command = typer.main.get_command(app)
    left = shlex.split(OTHER_WORDS.sub("", words.replace("[", "").replace("]", "")))
    context = command.context_class(command, info_name="doorstep")
    while isinstance(command, TyperGroup) and left and not left[0].startswith("-"):
        _, found, left = command.resolve_command(context, left)
        assert found is not None
        command = found
        context = command.context_class(command, info_name=command.name, parent=context)
    valued = {name for each in command.params if not getattr(each, "is_flag", False) for name in each.opts}
    if left and left[-1].startswith("--") and left[-1] in valued:
        left.append("what the option is given")
    _, over, _ = command.make_parser(context).parse_args(left)
    if over:
        raise UsageError(f"too many words: {over}")


@pytest.mark.parametrize(("command", "where"), COMMANDS)
def test_a_command_that_is_told_exists(command: str, where: str) -> None:
    takes(command)


@pytest.mark.parametrize("code", [*ADVICE, "EVERYTHING_ELSE"])
def test_a_next_step_is_a_command_that_exists(code: str) -> None:
    advice = advice_for(code, "market-tea", "manifest", 15)
    for words in map(str.strip, ADVISED.findall(advice.zh)):
        takes(words)
        assert f"doorstep {words}" in advice.en


@pytest.mark.parametrize(
    "words", ["rejects --source x", "rejects x y z", "sources list", "preview board a b", "no-such"]
)
def test_a_wrong_command_would_be_found(words: str) -> None:
    with pytest.raises(UsageError):
        takes(words)


def test_where_nothing_better_is_known_the_step_is_to_look() -> None:
    assert advice_for("SOMETHING_NEW", "tea", "board", 1).en == LOOK.en.format(key="tea")
