"""Which new and changed postings are other views of jobs that are there, or of each other: keys, comparisons, groups.

Two jobs that stand may turn out to be one, by a later wording or a third posting: the younger then goes into the elder.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.matching import Comparison, Verdict, View, compare, reasons_json, view_in
from schema.matchkeys import MOST_IN_BLOCK
from schema.store import blocks
from schema.store.blocks import Span
from schema.store.bulk import among, insert_rows
from schema.store.grouping import group
from schema.store.jobs import postings_of
from schema.store.rows import Seen
from schema.store.tables import posting
from schema.store.worktables import apart, block, match

Pair = tuple[int, int]
"""Two posting ids, the lower first."""


@dataclass(slots=True)
class United:
    """Postings told apart: those that join a job of before, and groups that each make a new job."""

    joined: dict[int, int] = dataclasses.field(default_factory=dict)
    """Posting id to job id."""
    merged: dict[int, int] = dataclasses.field(default_factory=dict)
    """Standing jobs to the elder job that each is the same as."""
    groups: list[list[Seen]] = dataclasses.field(default_factory=list)
    blocks: list[tuple[int, int, int]] = dataclasses.field(default_factory=list)
    matches: dict[Pair, Comparison] = dataclasses.field(default_factory=dict)

    async def write(self, connection: AsyncConnection, at: int) -> None:
        """Keep the blocks and the reasons; after the postings themselves are written."""
        await blocks.add(connection, self.blocks)
        await keep_matches(connection, self.matches, at)


async def keep_matches(connection: AsyncConnection, matches: dict[Pair, Comparison], at: int) -> None:
    rows = [
        (*pair, one.verdict.value, one.score, orjson.dumps(list(reasons_json(one))).decode(), at)
        for pair, one in matches.items()
    ]
    columns = ("posting_id", "other_id", "verdict", "score", "reasons_json", "at")
    await insert_rows(connection, match, columns, rows)


async def unite(connection: AsyncConnection, new: Sequence[Seen], source_id: int) -> United:
    """Tell a source's new postings apart. They are not in the database yet; the jobs they may join are."""
    united = United(blocks=[(key, source_id, one.posting_id) for one in new for key in one.keys])
    standing = await blocks.members(connection, (span for one in new for span in spans_of(one)), source_id)
    pairs = candidates(new, standing) | await repeated(connection, new, source_id)
    if not pairs:
        united.groups = [[one] for one in new]
        return united
    await settle(connection, united, new, pairs)
    return united


async def reunite(connection: AsyncConnection, changed: Sequence[Seen], source_id: int, at: int) -> dict[int, int]:
    """Compare a source's changed postings, as they are now written, with their like elsewhere; returns merged jobs.

    Those that were taken for the like of one before are compared, too; the reasons kept of them are replaced.
    """
    if not changed:
        return {}
    united = United()
    ids = [one.posting_id for one in changed]
    standing = await blocks.members(connection, (span for one in changed for span in spans_of(one)), source_id)
    pairs = candidates(changed, standing) | await matched(connection, ids)
    if pairs:
        await settle(connection, united, [], pairs)
        for side in (match.c.posting_id, match.c.other_id):
            await connection.execute(delete(match).where(among(connection, side, ids)))
        await keep_matches(connection, united.matches, at)
    return united.merged


async def matched(connection: AsyncConnection, posting_ids: Collection[int]) -> set[Pair]:
    """The pairs that postings were found to be one in, or possibly one."""
    found: set[Pair] = set()
    for side in (match.c.posting_id, match.c.other_id):
        query = select(match.c.posting_id, match.c.other_id).where(among(connection, side, posting_ids))
        found |= {(row[0], row[1]) for row in await connection.execute(query)}
    return found


def candidates(new: Sequence[Seen], standing: Mapping[Span, Sequence[int]]) -> set[Pair]:
    """Postings with those of other sources in their blocks; blocks that are too full are passed over."""
    return {
        (min(known, one.posting_id), max(known, one.posting_id))
        for one in new
        for span in spans_of(one)
        if len(members := standing.get(span, ())) <= MOST_IN_BLOCK
        for known in members
    }


def spans_of(one: Seen) -> Iterator[Span]:
    """Where a posting looks for its like in other sources."""
    yield from ((key, key) for key in one.keys[1:])
    yield from one.beyond


async def repeated(connection: AsyncConnection, new: Sequence[Seen], source_id: int) -> set[Pair]:
    """Pairs of one source that say the very same (the first of a posting's keys); any other pair of it is vetoed."""
    last: dict[int, int] = {}
    words = among(connection, block.c.key, {one.keys[0] for one in new if one.keys})
    query = select(block.c.key, block.c.posting_id).where(words, block.c.source_id == source_id)
    for row in await connection.execute(query):
        last[row[0]] = row[1]
    pairs: set[Pair] = set()
    for one in new:
        if one.keys and one.keys[0] in last:
            pairs.add((last[one.keys[0]], one.posting_id))
        if one.keys:
            last[one.keys[0]] = one.posting_id
    return pairs


async def settle(connection: AsyncConnection, united: United, new: Sequence[Seen], pairs: set[Pair]) -> None:
    """Compare candidates, group the surest first, and say where each new posting belongs."""
    fresh = {one.posting_id: one for one in new}
    old_ids = {posting_id for pair in pairs for posting_id in pair if posting_id not in fresh}
    job_of = await jobs_of(connection, old_ids)
    standing = await postings_of(connection, sorted(set(job_of.values())))
    seen = fresh | {one.posting_id: one for group_ in standing.values() for one in group_}
    job_of = {one.posting_id: job_id for job_id, group_ in standing.items() for one in group_}
    judge = Judge(seen, await apart_pairs(connection, seen))
    found = {pair: judge.compare(*pair) for pair in sorted(pairs)}
    united.matches = {pair: one for pair, one in found.items() if one.verdict is not Verdict.APART}
    sort_out(united, new, job_of, found, judge)


def sort_out(
    united: United, new: Sequence[Seen], job_of: dict[int, int], found: dict[Pair, Comparison], judge: "Judge"
) -> None:
    """New postings that join a standing job, groups of the rest, and standing jobs that are one."""
    ids = sorted(judge.seen)
    place = {posting_id: number for number, posting_id in enumerate(ids)}
    youngest = max(job_of.values(), default=0)
    labels = [job_of[key] - youngest - 1 if key in job_of else place[key] for key in ids]
    """Standing jobs are below zero, the eldest lowest: of two groups the lower label stays."""
    ones = {(place[a], place[b]): one.score for (a, b), one in found.items() if one.verdict is Verdict.ONE}
    after = group(labels, ones, lambda one, other: judge.may_join(ids[one], ids[other]))
    groups: dict[int, list[Seen]] = defaultdict(list)
    for one in new:
        label = after[place[one.posting_id]]
        if label < 0:
            united.joined[one.posting_id] = label + youngest + 1
        else:
            groups[label].append(one)
    united.groups = list(groups.values())
    stands = {job_id: after[place[key]] + youngest + 1 for key, job_id in job_of.items()}
    united.merged = {job_id: elder for job_id, elder in stands.items() if elder != job_id}


async def parting(connection: AsyncConnection, changed: Collection[int]) -> list[tuple[int, Seen]]:
    """Of changed postings, those that something now forbids to stand with the rest of their job; with that job."""
    wanted = set(changed)
    mine = posting.alias("mine")
    other = posting.alias("other")
    shared = select(mine.c.job_id).join_from(mine, other, (other.c.job_id == mine.c.job_id) & (other.c.id != mine.c.id))
    rows = await connection.execute(shared.where(among(connection, mine.c.id, wanted)).distinct())
    standing = await postings_of(connection, sorted(row[0] for row in rows))
    found: list[tuple[int, Seen]] = []
    for job_id, group_ in standing.items():
        judge = Judge({one.posting_id: one for one in group_}, set())
        staying = [one.posting_id for one in group_]
        for one in group_:
            rest = [posting_id for posting_id in staying if posting_id != one.posting_id]
            if one.posting_id in wanted and rest and not judge.belongs(one.posting_id, rest):
                found.append((job_id, one))
                staying.remove(one.posting_id)
    return found


@dataclass(slots=True)
class Judge:
    """Comparisons of one chunk; each posting is read once, each pair compared once."""

    seen: dict[int, Seen]
    forbidden: set[Pair]
    views: dict[int, View] = dataclasses.field(default_factory=dict)
    known: dict[Pair, Comparison] = dataclasses.field(default_factory=dict)

    def view(self, posting_id: int) -> View:
        if posting_id not in self.views:
            one = self.seen[posting_id]
            self.views[posting_id] = view_in(orjson.loads(one.words), one.source_id)
        return self.views[posting_id]

    def compare(self, one: int, other: int) -> Comparison:
        pair = (min(one, other), max(one, other))
        if pair not in self.known:
            self.known[pair] = compare(self.view(pair[0]), self.view(pair[1]))
        return self.known[pair]

    def may_join(self, one: int, other: int) -> bool:
        """Nobody split them, and nothing vetoes it."""
        pair = (min(one, other), max(one, other))
        return pair not in self.forbidden and all(reason.weight is not None for reason in self.compare(*pair).reasons)

    def belongs(self, one: int, rest: Sequence[int]) -> bool:
        """It may stand with each of the rest, and is still at least possibly the same as one of them."""
        likely = any(self.compare(one, each).verdict is not Verdict.APART for each in rest)
        return likely and all(self.may_join(one, each) for each in rest)


async def jobs_of(connection: AsyncConnection, posting_ids: Iterable[int]) -> dict[int, int]:
    columns = (posting.c.id, posting.c.job_id)
    rows = await connection.execute(select(*columns).where(among(connection, posting.c.id, posting_ids)))
    return {row[0]: row[1] for row in rows}


async def apart_pairs(connection: AsyncConnection, posting_ids: Iterable[int]) -> set[Pair]:
    """Pairs that a person split."""
    columns = (apart.c.posting_id, apart.c.other_id)
    rows = await connection.execute(select(*columns).where(among(connection, apart.c.posting_id, posting_ids)))
    return {(row[0], row[1]) for row in rows}
