"""`fill`: words for the gaps of a sentence; a space, a particle or a slip of the hand makes no right word wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from lab.grading.answers import FillAnswer
from lab.grading.grade import Feedback, Grade, marked, unmarked
from lab.grading.keys import Blank, FillKey
from lab.grading.normal import Normal, is_blank, is_longer, normal_form
from lab.grading.particles import forms, singular
from lab.grading.said import Said
from lab.grading.text import look_alikes, unseen
from lab.grading.typing_errors import slips
from lab.language.message import Message, say

LONGEST = 200
"""Letters in one blank."""
_MOST_SWAPPED = 6
"""Blanks of one group that are tried in every order: 720 orders."""
_OPENING = re.compile(
    r"(?:(?:정답|답|answer)\s*(?:은|는|:|is\b)|아마도?\b|i (?:think|guess)|maybe|probably|it(?:'s| is)|a|an|the|in|at)[\s,]*\b"
)
_HEDGE = re.compile(
    r"[\s,]+(?:i (?:think|guess|believe|suppose)|maybe|probably)\Z|(?:이라는|라는|인)\s(?:것|거|게)(?:\s같[가-힣]+)?\Z|\s?같[아습][가-힣]+\Z"
)
"""What ends an answer that somebody is not sure of."""
_KIND = re.compile(r"(?<=\S)\s(?:options?|flags?|encod(?:ing|ed)|fields?|entr(?:y|ies)|옵션|플래그|인코딩|필드|항목)\Z")
"""What a thing is, said behind its name."""
_EDGES = " \t.,;:!?\"'`()[]{}<>"
_SAME_AGAIN = re.compile(r"[()\[\]/=,]|\b(?:or|또는)\b")
_PHRASE = 3
"""Words in brackets from which on they explain, where fewer may be another answer."""
_BRACKET = re.compile(r"(?P<before>[^()\[\]]+)[(\[](?P<inside>[^()\[\]]+)[)\]]\s*[.!]?")
_GAPS = re.compile(r"[\s\-_]+")


@dataclass(frozen=True, slots=True)
class _Judged:
    """One blank's answer."""

    right: bool
    feedback: tuple[Feedback, ...] = ()


def grade(key: FillKey, answer: FillAnswer, vocabulary: frozenset[str]) -> Grade:
    """Grade every blank, each worth the same; no word of the course (`vocabulary`) is taken for another's slip."""
    typed = {blank.name: answer.blanks.get(blank.name, "") for blank in key.blanks}
    if any(is_longer(text, LONGEST) for text in typed.values()):
        return unmarked("not-graded", (say("grading.answers.too-long", most=LONGEST),))
    normal = {name: normal_form(text) for name, text in typed.items()}
    judged = _judge_all(key, normal, vocabulary)
    if all(is_blank(each) for each in normal.values()) and not any(each.right for each in judged.values()):
        return unmarked("not-graded", (say("grading.answers.empty"),))
    together = " | ".join(each.text for each in normal.values())
    doubts = tuple(
        doubt for name, each in normal.items() if not judged[name].right and (doubt := look_alikes(each)) is not None
    )
    if doubts:
        return unmarked("review", doubts, together)
    score = sum(each.right for each in judged.values()) / len(key.blanks)
    notes = (note for each in normal.values() for note in unseen(each))
    feedback = dict.fromkeys([reason for each in judged.values() for reason in each.feedback])
    return marked(score, tuple(dict.fromkeys([*feedback, *notes])), together)


def _judge_all(key: FillKey, normal: Mapping[str, Normal], vocabulary: frozenset[str]) -> dict[str, _Judged]:
    blanks = {blank.name: blank for blank in key.blanks}
    judged = {name: _judge(blank, normal[name], vocabulary) for name, blank in blanks.items()}
    for group in key.groups:
        best = _best_order([blanks[name] for name in group], [normal[name] for name in group], vocabulary)
        judged.update(zip(group, best, strict=True))
    return judged


def _best_order(blanks: list[Blank], given: list[Normal], vocabulary: frozenset[str]) -> list[_Judged]:
    """Judge answers that may change places in the order in which most are right; each result stands with its answer."""
    table = [[_judge(blank, each, vocabulary) for blank in blanks] for each in given]
    places = range(len(blanks))
    orders = permutations(places) if len(blanks) <= _MOST_SWAPPED else iter([tuple(places)])
    # The order of the file comes first, and wins where another is no better.
    best = max(orders, key=lambda order: sum(table[row][column].right for row, column in enumerate(order)))
    return [table[row][column] for row, column in enumerate(best)]


def _judge(blank: Blank, given: Normal, vocabulary: frozenset[str]) -> _Judged:
    if given.text and given.text in {normal_form(each).text for each in blank.accept}:
        return _Judged(True)  # it may be a sign, such as `@`
    if is_blank(given):
        return _Judged(False, (say("grading.fill.empty"),))
    whole = _judge_text(blank, given.text, vocabulary)
    parts = [part for part in _SAME_AGAIN.split(given.text) if part.strip(_EDGES)]
    if whole.right or len(parts) < 2:
        return whole
    bracket = _BRACKET.fullmatch(given.text)
    explained = _judge_text(blank, bracket["before"], vocabulary) if bracket else whole
    if bracket and explained.right and _explains(blank, bracket["inside"], vocabulary):
        return explained
    # The same in two languages, 웹훅(webhook), is right where both are.
    each = [_judge_text(blank, part, vocabulary) for part in parts]
    if all(one.right for one in each):
        return _Judged(True, tuple(note for one in each for note in one.feedback))
    return next((one for one in each if not one.right and isinstance(one.feedback[0], Said)), whole)


def _judge_text(blank: Blank, text: str, vocabulary: frozenset[str]) -> _Judged:
    readings = _readings(text)
    accepted = [_readings(normal_form(each).text) for each in blank.accept]
    if any(readings & each or _squashed(readings) & _squashed(each) for each in accepted):
        return _Judged(True)
    wrong = _known_wrong(blank, readings)
    if wrong is None and _is_composed(blank, readings):
        return _Judged(True)
    if wrong is not None:
        return _Judged(False, (wrong,))
    note = _slipped(blank, text, vocabulary)
    return _Judged(True, (note,)) if note else _Judged(False, (say("grading.fill.wrong", typed=text.strip()),))


def _known_wrong(blank: Blank, readings: frozenset[str]) -> Said | None:
    """Return what the author says to a wrong answer that was foreseen."""
    for wrong in blank.wrong:
        if any(_squashed(readings) & _squashed(_readings(normal_form(each).text)) for each in wrong.match):
            return wrong.say
    return None


def _explains(blank: Blank, inside: str, vocabulary: frozenset[str]) -> bool:
    """Tell whether a bracket behind a right word only says more about it, and names nothing else instead."""
    known = _words_of_answers(blank)
    if any(known.issuperset(_GAPS.split(reading)) for reading in _readings(inside)):
        return True
    told = _judge_text(blank, inside, vocabulary).feedback
    return len(inside.split()) >= _PHRASE and not any(isinstance(each, Said) for each in told)


def _is_composed(blank: Blank, readings: frozenset[str]) -> bool:
    """Tell whether an answer is a right one with words of other right ones beside it: registry hostname."""
    known = _words_of_answers(blank)
    accepted = {reading for each in blank.accept for reading in _readings(normal_form(each).text)}
    return any(
        known.issuperset(words) and any(word in accepted for word in words) and len(words) == len(set(words))
        for reading in readings
        if len(words := _GAPS.split(reading)) > 1
    )


def _words_of_answers(blank: Blank) -> frozenset[str]:
    """Return the words that right answers are made of: one of them in brackets, digest (sha256), adds no other answer."""
    accepted = (reading for each in blank.accept for reading in _readings(normal_form(each).text))
    return frozenset(word for reading in accepted for word in _GAPS.split(reading))


@lru_cache(maxsize=4096)
def _readings(text: str) -> frozenset[str]:
    """Return what an answer says: as typed, and without what may stand around it: an article, a particle, a plural."""
    plain = text.strip(_EDGES)
    bare = _HEDGE.sub("", plain).strip(_EDGES)
    for _ in range(3):  # "I think it's a …"
        bare = _OPENING.sub("", bare, count=1).strip(_EDGES) if _OPENING.match(bare) else bare
    bare = _KIND.sub("", bare).strip(_EDGES)
    found = {plain, bare}
    last = _GAPS.split(bare)[-1]
    head = bare[: len(bare) - len(last)]
    own = [re.sub(r"'s?(?= )", "", each) for each in found if "'" in each]
    return frozenset(
        each for each in (*found, *own, *(head + form for form in forms(last)), *_latin_stems(bare)) if each
    )


def _latin_stems(text: str) -> Iterable[str]:
    """Return a Latin word without the Korean particle that is glued to it: webhook을."""
    glued = re.fullmatch(r"(.*[a-z0-9])([가-힣]+)", text)
    if glued and forms("것" + glued[2])[-1] == "것":
        yield glued[1]
        yield singular(glued[1])


def _squashed(readings: frozenset[str]) -> frozenset[str]:
    return frozenset(_GAPS.sub("", each) for each in readings)


def _slipped(blank: Blank, given: str, vocabulary: frozenset[str]) -> Message | None:
    """Return a spelling note where an answer is an accepted one with slips in its words."""
    exact = {normal_form(each).text for each in blank.exact}
    for accept in blank.accept:
        for meant in _readings(normal_form(accept).text):
            for typed in _readings(given):
                if _is_slip(typed, meant, vocabulary, exact):
                    return say("grading.fill.spelling", typed=typed, meant=meant)
    return None


def _is_slip(typed: str, meant: str, vocabulary: frozenset[str], exact: set[str]) -> bool:
    if meant in exact:
        return False
    pairs = list(zip(_GAPS.split(typed), _GAPS.split(meant), strict=False))
    if len(_GAPS.split(typed)) != len(_GAPS.split(meant)):
        # One word written as two, or two as one, with a slip in it.
        pairs = [(_GAPS.sub("", typed), _GAPS.sub("", meant))]
    return all(
        left == right or (left not in vocabulary and right not in exact and slips(left, right) is not None)
        for left, right in pairs
    )
