"""What `/metrics` tells: one registry a gateway, fixed names, labels of few values."""

from collections import Counter as CountsOf
from collections.abc import Iterable, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from gateway.freshness import SourceState
from gateway.graph.travelling import Had
from schema.changes import RunReport
from schema.vocabulary import SourceHealth

CONTENT_TYPE = CONTENT_TYPE_LATEST
MOST_UNFOLDED: Final = 1_024


class Metrics:
    """The counters of one gateway."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self.requests = Counter(
            "doorstep_requests_total", "Requests by route and status.", ("route", "status"), registry=registry
        )
        self.seconds = Histogram(
            "doorstep_graph_seconds",
            "Seconds that an operation took, by how it was answered.",
            ("answered",),
            buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
            registry=registry,
        )
        self.cache = Counter("doorstep_cache_total", "Lookups of the response cache.", ("outcome",), registry=registry)
        self.drops = Counter(
            "doorstep_cache_drops_total", "Tags dropped, by kind of tag.", ("kind",), registry=registry
        )
        self.dropped = Counter(
            "doorstep_cache_dropped_total", "Answers forgotten because a tag was dropped.", registry=registry
        )
        self.executions = Counter(
            "doorstep_executions_total",
            "Operations executed: planned, or by Strawberry's executor.",
            ("by",),
            registry=registry,
        )
        self.refusals = Counter("doorstep_refusals_total", "Requests refused, by code.", ("code",), registry=registry)
        self.subscriptions = Gauge(
            "doorstep_subscriptions", "Subscriptions that are open.", ("transport",), registry=registry
        )
        self.source_fresh_at = Gauge(
            "doorstep_source_fresh_timestamp_seconds",
            "When a source was last read well.",
            ("source",),
            registry=registry,
        )
        self.source_health = Gauge(
            "doorstep_source_health",
            "1 for the health that a source has, else 0.",
            ("source", "health"),
            registry=registry,
        )
        self.fallbacks = Gauge(
            "doorstep_plan_fallbacks", "Operations that no plan answered, by why.", ("reason",), registry=registry
        )
        self.circles = Gauge(
            "doorstep_routed_circles",
            "Circles where a routing engine is set, by how it went; but for routed, a straight line was answered.",
            ("how",),
            registry=registry,
        )
        self.runs = Counter(
            "doorstep_runs_total", "Runs that ended in this process, by outcome.", ("outcome",), registry=registry
        )

        self._answered: CountsOf[tuple[str, int]] = CountsOf()
        self._hits = self._misses = 0
        self._took: dict[bool, list[float]] = {True: [], False: []}
        """Seconds that operations took, planned or not."""

    def request(self, route: str, status: int) -> None:
        """A request was answered."""
        self._answered[route, status] += 1

    def hit(self) -> None:
        """The response cache had an answer."""
        self._hits += 1

    def missed(self) -> None:
        """The response cache did not."""
        self._misses += 1

    def answered_at_once(self, status: int) -> None:
        """A request to the graph was answered from the cache before it was parsed."""
        self._answered["graphql", status] += 1
        self._hits += 1

    def looked(self, outcome: str) -> None:
        """A look beyond this process's memory: redis_hit, redis_miss, redis_away."""
        self.cache.labels(outcome).inc()

    def executed(self, planned: bool, seconds: float) -> None:
        """An operation was executed."""
        took = self._took[planned]
        took.append(seconds)
        if len(took) >= MOST_UNFOLDED:
            self.fold()

    def ran(self, report: RunReport) -> None:
        """A run of this process ended."""
        self.runs.labels(report.outcome.value).inc()

    def observe_fallbacks(self, fallbacks: Mapping[str, int]) -> None:
        """Why operations were not planned, and how often, before it is read."""
        for reason, times in fallbacks.items():
            self.fallbacks.labels(reason).set(times)

    def observe_circles(self, circles: Mapping[Had, int]) -> None:
        """How circles were had by streets, before it is read."""
        for how in Had:
            self.circles.labels(how.value).set(circles.get(how, 0))

    def observe_source(self, state: SourceState) -> None:
        """A source's state, before it is read."""
        if state.fresh_at is not None:
            self.source_fresh_at.labels(state.key).set(state.fresh_at)
        for health in SourceHealth:
            self.source_health.labels(state.key, health.name).set(health.name == state.health)

    def forgot(self, tags: Iterable[str], answers: int) -> None:
        """Tags were dropped, and with them so many answers. A tag's kind is what stands before its colon."""
        for kind, count in CountsOf(tag.partition(":")[0] for tag in tags).items():
            self.drops.labels(kind).inc(count)
        self.dropped.inc(answers)

    def text(self) -> bytes:
        """The exposition format of Prometheus."""
        self.fold()
        return generate_latest(self.registry)

    def fold(self) -> None:
        """Hand on what was counted since the last time: a count of our own costs a tenth of a Counter's."""
        for (route, status), times in self._answered.items():
            self.requests.labels(route, str(status)).inc(times)
        self.cache.labels("hit").inc(self._hits)
        self.cache.labels("miss").inc(self._misses)
        self._answered.clear()
        self._hits = self._misses = 0
        for planned, took in self._took.items():
            by = "plan" if planned else "executor"
            self.executions.labels(by).inc(len(took))
            for seconds in took:
                self.seconds.labels(by).observe(seconds)
            took.clear()
