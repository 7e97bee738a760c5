"""Where one statement of an answer ends and the next begins, in English and Korean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lab.grading.scene import Scene, is_light_verb

Link = Literal["start", "and", "but", "so"]
_CONTRAST = re.compile(r".*(?:지만|으나|는데|은데|한데|반면)\Z")
_CONNECTED = re.compile(r".*(?:고|며|면서|므로|니까|아서|어서|해서|돼서|되어|하여)\Z")
_PROGRESSIVE = re.compile(r"있|계")
_NO_CLAUSE_END = re.compile(r"제외|빼고|말고|외하고")


@dataclass(frozen=True, slots=True)
class Clause:
    """A statement: its words, and how it hangs on the one before."""

    start: int
    end: int
    link: Link
    """`start`: on nothing; `but`: it says something else."""
    korean: bool
    """Whether what acts stands behind what it acts on."""

    def __contains__(self, place: object) -> bool:
        """Tell whether a word stands in it."""
        return isinstance(place, int) and self.start <= place < self.end


def clauses_of(scene: Scene) -> tuple[Clause, ...]:
    """Cut an answer into clauses; an `and` or a comma cuts only where something is said on both sides of it."""
    cuts: dict[int, Link] = {0: "start"}
    for place in range(1, len(scene.words)):
        link = _hard_cut(scene, place)
        if link:
            cuts[place] = link
    for place in range(1, len(scene.words)):
        if place not in cuts and _may_cut(scene, place):
            before = max(cut for cut in cuts if cut < place)
            after = min((cut for cut in cuts if cut > place), default=len(scene.words))
            if _says_both(scene, before, place, after):
                cuts[place] = "and"
    starts = sorted(cuts)
    ends = [*starts[1:], len(scene.words)]
    return tuple(
        Clause(start, end, cuts[start], any(word.korean or word.particle for word in scene.words[start:end]))
        for start, end in zip(starts, ends, strict=True)
        if end > start
    )


def _hard_cut(scene: Scene, place: int) -> Link | None:
    role, before = scene.roles[place], scene.words[place - 1]
    if role == "but":
        return "but"
    if before.stop == ".":
        return "start"
    if role == "so":
        return "so"
    if _ends_korean_clause(scene, place - 1):
        return "but" if _CONTRAST.match(before.text + before.particle) else "and"
    return None


def _ends_korean_clause(scene: Scene, place: int) -> bool:
    word = scene.words[place]
    text = word.text if word.korean else word.particle
    if not (_CONTRAST.match(text) or _CONNECTED.match(text)) or _NO_CLAUSE_END.match(text):
        return False
    acts = scene.roles[place] in ("predicate", "negator", "exception") or (
        is_light_verb(word) and place > 0 and scene.roles[place - 1] in ("predicate", "negator", "exception", "mention")
    )
    following = scene.words[place + 1].text if place + 1 < len(scene.words) else ""
    return acts and not _PROGRESSIVE.match(following)


def _may_cut(scene: Scene, place: int) -> bool:
    return scene.roles[place] == "and" or scene.words[place - 1].stop in (",", "(")


def _says_both(scene: Scene, before: int, place: int, after: int) -> bool:
    """Tell whether something acts on both sides, and the right one does not merely go on: `talking and connecting`."""
    left = [number for number, each in enumerate(scene.predicates) if before <= each.found.start < place]
    right = [number for number, each in enumerate(scene.predicates) if place <= each.found.start < after]
    named = any(scene.roles[each] == "mention" for each in range(before, place))
    if not left and right:
        return scene.roles[place] != "and" and named and _names_another(scene, before, place, right[0])
    if not left or not right:
        return False
    last, first = scene.predicates[left[-1]], scene.predicates[right[0]]
    begins = all(scene.roles[each] in ("and", "function") for each in range(place, first.found.start))
    alike = last.side == first.side and _shape(scene, last.found.end - 1) == _shape(scene, first.found.start)
    return not (begins and alike) and (named or not begins)


def _names_another(scene: Scene, before: int, place: int, acting: int) -> bool:
    """Tell whether behind a comma another idea has something to itself: `nothing without https, localhost is fine`."""
    left = {each.idea for each in scene.mentions if before <= each.found.start < place}
    right = {each.idea for each in scene.mentions if place <= each.found.start < scene.predicates[acting].found.start}
    return bool(right) and not left & right


def _shape(scene: Scene, place: int) -> str:
    text = scene.words[place].text
    return next((ending for ending in ("ing", "ed", "s") if text.endswith(ending)), "")
