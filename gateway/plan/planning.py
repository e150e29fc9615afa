"""A plan: an operation compiled once for each choice of its flags, and run for each request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode

from gateway.graph.context import Context
from gateway.plan.coercing import Slow, Values, variables_coercer
from gateway.plan.compiling import NotPlanned, refuse
from gateway.plan.roots import Roots
from gateway.plan.selecting import Selector, flags_of, fragments_of
from gateway.plan.steps import Frame, GiveWay, Step

MOST_FLAGS = 6
"""Up to 64 programs an operation."""


@dataclass(frozen=True, slots=True)
class Program:
    """The steps of one choice of flags, and the function from their results to the answer's data."""

    steps: tuple[Step, ...]
    render: Callable[..., Any]  # Any: JSON
    leaf_arguments: tuple[Callable[[Values], Mapping[str, Any]], ...]


@dataclass
class Plan:
    """An operation that needs no executor."""

    schema: GraphQLSchema
    document: DocumentNode
    operation: OperationDefinitionNode
    flags: tuple[str, ...]
    coerce: Callable[[Values], Values]
    programs: dict[tuple[bool, ...], Program] = field(default_factory=dict)

    async def run(self, variables: Values, context: Context) -> bytes:
        """The answer's bytes. Raises GiveWay (or DoorstepError) where the executor must answer instead."""
        try:
            coerced = self.coerce(variables)
            program = self._program(coerced)
            frame = Frame(context, coerced)
            for step in program.steps:
                await step.run(frame)
            leaves = [read(coerced) for read in program.leaf_arguments]
        except Slow as unusual:
            raise GiveWay("unusual variables") from unusual
        return orjson.dumps({"data": program.render(frame.results, context.viewer, leaves)})

    def _program(self, coerced: Values) -> Program:
        try:
            chosen = tuple([coerced[name] for name in self.flags])
        except KeyError as missing:
            raise Slow from missing
        program = self.programs.get(chosen)
        if program is None:
            try:
                program = self.programs[chosen] = self.compile(dict(zip(self.flags, chosen, strict=True)))
            except NotPlanned as missing:
                raise GiveWay(str(missing)) from missing
        return program

    def compile(self, flags: Mapping[str, bool]) -> Program:
        """Raises NotPlanned."""
        selector = Selector(self.schema, fragments_of(self.document), flags)
        compiler = Roots(self.schema, selector, names=dict(_TOOLS))
        root = self.schema.query_type
        assert root is not None
        expression = compiler.operation(root, selector.fields(root, [self.operation.selection_set]))
        for step in compiler.steps:
            level = getattr(step, "level", None)
            if level is not None:
                _ = level.select
        render = compiler.code(expression, "S, V, A")
        return Program(tuple(compiler.steps), render, tuple(compiler.leaf_arguments))


def plan_of(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> Plan:
    """The plan of a query. Raises NotPlanned with what stands in the way."""
    if operation.operation.value != "query":
        refuse(operation.operation.value)
    flags = flags_of(document, operation)
    if len(flags) > MOST_FLAGS:
        refuse("flags")
    try:
        coerce = variables_coercer(schema, operation.variable_definitions or ())
    except Slow:
        refuse("unusual variables")
    plan = Plan(schema, document, operation, flags, coerce)
    if not flags:
        plan.programs[()] = plan.compile({})
    return plan


def _maybe(value: Any) -> tuple[Any, ...]:
    """A value as what a comprehension runs over: nothing of None."""
    return () if value is None else (value,)


def _flat(result: Mapping[Any, Any]) -> Iterator[Any]:
    """All that a step found, whoever's it is."""
    for found in result.values():
        yield from found


def _rows_of(result: Mapping[Any, Any]) -> Iterator[Any]:
    """All rows of all pages of a step."""
    for page in result.values():
        yield from page.rows


_TOOLS = {"maybe": _maybe, "flat": _flat, "rows_of": _rows_of}
