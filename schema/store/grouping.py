"""Which postings stand together: the surest pairs first, and no pair that anything forbids."""

from collections.abc import Callable, Mapping, Sequence

Allows = Callable[[int, int], bool]


def group(labels: Sequence[int], ones: Mapping[tuple[int, int], float], may_join: Allows) -> list[int]:
    """Join items 0..n-1, which stand together already where their labels are equal; returns their labels after.

    `ones` are pairs to join, with their scores. Two groups are joined only where every pair across them may be: one
    conflicting posting keeps them apart.
    """
    found = list(labels)
    members: dict[int, list[int]] = {}
    for place, label in enumerate(found):
        members.setdefault(label, []).append(place)
    for one, other in sorted(ones, key=lambda pair: (-ones[pair], pair)):
        low, high = sorted((found[one], found[other]))
        if low != high and all(may_join(x, y) for x in members[low] for y in members[high]):
            for place in members[high]:
                found[place] = low
            members[low] += members.pop(high)
    return found
