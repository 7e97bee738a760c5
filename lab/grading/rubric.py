"""A free text against a rubric: which ideas are there, on which side, and what speaks against trusting that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lab.grading.compiled import compiled
from lab.grading.grade import Feedback
from lab.grading.keys import Concept, Decoy, Rubric, Stance
from lab.grading.lexicon import JOINING, OR, is_function
from lab.grading.reading import read_words
from lab.grading.scene import Mention, Scene
from lab.grading.stance import Reading, Standing, read
from lab.grading.words import Word
from lab.language.message import Message, say

_HALF = 0.5
"""Most that an answer is worth without a required idea."""
_HEAP, _SHARE = 6, 0.8
"""Words of which this share are the rubric's own, and none holds them together: a heap, not an answer."""
_SYNONYMS = 4
"""Words for one idea in a row that are a list."""
_LONG, _DISTINCT = 8, 0.5
"""Words of which less than this share are different: repetition."""


@dataclass(frozen=True, slots=True)
class Marking:
    """What a text is worth."""

    score: float
    """0 to 1; it means nothing where there are doubts."""
    doubts: tuple[Message, ...] = ()
    """Why the grader does not trust its own reading."""
    feedback: tuple[Feedback, ...] = ()
    """What is wrong or missing, most important first."""
    spelling: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Verdict:
    """One concept in an answer."""

    concept: Concept
    right: bool
    wrong: str
    """Words that stand on the wrong side; empty where none do."""
    unplaced: str
    """Words of which nothing says on which side they stand."""


def mark(rubric: Rubric, words: tuple[Word, ...], vocabulary: frozenset[str]) -> Marking:
    """Mark a text, given its words and those of the whole course."""
    found = read_words(words, compiled(rubric), vocabulary)
    reading = read(found.scene, rubric.axis)
    standings = [reading.standing(number) for number in range(len(found.scene.mentions))]
    verdicts = [_judge(rubric, number, reading, standings) for number in range(len(rubric.concepts))]
    decoys = _decoys(rubric, found.scene, standings)
    return Marking(
        _score(verdicts, decoys),
        tuple(dict.fromkeys(_doubts(rubric, reading, standings, verdicts))),
        tuple(dict.fromkeys(_feedback(verdicts, decoys))),
        tuple(say("grading.text.spelling", typed=typed, meant=meant) for typed, meant in dict.fromkeys(found.slips)),
    )


def _judge(rubric: Rubric, number: int, reading: Reading, standings: Sequence[Standing]) -> _Verdict:
    concept, scene = rubric.concepts[number], reading.scene
    right, wrong, unplaced, of_exception = False, "", "", ""
    for place, (mention, standing) in enumerate(zip(scene.mentions, standings, strict=True)):
        if mention.idea != ("concept", number):
            continue
        text = scene.text(mention.found.places)
        if concept.stance in (None, standing.side):
            right = True
        elif not standing.said:
            unplaced = unplaced or text
        elif _tells_of_exception(rubric, reading, standings, place):
            of_exception = of_exception or text
        else:
            wrong = wrong or text
    # "No http; but for localhost it allows http" says of http twice, and the second time only of localhost.
    wrong = wrong or ("" if right else of_exception)
    return _Verdict(concept, right and not wrong, wrong, "" if right else unplaced)


def _tells_of_exception(rubric: Rubric, reading: Reading, standings: Sequence[Standing], place: int) -> bool:
    """Tell whether an idea is named in a clause that is about the exception alone, where the rule does not hold."""
    scene, start = reading.scene, reading.scene.mentions[place].found.start
    clause = next(each for each in reading.clauses if start in each)
    return clause.start > 0 and any(
        mention.kind == "concept"
        and mention.found.start in clause
        and (stance := rubric.concepts[mention.number].stance) not in (None, rubric.axis.rule)
        and standing.side == stance
        and not _is_joined(scene, mention)
        # `X, except localhost` says of X what holds for all the others.
        and not (number in reading.exceptions.granted and number not in reading.exceptions.named)
        for number, (mention, standing) in enumerate(zip(scene.mentions, standings, strict=True))
    )


def _is_joined(scene: Scene, mention: Mention) -> bool:
    """Tell whether an idea is one of several, so that more than the exception is meant: `localhost and all others`."""
    beside = {
        scene.words[each].text for each in (mention.found.start - 1, mention.found.end) if 0 <= each < len(scene.words)
    }
    particles = {scene.words[each].particle for each in mention.found.places}
    return bool(beside & OR or particles & JOINING)


def _decoys(rubric: Rubric, scene: Scene, standings: Sequence[Standing]) -> list[Decoy]:
    """Return the wrong ideas that the answer holds; one that it puts on the other side than the rule's is none."""
    held = {
        mention.number
        for mention, standing in zip(scene.mentions, standings, strict=True)
        if mention.kind == "decoy" and not (standing.said and (standing.side != rubric.axis.rule or standing.negated))
    }
    return [rubric.decoys[number] for number in sorted(held)]


def _score(verdicts: Sequence[_Verdict], decoys: Sequence[Decoy]) -> float:
    total = sum(each.concept.weight for each in verdicts)
    if total <= 0 or any(each.concept.required and each.wrong for each in verdicts):
        return 0.0
    credit = sum(each.concept.weight for each in verdicts if each.right)
    lost = sum(each.concept.weight for each in verdicts if each.wrong) + sum(each.weight for each in decoys)
    score = min(1.0, max(0.0, (credit - lost) / total))
    return score if all(each.right for each in verdicts if each.concept.required) else min(score, _HALF)


def _feedback(verdicts: Sequence[_Verdict], decoys: Sequence[Decoy]) -> list[Feedback]:
    found: list[Feedback] = [say("grading.text.wrong-side", words=each.wrong) for each in verdicts if each.wrong]
    found.extend(each.say or say("grading.text.wrong-idea") for each in decoys)
    for each in sorted(verdicts, key=lambda verdict: not verdict.concept.required):
        if each.unplaced:
            found.append(say("grading.text.unplaced", words=each.unplaced))
        if not each.right and not each.wrong:
            found.append(each.concept.missing or say("grading.text.missing"))
    return found


def _doubts(
    rubric: Rubric, reading: Reading, standings: Sequence[Standing], verdicts: Sequence[_Verdict]
) -> list[Message]:
    """Return every reason why the reading may be wrong."""
    scene = reading.scene
    found = _strange_words(scene, reading)
    # Where a required idea stands on the wrong side, it does not matter on which side the others stand.
    lost = any(each.concept.required and each.wrong for each in verdicts)
    for mention, standing in zip(scene.mentions, standings, strict=True):
        if mention.kind == "concept" and not (lost and not rubric.concepts[mention.number].required):
            stance = rubric.concepts[mention.number].stance
            if _is_tangled(stance, standing):
                found.append(say("grading.text.negation", words=scene.text(mention.found.places)))
            elif stance is not None and standing.vague:
                found.append(
                    say("grading.text.not-understood", words=_unknown(scene) or scene.text(mention.found.places))
                )
        elif mention.kind == "decoy" and standing.side == "unclear" and any(each.right for each in verdicts):
            found.append(say("grading.text.negation", words=scene.text(mention.found.places)))
    if scene.mentions:
        found.extend(say("grading.text.negation", words=scene.words[place].text) for place in reading.negation.loose)
        found.extend(say("grading.text.truth", words=word.text) for word, role in _with_roles(scene) if role == "truth")
    return found


def _is_tangled(stance: Stance | None, standing: Standing) -> bool:
    """Tell whether the side of an idea is not to be trusted: nobody is marked down for a sense that was not followed."""
    if stance is None:
        return standing.denied or standing.side == "unclear"
    return standing.side == "unclear" or (standing.side != stance and standing.said and standing.tangled)


def _strange_words(scene: Scene, reading: Reading) -> list[Message]:
    """Return doubts that come from the choice of words alone."""
    roles = scene.roles
    content = [role for role in roles if role in ("mention", "predicate", "neutral", "ordinary", "unknown")]
    unknown = roles.count("unknown")
    # One strange word beside what is understood is a name or an adjective; two in one clause may be what it is about.
    dense = any(roles[clause.start : clause.end].count("unknown") > 1 for clause in reading.clauses)
    texts = [word.text for word in scene.words]
    found = []
    if unknown > 2 or dense or (unknown and unknown * 2 >= len(content)) or reading.exceptions.strange:
        words = scene.text(reading.exceptions.strange) or _unknown(scene)
        found.append(say("grading.text.not-understood", words=words))
    loose = any(
        role in ("function", "predicate", "exception", "negator", "but", "and") or word.particle or is_function(word)
        for word, role in _with_roles(scene)
    )
    own = sum(role in ("mention", "neutral") for role in roles) >= _SHARE * len(texts)
    if own and ((len(texts) >= _HEAP and not loose) or _lists_synonyms(scene)):
        found.append(say("grading.text.heap"))
    if len(texts) >= _LONG and len(set(texts)) < _DISTINCT * len(texts):
        found.append(say("grading.text.repeats"))
    return found


def _lists_synonyms(scene: Scene) -> bool:
    """Tell whether words for one idea stand in a row, with nothing said of them: 해시 체크섬 지문 계산."""
    run: list[tuple[str, int]] = []
    for place, role in enumerate(scene.roles):
        ideas = [scene.mentions[number].idea for number in scene.mentions_at(place)]
        alone = role == "mention" and any(
            len(scene.mentions[number].found.places) == 1 for number in scene.mentions_at(place)
        )
        run = [*run, *ideas[:1]] if alone and not scene.words[place].stop else []
        if any(kind == "concept" and run.count((kind, number)) >= _SYNONYMS for kind, number in run):
            return True
    return False


def _with_roles(scene: Scene) -> list[tuple[Word, str]]:
    return list(zip(scene.words, scene.roles, strict=True))


def _unknown(scene: Scene) -> str:
    return ", ".join(dict.fromkeys(word.text for word, role in _with_roles(scene) if role == "unknown"))
