"""The schema that is served: built once, a federation subgraph from the start."""

from functools import cache
from typing import Any

from graphql import GraphQLSchema
from strawberry.federation import Schema
from strawberry.schema.config import StrawberryConfig

from gateway.graph.announced import Subscription
from gateway.graph.divisions import Division
from gateway.graph.employers import Employer
from gateway.graph.events import Event, Policy
from gateway.graph.jobs import Job
from gateway.graph.partners import Mutation
from gateway.graph.queries import Query
from gateway.graph.scalars import SCALARS, Date
from gateway.graph.sources import Run, Source
from gateway.graph.stations import Station
from gateway.graph.wiring import wire
from gateway.incremental import DIRECTIVES


@cache
def strawberry_schema() -> Schema:
    """Strawberry's schema, its declared fields wired."""
    schema = Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[Job, Station, Employer, Event, Policy, Division, Source, Run, Date],
        config=StrawberryConfig(scalar_map=SCALARS),
        federation_version="2.7",
    )
    wire(schema._schema)
    return schema


def graphql_schema() -> GraphQLSchema:
    """The same as graphql-core knows it."""
    return strawberry_schema()._schema


@cache
def deferring_schema() -> GraphQLSchema:
    """The same with @defer and @stream.

    Not what everybody is served: graphql-core 3.3 and graphql-js 17 refuse to execute anything, introspection too, over
    a schema that they read these directives in.
    """
    plain = graphql_schema()
    offering: dict[str, Any] = {**plain.to_kwargs(), "directives": (*plain.directives, *DIRECTIVES)}  # Any: its own
    return GraphQLSchema(**offering)


def sdl() -> str:
    """The schema in GraphQL's schema language, federation directives included."""
    return strawberry_schema().as_str()
