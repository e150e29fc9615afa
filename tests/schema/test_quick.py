"""A value that is quickly made is the value that its dataclass makes."""

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field
from decimal import Decimal

import pytest

from schema.quick import quickly_made
from schema.records import JobRecord
from schema.values import Pay, Posting
from schema.vocabulary import PayUnit


@dataclass(frozen=True, slots=True)
class Slow:
    text: str
    low: int = 3
    words: Mapping[str, int] = field(default_factory=dict)


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    text: str
    low: int = 3
    words: Mapping[str, int] = field(default_factory=dict)


@pytest.mark.parametrize(
    "arguments",
    [{"text": "a"}, {"text": "a", "low": 4}, {"text": "a", "words": {"b": 1}}, {"text": "a", "low": 0, "words": {}}],
    ids=["defaults", "a figure", "a mapping", "all"],
)
def test_its_fields_are_those_the_dataclass_sets(arguments: dict[str, object]) -> None:
    assert dataclasses.asdict(Slow(**arguments)) == dataclasses.asdict(Quick(**arguments))  # type: ignore[arg-type]  # a table of arguments
    assert repr(Slow(**arguments)).replace("Slow", "Quick") == repr(Quick(**arguments))  # type: ignore[arg-type]  # a table of arguments


def test_a_default_made_anew_is_shared_by_nobody() -> None:
    assert Quick("a").words is not Quick("a").words


@pytest.mark.parametrize("arguments", [{}, {"text": "a", "other": 1}], ids=["one missing", "one too many"])
def test_wrong_arguments_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Quick(**arguments)  # type: ignore[arg-type]  # what is tested


def test_a_value_stays_frozen_equal_hashable_and_copied_whole() -> None:
    pay = Pay(text="300元/天", min=Decimal(300), max=Decimal(300), unit=PayUnit.DAY)
    with pytest.raises(FrozenInstanceError):
        pay.min = Decimal(1)  # type: ignore[misc]  # what is tested
    assert type(pay) is Pay
    same = Pay("300元/天", Decimal(300), Decimal(300), PayUnit.DAY)
    assert (pay, hash(pay)) == (same, hash(same))
    assert pay == copy.deepcopy(pay) == pickle.loads(pickle.dumps(pay)) == dataclasses.replace(pay, unit_count=1)
    assert dataclasses.replace(pay, unit=None).unit is None


@pytest.mark.parametrize("kind", [Pay, Posting, JobRecord])
def test_parameters_are_those_of_the_fields(kind: type) -> None:
    code = kind.__init__.__code__  # type: ignore[misc]  # of the class itself, on purpose
    count = code.co_argcount + code.co_kwonlyargcount
    assert ("self", *(each.name for each in dataclasses.fields(kind))) == code.co_varnames[:count]


def test_what_is_no_dataclass_with_slots_is_refused() -> None:
    with pytest.raises(TypeError, match="slots"):
        quickly_made(dataclass(frozen=True)(type("Loose", (), {"__annotations__": {"text": str}})))
