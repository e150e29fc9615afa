"""Which new and changed postings are other views of jobs that are there, or of each other: keys, comparisons, groups.

Two jobs that stand may turn out to be one, by a later wording or a third posting: the younger then goes into the elder.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import orjson
from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from schema.matching import (
    VETOED_AT_A_GLANCE,
    Comparison,
    Verdict,
    View,
    are_at_a_glance_two,
    compare,
    reasons_json,
    view_in,
)
from schema.matchkeys import MOST_IN_BLOCK
from schema.matchviews import credit_code_in
from schema.store import blocks
from schema.store.blocks import Span
from schema.store.bulk import insert_rows, listed
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
    shown: dict[int, list[Seen]] = dataclasses.field(default_factory=dict)
    """All postings of jobs that new ones join, these among them, by id; of jobs that nothing is merged with."""
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
    pairs = await candidates(connection, new, source_id) | await repeated(connection, new, source_id)
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
    pairs = await candidates(connection, changed, source_id) | await matched(connection, ids)
    if pairs:
        await settle(connection, united, [], pairs)
        for statement in NO_MATCHES:
            await connection.execute(statement, {"ids": ids})
        await keep_matches(connection, united.matches, at)
    return united.merged


_SIDES = (match.c.posting_id, match.c.other_id)
NO_MATCHES = [delete(match).where(listed(side, "ids")) for side in _SIDES]
MATCHED = [select(*_SIDES).where(listed(side, "ids")) for side in _SIDES]
JOB_OF = select(posting.c.id, posting.c.job_id).where(listed(posting.c.id, "ids"))
SPLIT = select(apart.c.posting_id, apart.c.other_id).where(listed(apart.c.posting_id, "ids"))
REPEATED = select(block.c.key, block.c.posting_id).where(
    listed(block.c.key, "keys"), block.c.source_id == bindparam("source")
)
_MINE, _OTHER = posting.alias("mine"), posting.alias("other")
SHARED = (
    select(_MINE.c.job_id)
    .join_from(_MINE, _OTHER, (_OTHER.c.job_id == _MINE.c.job_id) & (_OTHER.c.id != _MINE.c.id))
    .where(listed(_MINE.c.id, "ids"))
    .distinct()
)
"""Statements are made once: SQLAlchemy takes longer to make one anew than SQLite to run it."""


async def matched(connection: AsyncConnection, posting_ids: Collection[int]) -> set[Pair]:
    """The pairs that postings were found to be one in, or possibly one."""
    found: set[Pair] = set()
    for statement in MATCHED:
        found |= {(row[0], row[1]) for row in await connection.execute(statement, {"ids": posting_ids})}
    return found


async def candidates(connection: AsyncConnection, new: Sequence[Seen], source_id: int) -> set[Pair]:
    """Postings with those of other sources in their blocks; blocks that are too full are passed over."""
    looks = [spans_of(one) for one in new]
    standing = await blocks.members(connection, chain.from_iterable(looks), source_id)
    return {
        (min(known, one.posting_id), max(known, one.posting_id))
        for one, spans in zip(new, looks, strict=True)
        for span in standing.keys() & spans
        if len(members := standing[span]) <= MOST_IN_BLOCK
        for known in members
    }


def spans_of(one: Seen) -> list[Span]:
    """Where a posting looks for its like in other sources."""
    keys = one.keys[1:]
    return [*zip(keys, keys, strict=True), *one.beyond]


async def repeated(connection: AsyncConnection, new: Sequence[Seen], source_id: int) -> set[Pair]:
    """Pairs of one source that say the very same (the first of a posting's keys); any other pair of it is vetoed."""
    last: dict[int, int] = {}
    said = sorted({one.keys[0] for one in new if one.keys})
    for row in await connection.execute(REPEATED, {"keys": said, "source": source_id}):
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
    if not pairs:
        united.groups = [[one] for one in new]
        return
    fresh = {one.posting_id: one for one in new}
    old_ids = {posting_id for pair in pairs for posting_id in pair if posting_id not in fresh}
    job_of = await jobs_of(connection, old_ids)
    standing = await postings_of(connection, sorted(set(job_of.values())))
    judge = Judge(fresh | {one.posting_id: one for group_ in standing.values() for one in group_})
    found = {pair: judge.compare(*pair) for pair in sorted(pairs)}
    united.matches = {pair: one for pair, one in found.items() if one.verdict is not Verdict.APART}
    ones = {pair: one.score for pair, one in united.matches.items() if one.verdict is Verdict.ONE}
    concerned = {job_of[posting_id] for pair in ones for posting_id in pair if posting_id in job_of}
    job_of = {one.posting_id: job_id for job_id in concerned for one in standing[job_id]}
    if ones:
        judge.forbidden = await apart_pairs(connection, sorted({*job_of, *(key for pair in ones for key in pair)}))
    sort_out(united, new, job_of, ones, judge)
    united.shown = shown_by(united, new, standing)


def shown_by(united: United, new: Sequence[Seen], standing: Mapping[int, Sequence[Seen]]) -> dict[int, list[Seen]]:
    merged = {*united.merged, *united.merged.values()}
    shown = {job_id: list(standing[job_id]) for job_id in set(united.joined.values()) - merged}
    for one in new:
        job_id = united.joined.get(one.posting_id)
        if job_id in shown:
            shown[job_id].append(one)
    return shown


def sort_out(
    united: United, new: Sequence[Seen], job_of: dict[int, int], found: dict[Pair, float], judge: "Judge"
) -> None:
    """New postings that join a standing job, groups of the rest, and standing jobs that are one.

    `found`: pairs that are one, with their scores; `job_of`: all postings of the standing jobs that they are in.
    """
    ids = sorted({*job_of, *(posting_id for pair in found for posting_id in pair)})
    place = {posting_id: number for number, posting_id in enumerate(ids)}
    youngest = max(job_of.values(), default=0)
    labels = [job_of[key] - youngest - 1 if key in job_of else place[key] for key in ids]
    """Standing jobs are below zero, the eldest lowest: of two groups the lower label stays."""
    ones = {(place[a], place[b]): score for (a, b), score in found.items()}
    after = group(labels, ones, lambda one, other: judge.may_join(ids[one], ids[other]))
    groups: dict[int, list[Seen]] = {}
    for number, one in enumerate(new, len(ids)):
        label = after[place[one.posting_id]] if one.posting_id in place else number
        if label < 0:
            united.joined[one.posting_id] = label + youngest + 1
        else:
            groups.setdefault(label, []).append(one)
    united.groups = list(groups.values())
    stands = {job_id: after[place[key]] + youngest + 1 for key, job_id in job_of.items()}
    united.merged = {job_id: elder for job_id, elder in stands.items() if elder != job_id}


async def parting(connection: AsyncConnection, changed: Collection[int]) -> list[tuple[int, Seen]]:
    """Of changed postings, those that something now forbids to stand with the rest of their job; with that job."""
    if not changed:
        return []
    wanted = set(changed)
    rows = await connection.execute(SHARED, {"ids": changed})
    standing = await postings_of(connection, sorted(row[0] for row in rows))
    found: list[tuple[int, Seen]] = []
    for job_id, group_ in standing.items():
        judge = Judge({one.posting_id: one for one in group_})
        staying = [one.posting_id for one in group_]
        for one in group_:
            rest = [posting_id for posting_id in staying if posting_id != one.posting_id]
            if one.posting_id in wanted and rest and not judge.belongs(one.posting_id, rest):
                found.append((job_id, one))
                staying.remove(one.posting_id)
    return found


@dataclass(slots=True)
class Judge:
    """Comparisons of one chunk; each posting is read once, and only where a glance does not do; each pair once."""

    seen: dict[int, Seen]
    forbidden: set[Pair] = dataclasses.field(default_factory=set)
    codes: dict[int, str | None] = dataclasses.field(default_factory=dict)
    views: dict[int, View] = dataclasses.field(default_factory=dict)
    known: dict[Pair, Comparison] = dataclasses.field(default_factory=dict)

    def code(self, posting_id: int) -> str | None:
        if posting_id not in self.codes:
            self.codes[posting_id] = credit_code_in(self.seen[posting_id].words)
        return self.codes[posting_id]

    def view(self, posting_id: int) -> View:
        if posting_id not in self.views:
            one = self.seen[posting_id]
            self.views[posting_id] = view_in(one.said, one.source_id)
        return self.views[posting_id]

    def compare(self, one: int, other: int) -> Comparison:
        pair = (one, other) if one < other else (other, one)
        found = self.known.get(pair)
        if found is None:
            two = are_at_a_glance_two(self.code(one), self.code(other))
            found = self.known[pair] = VETOED_AT_A_GLANCE if two else compare(self.view(pair[0]), self.view(pair[1]))
        return found

    def may_join(self, one: int, other: int) -> bool:
        """Nobody split them, and nothing vetoes it."""
        pair = (min(one, other), max(one, other))
        return pair not in self.forbidden and all(reason.weight is not None for reason in self.compare(*pair).reasons)

    def belongs(self, one: int, rest: Sequence[int]) -> bool:
        """It may stand with each of the rest, and is still at least possibly the same as one of them."""
        likely = any(self.compare(one, each).verdict is not Verdict.APART for each in rest)
        return likely and all(self.may_join(one, each) for each in rest)


async def jobs_of(connection: AsyncConnection, posting_ids: Collection[int]) -> dict[int, int]:
    if not posting_ids:
        return {}
    return {row[0]: row[1] for row in await connection.execute(JOB_OF, {"ids": posting_ids})}


async def apart_pairs(connection: AsyncConnection, posting_ids: Collection[int]) -> set[Pair]:
    """Pairs that a person split."""
    return {(row[0], row[1]) for row in await connection.execute(SPLIT, {"ids": posting_ids})}
