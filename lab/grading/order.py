"""`order`: steps in any order in which none comes before what it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

from lab.grading.answers import OptionsAnswer
from lab.grading.grade import Feedback, Grade, marked, unmarked
from lab.grading.keys import OrderKey
from lab.language.message import say

Needs = Mapping[int, set[int]]
"""Id of a step to the ids of all the steps that must come before it, directly or not."""


def grade(key: OrderKey, answer: OptionsAnswer) -> Grade:
    """Grade an order: whole where it is a topological order of the edges, else by its longest part that respects them.

    One step is in order with itself and shows nothing, so the share is counted in steps that follow another one.
    """
    wanted = {option.id for option in key.options if option.right}
    steps = tuple(step for step in dict.fromkeys(answer.ids) if step in wanted)
    if not answer.ids:
        return unmarked("not-graded", (say("grading.order.none"),))
    clashes = tuple(_clashes(steps, needs(key)))
    longest = len(_agreeing(steps, clashes))
    size = max(len(wanted), len(answer.ids))
    whole = longest == size
    score = 1 if whole else max(longest - 1, 0) / max(size - 1, 1)
    reasons = () if whole else _reasons(key, answer.ids, wanted, clashes)
    return marked(score, reasons, " ".join(map(str, answer.ids)))


def needs(key: OrderKey) -> Needs:
    """Return what must come before each step; without edges the file's order is the only right one."""
    steps = [option.id for option in key.options if option.right]
    before: dict[int, set[int]] = {step: set() for step in steps}
    for earlier, later in key.edges or pairwise(steps):
        before.setdefault(later, set()).add(earlier)
    for middle in tuple(before):  # Warshall's transitive closure
        for needed in before.values():
            if middle in needed:
                needed |= before[middle]
    return before


def _clashes(steps: tuple[int, ...], before: Needs) -> Iterator[tuple[int, int]]:
    """Yield each pair that is the wrong way round, as it stands in the answer, from the top."""
    ranked = sorted(combinations(range(len(steps)), 2), key=lambda pair: pair[1])
    return ((steps[i], steps[j]) for i, j in ranked if steps[j] in before[steps[i]])


def _agreeing(steps: tuple[int, ...], clashes: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    """Return the most steps of which no two clash: what the answer has in common with the nearest right order.

    Steps that agree pair by pair agree with one right order together, because `needs` is transitive.
    """
    left = [pair for pair in clashes if set(pair) <= set(steps)]
    if not left:
        return steps
    worst = max(steps, key=lambda step: sum(step in pair for pair in left))
    partners = {step for pair in left if worst in pair for step in pair} - {worst}
    without = _agreeing(tuple(step for step in steps if step != worst), clashes)
    most_with = len(steps) - len(partners)
    if len(without) >= most_with:
        return without
    return max(without, _agreeing(tuple(step for step in steps if step not in partners), clashes), key=len)


def _reasons(
    key: OrderKey, ids: tuple[int, ...], wanted: set[int], clashes: tuple[tuple[int, int], ...]
) -> tuple[Feedback, ...]:
    """Say what does not belong, the first pair that is the wrong way round, and what is missing or repeated."""
    strange = set(ids) - wanted
    said: list[Feedback] = [option.feedback for option in key.options if option.id in strange and option.feedback]
    if unsaid := len(strange) - len(said):
        said.append(say("grading.order.strange", count=unsaid))
    if clashes:
        first, second = (ids.index(step) + 1 for step in clashes[0])
        said.append(say("grading.order.pair", first=first, second=second))
    if missing := len(wanted - set(ids)):
        said.append(say("grading.order.missing", count=missing))
    if repeated := len(ids) - len(set(ids)):
        said.append(say("grading.order.repeated", count=repeated))
    return tuple(said)
