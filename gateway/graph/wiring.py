"""The resolvers of Strawberry's executor, made from the same Specs that the planner compiles."""

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
)

from gateway.graph.asked import Asked
from gateway.graph.context import Context
from gateway.graph.declaring import PLAN
from gateway.graph.facets import DEFAULT_TOP
from gateway.graph.ids import TABLES, TYPES, parse_id, row_id
from gateway.graph.lists import Edge, Listed, PageOf, cursor, distance, minutes_of
from gateway.graph.rows import RowOf, Waiting, children, found_by, linked, named, row_of
from gateway.graph.travelling import by_streets
from gateway.plan.fields import (
    Attribute,
    ById,
    ByKeys,
    ByValue,
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
    Watched,
)
from schema import tags
from schema.store.reads.reader import whole

Info = GraphQLResolveInfo[Any]
"""Any: its context is a Context."""
Resolver = Callable[..., Any]  # Any: a value, or an awaitable of one
Source = Any  # Any: a row, a list, an edge, or a value in memory: what the parent's resolver gave


def spec_of(field: GraphQLField) -> Spec | None:
    """How a field of the built schema was declared; None for one with a resolver of its own."""
    declared = field.extensions.get("strawberry-definition")
    return None if declared is None else declared.metadata.get(PLAN)


def wire(schema: GraphQLSchema) -> None:
    """Give every declared field its resolver, and abstract types the way to tell what a row is."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType):
            kind.is_type_of = None
            for field in kind.fields.values():
                spec = spec_of(field)
                if isinstance(spec, Watched):
                    field.subscribe = _watched(spec)
                    field.resolve = _told
                elif spec is not None:
                    field.resolve = resolver_of(spec)
        elif isinstance(kind, GraphQLInterfaceType | GraphQLUnionType) and not kind.name.startswith("__"):
            kind.resolve_type = _typename


def _typename(value: Source, _info: Info, _type: object) -> str:
    return value.typename if isinstance(value, RowOf) else type(value).__name__


def resolver_of(spec: Spec) -> Resolver:
    """The resolver that does what `spec` says."""
    made = _MAKERS[type(spec)](spec)
    at_once = isinstance(spec, Read | Attribute | Inline) or (isinstance(spec, Part) and spec.name not in _ASKING)
    if at_once:
        return made
    return lambda source, info, **arguments: Waiting(lambda: made(source, info, **arguments))


def _read(spec: Read) -> Resolver:
    def resolve(source: Source, info: Info, **arguments: Any) -> Any:
        values: list[Any] = [source.values[column] for column in spec.columns]
        if spec.convert is None:
            return values[0]
        if spec.arguments:
            values.append(arguments)
        if spec.viewer:
            values.append(info.context.viewer)
        return spec.convert(*values)

    return resolve


def _attribute(spec: Attribute) -> Resolver:
    return lambda source, _info: spec.get(source)


def _inline(spec: Inline) -> Resolver:
    return lambda source, _info: None if spec.present and source.values[spec.present] is None else source


def _link(spec: Link) -> Resolver:
    async def resolve(source: Source, info: Info) -> RowOf | None:
        return await linked(info.context, spec.table, source.values[spec.column])

    return resolve


def _children(spec: Children) -> Resolver:
    async def resolve(source: Source, info: Info) -> list[RowOf]:
        info.context.tags.add(tags.of_row(source.table, source.values["id"]))
        return await children(info.context, spec.table, spec.column, source.values["id"], spec.order)

    return resolve


def _connection(spec: Connection) -> Resolver:
    async def resolve(source: Source, info: Info, **arguments: Any) -> Listed:
        context: Context = info.context
        prepared = await spec.prepare(context, arguments)
        if spec.of_value:
            asked = spec.ask(prepared, source)
        else:
            asked = spec.ask(prepared, *(source.values[column] for column in spec.columns))
        assert isinstance(asked, Asked)
        return Listed(context, await by_streets(context, asked))

    return resolve


def _by_id(spec: ById) -> Resolver:
    async def resolve(_source: Source, info: Info, id: str) -> RowOf | None:
        if spec.table is None:
            typename, number = parse_id(id)
            return await named(info.context, TABLES[typename], number)
        return await named(info.context, spec.table, row_id(TYPES[spec.table], id))

    return resolve


def _by_value(spec: ByValue) -> Resolver:
    async def resolve(_source: Source, info: Info, **arguments: Any) -> Any:
        value = spec.find(arguments)
        if spec.table is None:
            return value
        info.context.tags.add(f"{spec.table}s")
        return await found_by(info.context, spec.table, spec.column, value)

    return resolve


def _by_keys(spec: ByKeys) -> Resolver:
    """All rows of one table are read at once; a wrong item is its own error."""

    async def one(context: Context, item: object) -> Any:
        kind, column, value = spec.key_of(item)
        if kind in spec.known:
            return spec.known[kind](value)
        if column == "id":
            return await named(context, TABLES[kind], value)
        context.tags.add(tags.of_rows(TABLES[kind]))
        return await found_by(context, TABLES[kind], column, value)

    def resolve(_source: Source, info: Info, **arguments: Any) -> list[Waiting]:
        return [Waiting(lambda item=item: one(info.context, item)) for item in spec.ask(arguments)]  # type: ignore[misc]  # a default binds it

    return resolve


def _gathered(spec: Gathered) -> Resolver:
    async def resolve(source: Source, info: Info, **arguments: Any) -> list[RowOf]:
        parent = tuple(source.values[column] for column in spec.columns)
        [rows] = await spec.gather(info.context, [parent], arguments, whole(spec.table))
        return [row_of(info.context, spec.table, row) for row in rows]

    return resolve


def _pointed(spec: Pointed) -> Resolver:
    async def resolve(source: Source, info: Info) -> RowOf | None:
        return await linked(info.context, spec.table, spec.get(source))

    return resolve


def _computed(spec: Computed) -> Resolver:
    return lambda source, info, **arguments: spec.compute(info.context, source, arguments)


def _resolved(spec: Resolved) -> Resolver:
    return lambda source, info, **arguments: spec.resolve(info.context, source, arguments)


def _watched(spec: Watched) -> Resolver:
    return lambda _source, info, **arguments: spec.watch(info.context, arguments)


def _told(source: Source, _info: Info, **_arguments: Any) -> Source:
    return source


def _part(spec: Part) -> Resolver:
    return _PARTS[spec.name]


async def _edges(source: Listed, _info: Info) -> Any:
    return (await source.page()).edges


async def _nodes(source: Listed, _info: Info) -> list[RowOf]:
    return [edge.row for edge in (await source.page()).edges]


async def _page_info(source: Listed, _info: Info) -> PageOf:
    return await source.page()


async def _total_count(source: Listed, _info: Info) -> int:
    return await source.total()


def _travel_basis(source: Listed, _info: Info) -> str | None:
    return None if source.basis is None else source.basis.value


async def _facets(source: Listed, _info: Info, by: Any, top: int | None) -> Any:
    return await source.facets(by, DEFAULT_TOP if top is None else top)


def _travel_minutes(source: Edge, _info: Info) -> int | None:
    return minutes_of(source.listed.asked.query, source.square, source.seconds)


_ASKING = frozenset({"edges", "nodes", "pageInfo", "totalCount", "facets"})


def _cursor_at(place: int) -> Resolver:
    return lambda source, _info: cursor(source.edges[place]) if source.edges else None


_PARTS: dict[str, Resolver] = {
    "edges": _edges,
    "nodes": _nodes,
    "pageInfo": _page_info,
    "totalCount": _total_count,
    "travelBasis": _travel_basis,
    "facets": _facets,
    "node": lambda source, _info: source.row,
    "cursor": lambda source, _info: cursor(source),
    "distanceMetres": lambda source, _info: distance(source),
    "travelMinutes": _travel_minutes,
    "hasNextPage": lambda source, _info: source.has_next,
    "hasPreviousPage": lambda source, _info: source.has_previous,
    "startCursor": _cursor_at(0),
    "endCursor": _cursor_at(-1),
}
_MAKERS: dict[type[Any], Callable[[Any], Resolver]] = {
    Read: _read,
    Attribute: _attribute,
    Inline: _inline,
    Link: _link,
    Children: _children,
    Connection: _connection,
    Part: _part,
    ById: _by_id,
    ByValue: _by_value,
    ByKeys: _by_keys,
    Gathered: _gathered,
    Resolved: _resolved,
    Pointed: _pointed,
    Computed: _computed,
}
