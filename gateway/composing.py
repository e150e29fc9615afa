"""What the gateway stands on, opened from its settings: the store's reader, the announcements, the health checks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from graphql import DocumentNode, GraphQLSchema

from gateway import execution
from gateway.announcing import Announcer
from gateway.engine import Engine
from gateway.execution import Executed, PreparedOperation
from gateway.expiring import expire_on_time
from gateway.freshness import SourceState
from gateway.graph.context import Services
from gateway.graph.schema import graphql_schema
from gateway.graph.viewer import Viewer
from gateway.installation import installation
from gateway.partners.later import opened_later
from gateway.partners.starting import Starter
from gateway.refreshing import Refresher
from gateway.routing import routing_of
from gateway.settings import Settings
from gateway.states import read_states
from schema.problems import DoorstepError
from schema.store.engine import Database
from schema.store.migrating import require_current
from schema.store.news import news_of
from schema.store.reads.postgres import PostgresReader
from schema.store.reads.reader import Reader
from schema.store.reads.sqlite import SqliteReader


@dataclass(slots=True)
class Standing:
    """Services that are opened when the application starts, for an engine that is made before."""

    schema: GraphQLSchema = field(default_factory=graphql_schema)
    services: Services | None = None
    database: Database | None = None
    refresher: Refresher | None = None

    def found_stale(self, state: SourceState) -> None:
        """An answer touches a source whose time is past."""
        if self.refresher is not None:
            self.refresher.stale(state)

    def opened(self) -> Services:
        if self.services is None:
            raise DoorstepError(
                "UNAVAILABLE", "服务正在启动，请稍后再试", "the gateway is starting: try again in a moment"
            )
        return self.services

    def prepare(self, document: DocumentNode, operation_name: str | None) -> PreparedOperation:
        return execution.prepare(document, operation_name, self.schema)

    def execute(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
    ) -> Awaitable[Executed]:
        return execution.execute(operation, variables, viewer, self.opened())

    def at_once(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
    ) -> Executed | None:
        return execution.at_once(operation, variables, viewer, self.opened())

    def subscribe(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
    ) -> AsyncIterator[Executed]:
        return execution.subscribe(operation, variables, viewer, self.opened())

    def in_parts(
        self,
        operation: PreparedOperation,
        variables: Mapping[str, Any],  # Any: JSON values
        viewer: Viewer,
        /,
        *,
        older: bool,
    ) -> AsyncIterator[bytes]:
        return execution.execute_in_parts(operation, variables, viewer, self.opened(), older=older)

    async def read_states(self) -> Mapping[int, SourceState]:
        return await read_states(self.opened().reader)

    async def check_store(self) -> None:
        """Raises where the store cannot be read or is not migrated."""
        if self.database is not None:
            await require_current(self.database)
        await self.read_states()

    @property
    def engine(self) -> Engine:
        return Engine(self.schema, self.prepare, self.execute, self.subscribe, self.in_parts, self.at_once)


def reader_of(database: Database) -> Reader:
    """The reading side of a database."""
    return PostgresReader(database.dsn) if database.path is None else SqliteReader(database.path)


@asynccontextmanager
async def standing_on_store(
    standing: Standing,
    settings: Settings,
    forget: Callable[[frozenset[str], int], Awaitable[None]],
    forget_all: Callable[[int], Awaitable[None]],
) -> AsyncIterator[Announcer]:
    """Open the store of the settings and watch it, while the application runs."""
    async with installation(settings) as house:
        reader = reader_of(house.database)
        news = news_of(house.database)
        announcer = Announcer(news, forget, forget_all)
        await announcer.catch_up()
        starter = Starter(house, announcer.announce, announcer.moved)
        door = opened_later(house, announcer.announce, starter, announcer.catch_up)
        standing.database = house.database
        standing.refresher = refresher = Refresher(house.database, starter.start)
        routing = routing_of(settings)
        standing.services = Services(reader, partners=door, announcements=announcer, routing=routing)
        tasks = [
            asyncio.create_task(announcer.watch(), name="watch the store"),
            asyncio.create_task(expire_on_time(house.database, house.now), name="expire on time"),
        ]
        try:
            yield announcer
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            standing.refresher = None
            await refresher.close()
            await starter.close()
            standing.services = standing.database = None
            if routing is not None:
                await routing.close()
            await news.close()
            await reader.close()
