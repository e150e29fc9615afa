"""Words: one text of a record with what the readings make of it, each asked for once and then kept.

Steps look into the same free text for pay, hours, ages, benefits and more. The text is cut into clauses once, each
clause is Words of its own, and both are remembered among the last some thousands, as boards repeat their phrases.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar, overload

from schema.reading.benefits import read_benefits
from schema.reading.cautions import Told, told_by
from schema.reading.clauses import clauses
from schema.reading.contacts import Phone, mask_phones, read_phone
from schema.reading.education import find_education
from schema.reading.employment import read_employment, read_workplace
from schema.reading.experience import read_experience
from schema.reading.headcount import find_headcount
from schema.reading.names import read_contact_name
from schema.reading.pay import find_pay
from schema.reading.requirements import read_requirements
from schema.reading.schedule import read_schedule
from schema.reading.settlement import Paid, read_settlement
from schema.reading.skills import read_skills
from schema.values import Pay, Schedule
from schema.vocabulary import Benefit, Education, Employment, Workplace

_T = TypeVar("_T")
_BENEFITS = tuple(Benefit)


class _once(Generic[_T]):
    """A property that is read at the first question: `functools.cached_property` without its lock (gone in 3.12)."""

    def __init__(self, read: "Callable[[Words], _T]") -> None:
        self._read, self._name, self.__doc__ = read, read.__name__, read.__doc__

    @overload
    def __get__(self, words: None, owner: type) -> "_once[_T]": ...
    @overload
    def __get__(self, words: "Words", owner: type) -> _T: ...
    def __get__(self, words: "Words | None", owner: type) -> "_T | _once[_T]":
        if words is None:
            return self
        value = words.__dict__[self._name] = self._read(words)
        return value


class Words:
    """One text. What concerns a clause is asked of a clause, what concerns the whole of the whole."""

    def __init__(self, written: str) -> None:
        self.written = written

    @_once
    def clauses(self) -> "tuple[Words, ...]":
        parts = clauses(self.written)
        return tuple([words_of(part) for part in parts if part != self.written])

    @property
    def parts(self) -> "tuple[Words, ...]":
        """The clauses, or the text itself where it is a single one."""
        return self.clauses or (self,)

    def telling(self, tells: "Callable[[Words], object]") -> str:
        """The clauses of which `tells` holds, joined in their order; "" where there is none."""
        return "，".join([clause.written for clause in self.parts if tells(clause)])

    # What a clause says.

    @_once
    def pay(self) -> Pay | None:
        return find_pay(self.written)

    @_once
    def paid_out(self) -> Paid | None:
        return read_settlement(self.written)

    @_once
    def says_how_many(self) -> bool:
        return find_headcount(self.written) is not None

    @_once
    def says_when(self) -> bool:
        return read_schedule(self.written) is not None

    @_once
    def says_who(self) -> bool:
        return read_requirements(self.written) is not None

    @_once
    def level(self) -> Education | None:
        return find_education(self.written)

    @_once
    def years(self) -> int | None:
        return read_experience(self.written)

    @_once
    def gives(self) -> tuple[Benefit, ...]:
        return read_benefits(self.written)

    # What the whole text says.

    @_once
    def masked(self) -> str:
        return mask_phones(self.written)

    @_once
    def pays(self) -> Pay | None:
        """Of the first clause that gives a figure; else of the first that speaks of pay at all (计件, 面议)."""
        return with_a_figure([clause.pay for clause in self.parts if clause.pay is not None])

    @_once
    def settlement(self) -> Paid | None:
        """Of the first clause that says it."""
        return next((clause.paid_out for clause in self.parts if clause.paid_out is not None), None)

    @_once
    def schedule(self) -> Schedule | None:
        told = self.telling(lambda clause: clause.says_when)
        return read_schedule(told) if told else None

    @_once
    def ages(self) -> str:
        """The clauses that limit age or gender; "" where none does."""
        return self.telling(lambda clause: clause.says_who)

    @_once
    def education(self) -> tuple[str, Education | None] | None:
        """The clauses that ask for a level, and the level."""
        told = self.telling(lambda clause: clause.level)
        return (told, find_education(told)) if told else None

    @_once
    def experience(self) -> tuple[str, int] | None:
        """The first clause that says how many years, and the years."""
        return next(((clause.written, clause.years) for clause in self.parts if clause.years is not None), None)

    @_once
    def benefits(self) -> tuple[tuple[Benefit, ...], str] | None:
        """What the clauses give, in the vocabulary's order, and those clauses."""
        telling = [clause for clause in self.parts if clause.gives]
        given = together(tuple([clause.gives for clause in telling]))
        return (given, "，".join([clause.written for clause in telling])) if given else None

    @_once
    def skills(self) -> tuple[str, ...]:
        return read_skills(self.written)

    @_once
    def employment(self) -> Employment | None:
        return read_employment(self.written)

    @_once
    def workplace(self) -> Workplace | None:
        return read_workplace(self.written)

    @_once
    def told(self) -> Told:
        """What it raises as cautions."""
        return told_by(self.written)

    @_once
    def phone(self) -> Phone | None:
        return read_phone(self.written)

    @_once
    def contact_name(self) -> str | None:
        return read_contact_name(self.written)


def with_a_figure(found: Sequence[Pay]) -> Pay | None:
    """The first that gives a figure; else the first."""
    return next((pay for pay in found if pay.min is not None or pay.max is not None), found[0] if found else None)


@lru_cache(maxsize=16384)
def words_of(text: str) -> Words:
    """The Words of a text, remembered."""
    return Words(text)


@lru_cache(maxsize=4096)
def together(found: tuple[tuple[Benefit, ...], ...]) -> tuple[Benefit, ...]:
    """Several lists of benefits as one, in the vocabulary's order."""
    every = {benefit for some in found for benefit in some}
    return tuple([benefit for benefit in _BENEFITS if benefit in every])
