"""Types of other modules, for those that point back at them: the graph is cyclic, imports are not."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from gateway.graph.divisions import Division
    from gateway.graph.employers import Employer
    from gateway.graph.events import Event, EventConnection
    from gateway.graph.jobs import JobConnection
    from gateway.graph.sources import Source
    from gateway.graph.stations import Station, StationConnection

LazyDivision = Annotated["Division", strawberry.lazy("gateway.graph.divisions")]
LazyEmployer = Annotated["Employer", strawberry.lazy("gateway.graph.employers")]
LazyEvent = Annotated["Event", strawberry.lazy("gateway.graph.events")]
LazyEvents = Annotated["EventConnection", strawberry.lazy("gateway.graph.events")]
LazyJobs = Annotated["JobConnection", strawberry.lazy("gateway.graph.jobs")]
LazySource = Annotated["Source", strawberry.lazy("gateway.graph.sources")]
LazyStation = Annotated["Station", strawberry.lazy("gateway.graph.stations")]
LazyStations = Annotated["StationConnection", strawberry.lazy("gateway.graph.stations")]
