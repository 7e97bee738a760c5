"""What the negators of an answer deny: something that acts, an idea, an exception, or nothing that can be found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lab.grading import lexicon
from lab.grading.clauses import Clause
from lab.grading.scene import Scene, is_light_verb

_REACH = 5
"""Words, without the small ones, over which a negator reaches."""


@dataclass(frozen=True, slots=True)
class Negation:
    """Which numbers of predicates and mentions, and which places of exceptions, are denied."""

    predicates: Counter[int]
    mentions: Counter[int]
    exceptions: frozenset[int]
    loose: tuple[int, ...]
    """Places of negators that deny nothing that is known."""


def negation_of(scene: Scene, clauses: Iterable[Clause]) -> Negation:
    """Attach every negator of an answer."""
    predicates: Counter[int] = Counter()
    mentions: Counter[int] = Counter()
    exceptions: set[int] = set()
    loose: list[int] = []
    for clause in clauses:
        for place in range(clause.start, clause.end):
            if (
                scene.roles[place] != "negator"
                or _repeats_refusal(scene, clause, place)
                or _is_stranded(scene, clause, place)
            ):
                continue
            target = None if _denies_all(scene, clause, place) else _target(scene, clause, place)
            if target is None:
                loose.append(place)
            elif scene.roles[target] == "exception":
                exceptions.add(target)
            elif (acting := scene.predicate_at(target)) is not None:
                predicates[acting] += 1
            else:
                mentions.update(scene.mentions_at(target))
    return Negation(predicates, mentions, frozenset(exceptions), tuple(loose))


def _repeats_refusal(scene: Scene, clause: Clause, place: int) -> bool:
    """Tell whether a Korean negator only repeats the refusal that follows it: 통신하지 못하게 막는다."""
    text, next_text = scene.words[place].text, scene.words[place + 1].text if place + 1 < clause.end else ""
    if text not in lexicon.PLEONASTIC and not (
        text in ("못", "안") and next_text.endswith(("하게", "하도록", "되게", "되도록"))
    ):
        return False
    following = next(
        (at for at in range(place + 1, clause.end) if scene.roles[at] not in ("function", "neutral")), None
    )
    acting = None if following is None else scene.predicate_at(following)
    return acting is not None and scene.predicates[acting].side == "deny"


def _denies_all(scene: Scene, clause: Clause, place: int) -> bool:
    """Tell whether a negator may deny a whole sentence: `never: …`, `…, not`, `…는다는 것은 아니다`."""
    word, before = scene.words[place], scene.words[max(place - 1, 0) : place]
    if word.korean:
        quoted = scene.words[place - 2].text if place > 1 else ""
        return (
            word.text.startswith("아")
            and any(each.forms[-1] == "것" for each in before)
            and bool(lexicon.QUOTED.match(quoted))
        )
    alone = word.text in ("not", "never") and word.stop in (",", "(")
    return alone or (word.text == "not" and place + 1 == clause.end and any(each.stop for each in before))


def _is_stranded(scene: Scene, clause: Clause, place: int) -> bool:
    """Tell whether a negator denies nothing of the subject: in `I am not sure`, and in `localhost is fine without`."""
    following = scene.words[place + 1].text if place + 1 < clause.end else ""
    if scene.words[place].text in ("안", "못") and following and place > clause.start:
        # 연결이 안 됩니다: nothing of the rubric, where connecting is no act of it.
        noun = scene.roles[place - 1] == "neutral" or _is_only_welcome(scene, place - 1)
        return noun and is_light_verb(scene.words[place + 1])
    if scene.words[place].text == "not" and following in ("sure", "certain"):
        return place > clause.start and scene.words[place - 1].text in ("i", "am")
    return scene.words[place].text == "without" and place + 1 == clause.end and place > clause.start


def _is_only_welcome(scene: Scene, place: int) -> bool:
    kinds = {scene.mentions[number].kind for number in scene.mentions_at(place)}
    return kinds == {"bonus"}


def _target(scene: Scene, clause: Clause, place: int) -> int | None:
    word = scene.words[place]
    behind, ahead = range(place + 1, clause.end), range(place - 1, clause.start - 1, -1)
    if not word.korean:
        found = _first(scene, behind)
        if _follows_modal(scene, clause, place) and (found is None or scene.roles[found] != "predicate"):
            return place - 1
        # An elliptical "but localhost is not" denies what is said before it; "localhost or not" denies nothing.
        elliptical = found is None and _is_rest_empty(scene, behind) and scene.words[place - 1].text not in lexicon.OR
        return _first(scene, ahead) if elliptical else found
    plain = word.text in ("안", "못")
    if plain and behind and not is_light_verb(scene.words[behind[0]]):
        return _first(scene, behind)
    found = _first(scene, ahead)
    # "HTTP는 안 된다" refuses by itself, it does not deny HTTP.
    return None if plain and found is not None and scene.roles[found] == "mention" else found


def _follows_modal(scene: Scene, clause: Clause, place: int) -> bool:
    """Tell whether a negator stands behind a modal that acts by itself: `can not push over http`."""
    return (
        place > clause.start and scene.roles[place - 1] == "predicate" and scene.words[place - 1].text in lexicon.MODALS
    )


def _first(scene: Scene, places: Iterable[int]) -> int | None:
    """Return the nearest word that can be denied; past a word that is not understood only a wrong idea can be."""
    passed, strange = 0, False
    for place in places:
        role = scene.roles[place]
        if role in ("predicate", "exception") and not strange:
            return place
        if role == "mention":
            kinds = {scene.mentions[number].kind for number in scene.mentions_at(place)}
            if not strange or "concept" not in kinds:
                return place
            return None
        strange = strange or role in ("unknown", "ordinary", "predicate", "exception")
        passed += role in ("unknown", "ordinary", "neutral")
        if passed > _REACH:
            return None
    return None


def _is_rest_empty(scene: Scene, places: Iterable[int]) -> bool:
    return all(scene.roles[place] in ("function", "neutral") for place in places)
