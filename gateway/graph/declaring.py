"""How the graph's types are declared: every element with a sentence in Chinese and one in English, every field once.

    pay: Pay = planned(Inline(), "薪酬。", "Pay.")

says what the field is called, what it is, how it is read (gateway.plan.fields), and what a person reads about it.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, TypeVar, cast

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from gateway.plan.fields import Spec

PLAN = "plan"
"""Key of a field's Spec in its metadata."""


def both(zh: str, en: str) -> str:
    """A description: the Chinese sentence, then the English one."""
    return f"{zh}\n{en}"


class PlannedField(StrawberryField):
    """A field whose resolver is made from its Spec once the schema is built (gateway.graph.wiring)."""

    @property
    def is_basic_field(self) -> bool:
        return True


def argument(name: str, annotation: object, zh: str, en: str, default: object = strawberry.UNSET) -> StrawberryArgument:
    """An argument under its name in the graph."""
    return StrawberryArgument(name, name, StrawberryAnnotation(annotation), description=both(zh, en), default=default)


def planned(
    spec: Spec,
    zh: str,
    en: str,
    *,
    arguments: Sequence[StrawberryArgument] = (),
    name: str | None = None,
    directives: Sequence[object] = (),
) -> Any:  # Any: stands as the default of a class attribute of the field's own type, as strawberry.field does
    """A field that is read as `spec` says."""
    made = PlannedField(
        graphql_name=name, type_annotation=None, description=both(zh, en), metadata={PLAN: spec}, directives=directives
    )
    made.arguments = list(arguments)
    return made


def plain(zh: str, en: str, **options: Any) -> Any:  # Any: as above
    """A field of an input, or of a value that a resolver makes: read from the attribute of its name."""
    return strawberry.field(description=both(zh, en), **options)


def optional(zh: str, en: str, **options: Any) -> Any:  # Any: as above
    """A field of an input that need not be given."""
    return strawberry.field(description=both(zh, en), default=strawberry.UNSET, **options)


F = TypeVar("F", bound=Callable[..., Any])


def mutation(zh: str, en: str) -> Callable[[F], F]:
    """A mutation's resolver."""
    return cast(Callable[[F], F], strawberry.mutation(description=both(zh, en)))


E = TypeVar("E", bound=type[Enum])


def coded(zh: str, en: str, **words: str) -> Callable[[E], E]:
    """Make a vocabulary an enum of the graph: each value with its label and an English phrase (or its name)."""

    def declare(terms: E) -> E:
        strawberry.enum(terms, description=both(zh, en))
        definition = terms.__strawberry_definition__  # type: ignore[attr-defined]  # strawberry.enum put it there
        for value in definition.values:
            label = getattr(terms[value.name], "label", "")
            value.description = both(label, words.get(value.name, value.name.replace("_", " ").capitalize()) + ".")
        return terms

    return declare
