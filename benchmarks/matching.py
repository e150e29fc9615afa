"""How well matching tells jobs apart: precision and recall over pairs, on generated sets of several seeds.

python -m benchmarks.matching --seeds 11 12 13 --postings 2400
"""

import argparse
import itertools
import time
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.labelled import NOW, Labelled, labelled
from schema.matching import Comparison, Verdict, View, compare, view_of
from schema.matchkeys import blocks_of
from schema.normalising import Frame, normalise
from schema.store.grouping import group
from schema.values import Posting

SOURCE_IDS = {"market": 1, "street": 2, "feed": 3, "partner": 4}


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of postings: those put together, those that belong together, and those that are both."""

    postings: int
    together: int
    belonging: int
    right: int
    compared: int
    seconds: float

    @property
    def precision(self) -> float:
        return self.right / self.together if self.together else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.belonging if self.belonging else 1.0


def views(items: Sequence[Labelled]) -> list[View]:
    frame = Frame(now=NOW)
    found = []
    for item in items:
        posting = normalise(item.record, frame)
        assert isinstance(posting, Posting), posting
        found.append(view_of(posting, SOURCE_IDS[item.source]))
    return found


def candidates(seen: Sequence[View]) -> set[tuple[int, int]]:
    """Pairs of which one looks into a block of the other's."""
    members = defaultdict(list)
    found = [blocks_of(view) for view in seen]
    for place, blocks in enumerate(found):
        for key in blocks.own:
            members[key].append(place)
    standing = sorted(members)
    pairs = set()
    for place, blocks in enumerate(found):
        for low, high in (*((key, key) for key in blocks.own), *blocks.beyond):
            keys = standing[bisect_left(standing, low) : bisect_right(standing, high)]
            pairs |= {
                (min(place, other), max(place, other)) for key in keys for other in members[key] if other != place
            }
    return pairs


def pairs_of(labels: Sequence[int]) -> set[tuple[int, int]]:
    by_label = defaultdict(list)
    for place, label in enumerate(labels):
        by_label[label].append(place)
    return {pair for members in by_label.values() for pair in itertools.combinations(members, 2)}


def judged(seen: Sequence[View]) -> dict[tuple[int, int], Comparison]:
    return {pair: compare(seen[pair[0]], seen[pair[1]]) for pair in candidates(seen)}


def score(seed: int, postings: int) -> Score:
    items = labelled(seed, postings)
    seen = views(items)
    begun = time.perf_counter()
    comparisons = judged(seen)
    ones = {pair: one.score for pair, one in comparisons.items() if one.verdict is Verdict.ONE}
    groups = group(range(len(seen)), ones, lambda a, b: may_join(seen, a, b))
    seconds = time.perf_counter() - begun
    together, belonging = pairs_of(groups), pairs_of([item.job for item in items])
    return Score(len(seen), len(together), len(belonging), len(together & belonging), len(comparisons), seconds)


def may_join(seen: Sequence[View], one: int, other: int) -> bool:
    return not any(reason.weight is None for reason in compare(seen[one], seen[other]).reasons)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    parser.add_argument("--postings", type=int, default=2_400)
    given = parser.parse_args()
    print("seed  postings  pairs  precision  recall  compared  µs/posting")
    for seed in given.seeds:
        one = score(seed, given.postings)
        cost = one.seconds / one.postings * 1e6
        print(
            f"{seed:4}  {one.postings:8}  {one.belonging:5}  {one.precision:9.3f}  {one.recall:6.3f}"
            f"  {one.compared:8}  {cost:10.0f}"
        )


if __name__ == "__main__":
    main()
