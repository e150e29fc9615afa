"""Random operations over the graph: every field, argument, fragment, alias, directive and variable may occur."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    parse,
    validate,
)

from gateway.graph.ids import TABLES, global_id

DIVISIONS = ("440103", "440100", "440000", "440103001", "440103005", "371402", "110105", "500000")
TEXTS = ("搬运", "工", "茶叶 分拣", "byg", "叉车司机", "日结", "ckgly", "機修", "CNC", "号", "手工活")
ENTITIES = ("Division", "Employer", "Event", "Job", "Source", "Station")
WRONG: dict[str, Sequence[Any]] = {
    "divisions": ("999999", "44", "x"),
    "id": ("", "xx", "Sm9iOjA", "Sm9iOjk5OTk5OTk"),
    "after": ("", "WyJOIl0", "xyz"),
    "first": (-1, 101, 5000),
    "occupations": ("9-99", "搬运工"),
}


@dataclass
class Generator:
    """Makes operations; the same seed makes the same ones. `cursors` are put back into later operations."""

    schema: GraphQLSchema
    chance: random.Random
    wrong: float = 0.03
    cursors: list[str] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)

    def operation(self) -> tuple[str, dict[str, Any]]:
        """A document of one valid query, and its variables."""
        while True:
            document, variables = self._attempt()
            if not validate(self.schema, parse(document)):
                return document, variables

    def _attempt(self) -> tuple[str, dict[str, Any]]:
        self.variables, self.definitions, self.fragments = {}, {}, []
        query = self.schema.query_type
        assert query is not None
        body = self._selection(query, 0)
        if self.chance.random() < 0.1:
            body = f"{{ {self._entities()} {body[1:]}"
        defined = ", ".join(f"${name}: {kind}" for name, kind in self.definitions.items())
        return f"query{f'({defined})' if defined else ''} {body}\n" + "\n".join(self.fragments), self.variables

    def _entities(self) -> str:
        """What a federation gateway asks; names that begin with an underscore do not occur else."""
        chosen = self.chance.sample(ENTITIES, 3)
        of = self._variable("[_Any!]!", [self._representation() for _ in range(self.chance.choice((0, 1, 3)))])
        parts = [f"... on {name} {self._selection(self._object(name), 2)}" for name in chosen]
        return f"_entities(representations: {of}) {{ __typename {' '.join(parts)} }}"

    def _representation(self) -> dict[str, Any]:
        """A reference to an entity; now and then one that cannot be."""
        name = self.chance.choice(ENTITIES)
        if self.chance.random() < self.wrong:
            return self.chance.choice(
                ({}, {"__typename": "Policy"}, {"__typename": name}, {"__typename": name, "id": "x"})
            )
        if name == "Division":
            return {"__typename": name, "code": self.chance.choice((*DIVISIONS, "999999"))}
        if name == "Source" and self.chance.random() < 0.5:
            return {"__typename": name, "key": self._scalar("key", "String", name)}
        return {"__typename": name, "id": self._id(name)}

    def _selection(self, kind: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> str:
        if isinstance(kind, GraphQLInterfaceType):
            chosen = self.chance.sample(sorted(TABLES), 3)
            parts = [f"... on {name} {self._selection(self._object(name), depth + 1)}" for name in chosen]
            return "{ " + " ".join(["__typename id", *parts]) + " }"
        names = [
            name for name in kind.fields if not name.startswith("_") and not self._too_deep(kind.fields[name], depth)
        ]
        most = 2 if depth == 0 else 5
        picked = self.chance.sample(names, min(len(names), self.chance.randint(1, most)))
        parts = [self._field(name, kind.fields[name], depth) for name in picked]
        if self.chance.random() < 0.15 or not parts:
            parts.append("__typename")
        if self.chance.random() < 0.15:
            found = kind.fields[picked[0]]
            inner = self._field(picked[0], found, 9, False) if self._plain(found) else "__typename"
            parts.append(f"... on {kind.name} {{ {inner} }}")
        if parts and depth and self.chance.random() < 0.1:
            name = f"F{len(self.fragments)}"
            self.fragments.append(f"fragment {name} on {kind.name} {{ {' '.join(parts)} }}")
            parts = [f"...{name}{self._directive()}"]
            parts.append("__typename")
        return "{ " + " ".join(parts) + " }"

    def _plain(self, found: GraphQLField) -> bool:
        return is_leaf_type(get_named_type(found.type)) and not found.args

    def _object(self, name: str) -> GraphQLObjectType:
        kind = self.schema.type_map[name]
        assert isinstance(kind, GraphQLObjectType)
        return kind

    def _too_deep(self, found: GraphQLField, depth: int) -> bool:
        return depth >= 5 and not is_leaf_type(get_named_type(found.type))

    def _field(self, name: str, found: GraphQLField, depth: int, decorated: bool = True) -> str:
        alias = (
            f"{name}{self.chance.randrange(10_000)}: "
            if found.args or (decorated and self.chance.random() < 0.1)
            else ""
        )
        given = [
            f"{arg}: {self._argument(arg, each, get_named_type(found.type).name)}"
            for arg, each in found.args.items()
            if self._gives(arg, each)
        ]
        arguments = f"({', '.join(given)})" if given else ""
        kind = get_named_type(found.type)
        below = "" if is_leaf_type(kind) else f" {self._selection(kind, depth + 1)}"  # type: ignore[arg-type]  # not a leaf: an object or an interface
        return f"{alias}{name}{arguments}{self._directive() if decorated else ''}{below}"

    def _directive(self) -> str:
        if self.chance.random() > 0.06:
            return ""
        name = self.chance.choice(("include", "skip"))
        value: Any = self.chance.random() < 0.5
        if self.chance.random() < 0.5:
            return f" @{name}(if: {self._variable('Boolean!', value)})"
        return f" @{name}(if: {str(value).lower()})"

    def _gives(self, name: str, found: GraphQLArgument) -> bool:
        if isinstance(found.type, GraphQLNonNull) or name == "first":
            return True
        often = {"after": 0.15, "before": 0.1, "last": 0.0, "near": 0.25}.get(name, 0.5)
        return self.chance.random() < often

    def _argument(self, name: str, found: GraphQLArgument, of: str) -> str:
        value = self._value(name, found.type, of)
        if self.chance.random() < 0.3:
            return self._variable(str(found.type), value)
        return self._literal(value, found.type)

    def _variable(self, kind: str, value: Any) -> str:
        name = f"v{len(self.definitions)}"
        self.definitions[name] = kind
        self.variables[name] = value
        return f"${name}"

    def _value(self, name: str, kind: GraphQLInputType, of: str = "") -> Any:
        """A JSON value for an argument or a field of an input."""
        if isinstance(kind, GraphQLNonNull):
            return self._value(name, kind.of_type, of)
        if isinstance(kind, GraphQLList):
            return [self._value(name, kind.of_type, of) for _ in range(self.chance.choice((1, 1, 2, 3)))]
        if isinstance(kind, GraphQLInputObjectType):
            return self._input(kind)
        if isinstance(kind, GraphQLEnumType):
            likely = [each for each in kind.values if each not in ("NEAREST", "RELEVANCE")]
            return self.chance.choice(likely if self.chance.random() < 0.9 else list(kind.values))
        if self.chance.random() < self.wrong and name in WRONG:
            return self.chance.choice(WRONG[name])
        return self._scalar(name, kind.name, of)

    def _input(self, kind: GraphQLInputObjectType) -> dict[str, Any]:
        if kind.name == "Near":
            mode = {"mode": self.chance.choice(("WALK", "BICYCLE", "DRIVE"))} if self.chance.random() < 0.5 else {}
            point = {"latitude": 23.1054, "longitude": 113.2443, "system": self.chance.choice(("WGS84", "GCJ02"))}
            around = {"point": point} if self.chance.random() < 0.7 else {"station": self._id("Station")}
            far = self.chance.choice(({}, {"withinMinutes": 30}, {"withinMetres": 3000}))
            return {**around, **mode, **far}
        names = list(kind.fields)
        required = [name for name in names if isinstance(kind.fields[name].type, GraphQLNonNull)]
        given = {*required, *self.chance.sample(names, min(len(names), self.chance.choice((0, 1, 1, 2, 3))))}
        return {name: self._value(name, kind.fields[name].type) for name in names if name in given}

    def _scalar(self, name: str, kind: str, of: str) -> Any:
        chance = self.chance
        match kind:
            case "ID" if name in ("stations", "station"):
                return self._id("Station")
            case "ID" if name == "employers":
                return self._id("Employer")
            case "ID" if name == "events":
                return global_id("Event")(chance.randint(1, 21))
            case "ID" if name == "id" and of in TABLES and chance.random() < 0.95:
                return self._id(of)
            case "ID":
                return self._id(chance.choice(("Job", "Job", *TABLES)))
            case "Int" if name == "first":
                return chance.choice((0, 1, 2, 3, 3, 4))
            case "Int" if name == "withinMinutes":
                return chance.choice((5, 15, 40))
            case "Int":
                return chance.choice((1, 2, 20, 45))
            case "Float":
                return round(chance.uniform(20, 40), 3)
            case "Decimal":
                return chance.choice(("18.5", "100", "3000"))
            case "Time":
                return chance.choice(("08:00", "09:30", "17:00", "20:00"))
            case "DateTime":
                return chance.choice(("2026-09-01T00:00:00+08:00", "2026-11-20T08:30:00Z"))
            case "Boolean":
                return chance.random() < 0.5
        if name in ("divisions", "division", "code"):
            return chance.choice(DIVISIONS)
        if name == "text":
            return chance.choice(TEXTS)
        if name in ("key", "sources", "source"):
            return f"source-{chance.randint(1, 41)}"
        if name == "occupations":
            return chance.choice(("4-02-05-01", "4-00-00-00", "6-00-00-00"))
        if name in ("after", "before"):
            return chance.choice(self.cursors) if self.cursors else "WyJOIiwxNzk1MzA1NTkxLDI3MTdd"
        return chance.choice(("缝纫", "搬运", "茶叶"))

    def _id(self, typename: str) -> str:
        number = self.chance.choice((1, 2, 3, self.chance.randint(1, 60), 999_999 if self.chance.random() < 0.1 else 7))
        return global_id(typename)(number)

    def _literal(self, value: Any, kind: GraphQLInputType) -> str:
        if isinstance(kind, GraphQLNonNull):
            return self._literal(value, kind.of_type)
        if isinstance(value, list) and isinstance(kind, GraphQLList):
            return f"[{', '.join(self._nested(each, kind.of_type) for each in value)}]"
        if isinstance(value, dict) and isinstance(kind, GraphQLInputObjectType):
            fields = [f"{name}: {self._nested(each, kind.fields[name].type)}" for name, each in value.items()]
            return f"{{{', '.join(fields)}}}"
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str) and not isinstance(kind, GraphQLEnumType):
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return str(value)

    def _nested(self, value: Any, kind: GraphQLInputType) -> str:
        """Inside of a literal a value may be a variable too."""
        if self.chance.random() < 0.1:
            return self._variable(str(kind), value)
        return self._literal(value, kind)
