"""The word that somebody meant: the nearest of a list, if any is near enough."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate with the fewest slips of the hand from `word`, the first of equals; None if all are far."""
    typed = word.lower()
    allowed = 0 if len(word) < 2 else 1 if len(word) < 5 else 2
    near = [(distance(typed, candidate), candidate) for candidate in candidates if abs(len(candidate) - len(word)) <= 2]
    best = min(near, key=lambda pair: pair[0], default=(allowed + 1, ""))
    return best[1] if best[0] <= allowed else None


def distance(left: str, right: str) -> int:
    """Count letters missed, added, replaced or swapped with a neighbour (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, above = above, current
    return above[-1]
