"""The words of a course: a learner who types one of them means it, however near another one is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lab.grading.keys import (
    ChoiceKey,
    CommandKey,
    FillKey,
    Key,
    OrderKey,
    RefKey,
    Rubric,
    ShortKey,
    StateKey,
    TrueFalseKey,
)
from lab.grading.normal import normal_form
from lab.grading.particles import singular
from lab.grading.words import words_of


def vocabulary(keys: Iterable[Key]) -> frozenset[str]:
    """Return every word of every key: answers, patterns, wrong ideas and known wrong answers."""
    return frozenset(word for key in keys for text in _texts(key) for word in _words(text))


def _words(text: str) -> Iterator[str]:
    for part in normal_form(text).text.replace("*", " ").split():
        for word in words_of(part):
            yield word.text
            yield singular(word.text)


def _texts(key: Key) -> Iterator[str]:
    match key:
        case FillKey():
            for blank in key.blanks:
                yield from (*blank.accept, *blank.exact)
                yield from (each for wrong in blank.wrong for each in wrong.match)
        case ShortKey() | TrueFalseKey():
            yield from key.accept
            yield from _rubric(key.rubric)
        case ChoiceKey() | OrderKey():
            yield from (option.text for option in key.options)
        case RefKey():
            yield key.want
        case CommandKey():
            yield from key.want
            yield from (each for wrong in key.wrong for each in wrong.match)
        case StateKey():
            yield key.reference


def _rubric(rubric: Rubric) -> Iterator[str]:
    yield from (*rubric.axis.deny, *rubric.axis.allow, *rubric.bonus, *rubric.exact)
    yield from (each for concept in rubric.concepts for each in concept.any)
    yield from (each for decoy in rubric.decoys for each in decoy.any)
