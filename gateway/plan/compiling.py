"""From a selection to a program: the steps that read, and one Python expression that makes the answer of their results.

The expression is built level by level beside the steps. A row's part of it is a dictionary display over the row's
columns (`{"title": r0[2], "pay": {"min": c3(r0[4])}}`), a list's is a comprehension; so an answer costs one call.
Names: `S` results of the steps, `r…` rows, `v…` values in memory, `p…` pages, `c…` functions of the declarations.
"""

from binascii import b2a_base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, NoReturn

from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)

from gateway.graph.declaring import PLAN
from gateway.graph.ids import id_format
from gateway.plan.coercing import Slow, Values, arguments_evaluator, is_settled
from gateway.plan.fields import (
    Attribute,
    Children,
    Computed,
    Connection,
    Gathered,
    Inline,
    Link,
    Part,
    Pointed,
    Read,
    Resolved,
    Spec,
)
from gateway.plan.levels import Level
from gateway.plan.selecting import Chosen, Selector
from gateway.plan.steps import ROOT, Compute, ReadFacets, ReadGathered, ReadPages, ReadRows, Step


class NotPlanned(Exception):
    """The selection holds what no plan covers; its text says what, for the counter."""


@dataclass(frozen=True, slots=True)
class OnRow:
    """An object that is a row, or a part of one: `alias` of `level`, in the variable `name`."""

    level: Level
    name: str
    alias: str
    table: str
    loops: tuple[str, ...]
    """The comprehension clauses that run over every such row."""

    def column(self, name: str) -> str:
        return f"{self.name}[{self.level.place(self.alias, name)}]"


@dataclass(frozen=True, slots=True)
class OnValue:
    """An object in memory, in the variable `name`."""

    name: str
    loops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnPage:
    """A connection: the result of the step `at`, in the variable `name`; its rows are `row`."""

    name: str
    at: int
    step: ReadPages
    row: OnRow


Parent = OnRow | OnValue | OnPage


@dataclass
class Compiler:
    """Compiles the fields of objects under one choice of flags; `roots.Roots` begins."""

    schema: GraphQLSchema
    selector: Selector
    steps: list[Step] = field(default_factory=list)
    names: dict[str, object] = field(default_factory=dict)
    """What the generated code may call."""
    numbers: "count[int]" = field(default_factory=count)

    def code(self, expression: str, arguments: str) -> Callable[..., Any]:  # Any: what the expression yields
        """A function of an expression."""
        scope = dict(self.names)
        exec(f"def made({arguments}):\n return {expression}", scope)
        return scope["made"]  # type: ignore[return-value]  # defined by the line above

    def _object(self, kind: GraphQLObjectType, chosen: Chosen, parent: Parent) -> str:
        """An object's dictionary."""
        fields = self.selector.fields(kind, chosen.selections)
        return self._display([(each, self._field(kind, each, parent)) for each in fields])

    def _display(self, parts: Sequence[tuple[Chosen, str]]) -> str:
        return "{" + ", ".join(f"{chosen.key!r}: {code}" for chosen, code in parts) + "}"

    def _field(self, kind: GraphQLObjectType, chosen: Chosen, parent: Parent) -> str:
        if chosen.node.name.value == "__typename":
            return repr(kind.name)
        found, spec = self._declared(kind, chosen)
        if isinstance(parent, OnPage) and isinstance(spec, Part):
            return self._part(found, chosen, spec, parent)
        if isinstance(spec, Connection):
            return self._connection(found, chosen, spec, parent)
        if isinstance(parent, OnRow):
            if isinstance(spec, Read):
                return self._read(found, chosen, spec, parent)
            if isinstance(spec, Inline):
                return self._inline(found, chosen, spec, parent)
            if isinstance(spec, Link):
                return self._link(found, chosen, spec, parent)
            if isinstance(spec, Children):
                return self._children(found, chosen, spec, parent)
            if isinstance(spec, Gathered):
                return self._gathered(found, chosen, spec, parent)
        if isinstance(parent, OnValue) and isinstance(spec, Attribute):
            return self._value(found, chosen, f"{self._constant(spec.get)}({parent.name})", parent.loops)
        if isinstance(parent, OnValue) and isinstance(spec, Pointed):
            return self._pointed(found, chosen, spec, parent)
        if isinstance(parent, OnValue) and isinstance(spec, Computed):
            return self._computed(found, chosen, spec, parent)
        refuse(f"{kind.name}.{chosen.node.name.value}")

    def _read(self, found: GraphQLField, chosen: Chosen, spec: Read, parent: OnRow) -> str:
        given = [parent.column(column) for column in spec.columns]
        if spec.arguments:
            given.append(f"A[{self._runtime(found, chosen)}]")
        if spec.viewer:
            given.append("V")
        if spec.convert is None:
            code = given[0]
        elif (formatted := id_format(spec.convert)) is not None:  # a call saved, for what stands in nearly every row
            code = f"{self._constant(b2a_base64)}({formatted!r} % {given[0]}, newline=False).decode().rstrip('=')"
        else:
            code = f"{self._constant(spec.convert)}({', '.join(given)})"
        return self._value(found, chosen, code, parent.loops)

    def _value(self, found: GraphQLField, chosen: Chosen, code: str, loops: tuple[str, ...]) -> str:
        """A leaf as it stands, a value in memory as an object, a list of them as objects."""
        kind = get_named_type(found.type)
        if is_leaf_type(kind):
            return code
        assert isinstance(kind, GraphQLObjectType)
        name = self._name("v")
        if _is_list(found.type):
            body = self._object(kind, chosen, OnValue(name, (*loops, f"for {name} in {code}")))
            return f"[{body} for {name} in {code}]"
        body = self._object(kind, chosen, OnValue(name, (*loops, f"for {name} in maybe({code})")))
        return f"(None if ({name} := {code}) is None else {body})"

    def _inline(self, found: GraphQLField, chosen: Chosen, spec: Inline, parent: OnRow) -> str:
        if spec.present is None:
            return self._object(named_type(found), chosen, parent)
        present = parent.column(spec.present)
        there = replace(parent, loops=(*parent.loops, f"if {present} is not None"))
        return f"(None if {present} is None else {self._object(named_type(found), chosen, there)})"

    def _link(self, found: GraphQLField, chosen: Chosen, spec: Link, parent: OnRow) -> str:
        alias = parent.level.join(parent.alias, spec.column, spec.table)
        linked = OnRow(parent.level, parent.name, alias, spec.table, parent.loops)
        present = linked.column("id")
        there = OnRow(parent.level, parent.name, alias, spec.table, (*parent.loops, f"if {present} is not None"))
        return f"(None if {present} is None else {self._object(named_type(found), chosen, there)})"

    def _children(self, found: GraphQLField, chosen: Chosen, spec: Children, parent: OnRow) -> str:
        level, key = Level(spec.table), parent.column("id")
        at = self._add(ReadRows(level, spec.column, self._keys(key, parent.loops), spec.order, parent.table))
        name = self._name("r")
        clause = f"for {name} in S[{at}].get({key}, ())"
        row = OnRow(level, name, "t", spec.table, (f"for {name} in flat(S[{at}])",))
        return f"[{self._object(named_type(found), chosen, row)} {clause}]"

    def _gathered(self, found: GraphQLField, chosen: Chosen, spec: Gathered, parent: OnRow) -> str:
        level, (key, loops) = Level(spec.table), self._key(spec, parent)
        at = self._add(ReadGathered(level, spec, self._arguments(found, chosen), self._keys(key, loops)))
        name = self._name("r")
        row = OnRow(level, name, "t", spec.table, (f"for {name} in flat(S[{at}])",))
        level.place("t", "id")
        return f"[{self._object(named_type(found), chosen, row)} for {name} in S[{at}].get({key}, ())]"

    def _pointed(self, found: GraphQLField, chosen: Chosen, spec: Pointed, parent: OnValue) -> str:
        level, key = Level(spec.table), f"{self._constant(spec.get)}({parent.name})"
        loops = (*parent.loops, f"if {key} is not None")
        at, name = self._add(ReadRows(level, "id", self._keys(key, loops))), self._name("r")
        row = OnRow(level, name, "t", spec.table, (f"for {name} in flat(S[{at}])",))
        return f"next(({self._object(named_type(found), chosen, row)} for {name} in S[{at}].get({key}, ())), None)"

    def _computed(self, found: GraphQLField, chosen: Chosen, spec: Computed, parent: OnValue) -> str:
        keys = self._keys(parent.name, parent.loops)
        at, name = self._add(Compute(spec.compute, self._arguments(found, chosen), keys)), self._name("v")
        body = self._object(named_type(found), chosen, OnValue(name, (f"for {name} in flat(S[{at}])",)))
        return f"next(({body} for {name} in S[{at}][{parent.name}]), None)"

    # --- connections -------------------------------------------------------------------------------

    def _connection(self, found: GraphQLField, chosen: Chosen, spec: Connection, parent: Parent | None) -> str:
        key, loops = self._key(spec, parent)
        level = Level(spec.table)
        step = ReadPages(level, spec.prepare, spec.ask, self._arguments(found, chosen), self._keys(key, loops))
        step.settled = is_settled(chosen.node)
        at, name, page = self._add(step), self._name("r"), self._name("p")
        row = OnRow(level, name, "t", spec.table, (f"for {name} in rows_of(S[{at}])",))
        body = self._object(named_type(found), chosen, OnPage(page, at, step, row))
        return f"(({page} := S[{at}][{key}]) and {body})"

    def _key(self, spec: Connection | Gathered, parent: Parent | None) -> tuple[str, tuple[str, ...]]:
        """The expression of a parent's key, and the clauses that run over all parents."""
        if parent is None:
            return repr(ROOT), ()
        assert not isinstance(parent, OnPage)
        if isinstance(parent, OnValue):
            return parent.name, parent.loops
        columns = [parent.column(column) for column in spec.columns]
        return (columns[0] if len(columns) == 1 else f"({', '.join(columns)})"), parent.loops

    def _part(self, found: GraphQLField, chosen: Chosen, spec: Part, page: OnPage) -> str:
        row, name = page.row, page.row.name
        if spec.name in ("nodes", "edges"):
            page.step.pages = True
            inner = row if spec.name == "nodes" else page
            return f"[{self._object(named_type(found), chosen, inner)} for {name} in {page.name}.rows]"
        if spec.name == "pageInfo":
            page.step.pages = True
            return self._object(named_type(found), chosen, page)
        if spec.name == "node":
            return self._object(named_type(found), chosen, row)
        if spec.name == "totalCount":
            page.step.total = True
            return f"{page.name}.total"
        if spec.name == "facets":
            return self._facets(found, chosen, page)
        page.step.level.keyed |= spec.name in _OF_KEYS
        return f"{page.name}.{_PARTS[spec.name].format(row=name)}"

    def _facets(self, found: GraphQLField, chosen: Chosen, page: OnPage) -> str:
        at = self._add(ReadFacets(page.at, self._arguments(found, chosen)))
        name = self._name("v")
        body = self._object(named_type(found), chosen, OnValue(name, (f"for {name} in flat(S[{at}])",)))
        return f"[{body} for {name} in S[{at}][{page.name}.key]]"

    # --- names -------------------------------------------------------------------------------------

    def _declared(self, kind: GraphQLObjectType, chosen: Chosen) -> tuple[GraphQLField, Spec]:
        name = chosen.node.name.value
        found = kind.fields.get(name)
        declared = found.extensions.get("strawberry-definition") if found else None
        spec = declared.metadata.get(PLAN) if declared is not None else None
        if found is None or spec is None or isinstance(spec, Resolved):
            refuse(f"{kind.name}.{name}")
        return found, spec

    def _add(self, step: Step) -> int:
        self.steps.append(step)
        return len(self.steps) - 1

    def _name(self, letter: str) -> str:
        return f"{letter}{next(self.numbers)}"

    def _constant(self, function: object) -> str:
        for name, known in self.names.items():
            if known is function:
                return name
        name = self._name("c")
        self.names[name] = function
        return name

    def _keys(self, key: str, loops: Sequence[str]) -> Callable[..., list[Any]]:  # Any: as steps.Keys
        """The function that gathers the keys of all parents, each once. Columns get their places before it is made."""
        source = f"list(dict.fromkeys([{key} {' '.join(loops)}]))" if loops else f"[{key}]"
        made: list[Callable[..., list[Any]]] = []

        def keys(results: Sequence[Any]) -> list[Any]:
            if not made:
                made.append(self.code(source, "S"))
            return made[0](results)

        return keys

    def _arguments(self, found: GraphQLField, chosen: Chosen) -> Callable[[Values], Mapping[str, Any]]:
        """The function from coerced variables to coerced arguments."""
        try:
            return arguments_evaluator(found, chosen.node)
        except Slow:
            refuse("unusual literal")

    def _runtime(self, found: GraphQLField, chosen: Chosen) -> int:
        """Where the arguments of a leaf stand in `A`, which a plan makes of the variables before it renders."""
        self.leaf_arguments.append(self._arguments(found, chosen))
        return len(self.leaf_arguments) - 1

    leaf_arguments: list[Callable[[Values], Mapping[str, Any]]] = field(default_factory=list)


_PARTS = {
    "cursor": "cursor({row})",
    "distanceMetres": "metres({row})",
    "travelMinutes": "minutes({row})",
    "travelBasis": "basis()",
    "hasNextPage": "has_next",
    "hasPreviousPage": "has_previous",
    "startCursor": "start_cursor()",
    "endCursor": "end_cursor()",
}
_OF_KEYS = frozenset({"cursor", "startCursor", "endCursor"})


def refuse(what: str) -> NoReturn:
    raise NotPlanned(what)


def named_type(found: GraphQLField) -> GraphQLObjectType:
    kind = get_named_type(found.type)
    assert isinstance(kind, GraphQLObjectType) or found is not None
    return kind  # type: ignore[return-value]  # Node's own fields are compiled for each of its types instead


def _is_list(kind: GraphQLOutputType) -> bool:
    return isinstance(kind.of_type if isinstance(kind, GraphQLNonNull) else kind, GraphQLList)
