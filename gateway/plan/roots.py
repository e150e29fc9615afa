"""From an operation to a program: its root fields, each the beginning of a level or of a value in memory."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import GraphQLField, GraphQLObjectType

from gateway.graph.ids import TABLES, TYPES, parse_id, row_id
from gateway.plan.compiling import Compiler, OnRow, OnValue, named_type, refuse
from gateway.plan.fields import ById, ByKeys, ByValue, Connection
from gateway.plan.levels import Level
from gateway.plan.selecting import Chosen
from gateway.plan.steps import ROOT, FindValue, ReadNode, ReadRoot, ReadSeveral, Step
from schema import tags


class Roots(Compiler):
    """Compiles one operation under one choice of flags."""

    def operation(self, root: GraphQLObjectType, chosen: Sequence[Chosen]) -> str:
        """The expression of a whole answer."""
        return self._display([(each, self._root(root, each)) for each in chosen])

    def _root(self, root: GraphQLObjectType, chosen: Chosen) -> str:
        if chosen.node.name.value == "__typename":
            return repr(root.name)
        found, spec = self._declared(root, chosen)
        if isinstance(spec, Connection):
            return self._connection(found, chosen, spec, None)
        if isinstance(spec, ById):
            return self._node(found, chosen) if spec.table is None else self._by_id(found, chosen, spec.table)
        if isinstance(spec, ByValue):
            return self._by_value(found, chosen, spec)
        if isinstance(spec, ByKeys):
            return self._by_keys(found, chosen, spec)
        refuse(f"{root.name}.{chosen.node.name.value}")

    def _by_id(self, found: GraphQLField, chosen: Chosen, table: str) -> str:
        level, typename = Level(table), TYPES[table]
        step = ReadRoot(
            level,
            "id",
            lambda arguments: row_id(typename, arguments["id"]),
            self._arguments(found, chosen),
            lambda value: tags.of_row(table, value),
        )
        return self._one_row(found, chosen, level, step)

    def _one_row(self, found: GraphQLField, chosen: Chosen, level: Level, step: Step) -> str:
        at, name = self._add(step), self._name("r")
        row = OnRow(level, name, "t", level.table, (f"for {name} in S[{at}].get({ROOT!r}, ())",))
        body = self._object(named_type(found), chosen, row)
        return f"next(({body} for {name} in S[{at}].get({ROOT!r}, ())), None)"

    def _node(self, found: GraphQLField, chosen: Chosen) -> str:
        """One level for every table, of which the id fills one."""
        levels = {table: Level(table) for table in TABLES.values()}

        def parse(arguments: Mapping[str, Any]) -> tuple[str, int]:
            typename, number = parse_id(arguments["id"])
            return TABLES[typename], number

        at = self._add(ReadNode(levels, parse, self._arguments(found, chosen)))
        parts = []
        for table, level in levels.items():
            name = self._name("r")
            clause = f"for {name} in S[{at}].get({table!r}, ())"
            row = OnRow(level, name, "t", table, (clause,))
            kind = self.schema.type_map[TYPES[table]]
            assert isinstance(kind, GraphQLObjectType)
            parts.append(f"next(({self._object(kind, chosen, row)} {clause}), None)")
        return f"({' or '.join(parts)})"

    def _by_value(self, found: GraphQLField, chosen: Chosen, spec: ByValue) -> str:
        arguments = self._arguments(found, chosen)
        if spec.table is not None:
            level, table = Level(spec.table), spec.table
            step = ReadRoot(level, spec.column, spec.find, arguments, lambda _: tags.of_rows(table))
            return self._one_row(found, chosen, level, step)
        at, name = self._add(FindValue(spec.find, arguments)), self._name("v")
        clause = f"for {name} in S[{at}][{ROOT!r}]"
        body = self._object(named_type(found), chosen, OnValue(name, (clause,)))
        return f"next(({body} {clause}), None)"

    def _by_keys(self, found: GraphQLField, chosen: Chosen, spec: ByKeys) -> str:
        """A list whose items are of whatever type their keys name: an expression for each, told apart by the key."""
        levels = {key: Level(TABLES[key[0]]) for key in spec.keys if key[0] not in spec.known}
        at = self._add(ReadSeveral(levels, spec, self._arguments(found, chosen)))
        key, value, code = self._name("k"), self._name("v"), "None"
        for each in spec.keys:
            name = self._name("r")
            loops = (f"for {name} in flat(S[{at}][{each!r}])",)
            level = levels.get(each)
            kind = self.schema.type_map[each[0]]
            assert isinstance(kind, GraphQLObjectType)
            parent = OnValue(name, loops) if level is None else OnRow(level, name, "t", level.table, loops)
            body = self._object(kind, chosen, parent)
            one = f"next(({body} for {name} in S[{at}][{each!r}].get({value}, ())), None)"
            code = f"{one} if {key} == {each!r} else {code}"
        return f"[{code} for {key}, {value} in S[{at}][{ROOT!r}]]"
