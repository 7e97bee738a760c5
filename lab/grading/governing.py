"""Which predicates of a clause govern an idea, and what predicates that depend on each other come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from lab.grading.clauses import Clause
from lab.grading.lexicon import OR, is_neutral
from lab.grading.negation import Negation
from lab.grading.scene import Scene, is_light_verb

Side: TypeAlias = Literal["deny", "allow", "unclear"]
_BE = frozenset({"is", "are", "was", "were", "be", "been", "am", "keeps", "not"})


def governing_of(
    scene: Scene, negation: Negation, excepted: frozenset[int], number: int, clause: Clause
) -> tuple[int, ...]:
    """Return the predicates that govern an idea: in English those before it, else behind; in Korean first behind."""
    found = scene.mentions[number].found
    before, behind = range(found.start - 1, clause.start - 1, -1), range(found.end, clause.end)
    inside = range(found.start, found.end)
    directions = (behind, before) if clause.korean else (before, behind)
    for places in (inside, *directions):
        chain = _chain(scene, excepted, number, places)
        # `Talking to registries without HTTPS` only names what may be prevented.
        if chain and not all(_is_nominal(scene, negation, each) for each in chain):
            return chain
    return ()


def _chain(scene: Scene, excepted: frozenset[int], number: int, places: Iterable[int]) -> tuple[int, ...]:
    """Collect predicates in one direction, up to the next idea that has them for itself."""
    chain: list[int] = []
    for place in places:
        acting = scene.predicate_at(place)
        if acting is not None and acting not in chain:
            chain.append(acting)
        if chain and any(_is_rival(scene, excepted, number, each) for each in scene.mentions_at(place)):
            break
    return tuple(sorted(chain))


def _is_rival(scene: Scene, excepted: frozenset[int], number: int, other: int) -> bool:
    mention = scene.mentions[other]
    return other not in excepted and mention.kind != "bonus" and mention.idea != scene.mentions[number].idea


def _is_nominal(scene: Scene, negation: Negation, number: int) -> bool:
    """Tell whether a predicate only names what is done: `connecting to`, `레지스트리와의 통신`, `통신하는 것`."""
    predicate = scene.predicates[number]
    if predicate.side == "deny" or negation.predicates[number]:
        return False
    word, end = scene.words[predicate.found.start], predicate.found.end
    following = scene.words[end] if end < len(scene.words) else None
    if not word.korean:
        before = scene.words[predicate.found.start - 1].text if predicate.found.start else ""
        return word.text.endswith("ing") and before not in _BE
    if is_neutral(word) and len(predicate.found.places) == 1:
        return following is None or not is_light_verb(following)
    return (
        scene.words[end - 1].text.endswith("는")
        and following is not None
        and following.text.startswith(("것", "거", "행위"))
    )


def side_of(scene: Scene, negation: Negation, chain: Sequence[int]) -> Side | None:
    """Return the side that a chain says (`refuses to talk`, `막지 않는다`), None for an empty one."""
    if not chain:
        return None
    denials = sum(negation.predicates[each] for each in chain)
    refusals = [each for each in chain if scene.predicates[each].side == "deny"]
    if denials > 1:
        return "unclear"
    if not refusals:
        return "deny" if denials else "allow"
    if not denials:
        return "deny" if _is_one_refusal(scene, refusals) else "unclear"
    return "allow" if len(refusals) == 1 and negation.predicates[refusals[0]] else "unclear"


def _is_one_refusal(scene: Scene, refusals: Sequence[int]) -> bool:
    """Tell whether refusals stand side by side: `blocks or refuses` is one refusal, `prevents blocking` is not."""
    found = [scene.predicates[each].found for each in refusals]
    return all(
        _only_leads_to(scene, left.end - 1, right.start)
        or (
            all(scene.words[place].text in OR for place in range(left.end, right.start))
            and (right.start > left.end or scene.words[left.end - 1].stop in (",", "("))
        )
        for left, right in pairwise(found)
    )


def _only_leads_to(scene: Scene, end: int, start: int) -> bool:
    """Tell whether a Korean refusal says what the next one brings about: 통신을 못 하게 막는다."""
    return all(
        scene.words[place].text.endswith(("하게", "하도록", "되게", "되도록"))
        for place in range(max(end, start - 1), start)
    )


def is_commanded(scene: Scene, chain: Sequence[int]) -> bool:
    """Tell whether a word that is not understood may turn a predicate round: `fails to block`, `neglects blocking`."""
    return any(_has_strange_master(scene, scene.predicates[each].found.start) for each in chain)


def _has_strange_master(scene: Scene, start: int) -> bool:
    linked = start > 0 and scene.words[start - 1].text in ("to", "from")
    master = start - 2 if linked else start - 1
    gerund = scene.words[start].text.endswith("ing")
    return (linked or gerund) and master >= 0 and scene.roles[master] in ("unknown", "ordinary")
