"""Which ideas an answer makes an exception of: `except localhost`, `localhost를 제외하고`, `the exception is localhost`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lab.grading import lexicon
from lab.grading.clauses import Clause
from lab.grading.lexicon import JOINING, OR
from lab.grading.scene import Scene

_REACH = 3
"""Words, without the small ones, between an exception's word and its idea."""


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Numbers of the mentions that are exceptions, and of those that are said to be none."""

    granted: frozenset[int]
    denied: frozenset[int]
    named: frozenset[int]
    """Of those granted, which are called exceptions or exempt, and not only set apart by `except`."""
    strange: tuple[int, ...]
    """Places of words that are also excepted, and name no idea of the rubric."""


def exceptions_of(scene: Scene, clauses: Iterable[Clause], cancelled: frozenset[int]) -> Exceptions:
    """Find what every exception's word applies to; `cancelled` holds the places of those that are denied."""
    granted: set[int] = set()
    denied: set[int] = set()
    named: set[int] = set()
    strange: list[int] = []
    for clause in clauses:
        for place in range(clause.start, clause.end):
            if scene.roles[place] != "exception":
                continue
            reached, others = _scope(scene, clause, place)
            (denied if place in cancelled else granted).update(reached)
            strange.extend(others)
            if lexicon.EXCEPTION.match(scene.words[place].text):
                named.update(reached)
    return Exceptions(frozenset(granted), frozenset(denied - granted), frozenset(named), tuple(strange))


def _scope(scene: Scene, clause: Clause, place: int) -> tuple[set[int], list[int]]:
    word = scene.words[place]
    behind, ahead = range(place + 1, clause.end), range(place - 1, clause.start - 1, -1)
    if word.text in lexicon.EXCEPT_BEFORE:
        return _reach(scene, behind)
    if lexicon.EXCEPT_BEHIND.match(word.text):
        return _reach(scene, ahead)
    following = scene.words[place + 1].text if place + 1 < clause.end else ""
    introduces = (
        following in ("of", "is", "are", "being", "for")
        or word.stop in (",", "(")
        or "은" in word.particle
        or "는" in word.particle
    )
    first, second = (behind, ahead) if introduces else (ahead, behind)
    reached, others = _reach(scene, first)
    return (reached, others) if reached else _reach(scene, second)


def _reach(scene: Scene, places: Iterable[int]) -> tuple[set[int], list[int]]:
    """Collect the nearest idea and those joined to it; words joined that name none are given back as places."""
    reached: set[int] = set()
    others: list[int] = []
    between: list[int] = []
    last: int | None = None
    for place in places:
        here = scene.mentions_at(place)
        if here:
            if last is not None and not _joined(scene, here, reached, between):
                break
            reached.update(here)
            between, last = [], place
        elif scene.roles[place] in ("predicate", "but", "so", "exception") or (last is None and len(between) > _REACH):
            break
        elif scene.roles[place] != "function" or scene.words[place].text in OR:
            between.append(place)
    if last is not None and between and _opens_with_join(scene, between, last):
        others = [place for place in between if scene.roles[place] in ("unknown", "ordinary", "neutral")]
    return reached, others


def _joined(scene: Scene, here: tuple[int, ...], reached: set[int], between: list[int]) -> bool:
    """Tell whether a further idea is excepted too: the same in other words, or joined by and, or, 와."""
    same = {scene.mentions[number].idea for number in here} & {scene.mentions[number].idea for number in reached}
    places = {place for number in here for place in scene.mentions[number].found.places}
    particles = {scene.words[place].particle for place in places}
    joins = any(scene.words[place].text in OR for place in between) or bool(particles & JOINING)
    return bool(same) or (joins and all(scene.words[place].text in OR for place in between))


def _opens_with_join(scene: Scene, between: list[int], last: int) -> bool:
    nearest = scene.words[between[0]]
    ahead = between[0] < last
    return nearest.text in OR or (ahead and nearest.particle in JOINING)
