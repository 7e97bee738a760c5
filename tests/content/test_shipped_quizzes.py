"""The quizzes that come with the lab: whole in both languages, and held by enough answers of every kind."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest

from lab.content.questions import Question, Quiz, Sample
from lab.content.quiz_library import load_quizzes, quizzes_folder
from lab.grading.grading import Context, grade
from lab.grading.keys import KINDS
from lab.grading.read import write_answer
from lab.grading.vocabulary import vocabulary

LEAST = 60
"""Samples of each kind, over all quizzes."""
IN_NUMBERS = ("choice", "order")
"""Kinds that are answered by numbers, in whatever language they are read."""


@cache
def quizzes(lang: str) -> tuple[Quiz, ...]:
    return load_quizzes(quizzes_folder(), lang)


def samples(kind: str) -> list[tuple[Question, Sample]]:
    """Return the samples of one kind, each answer to a question once."""
    found = {
        (question.id, typed(sample)): (question, sample)
        for quiz in quizzes("en")
        for question in quiz.questions
        if question.type == kind
        for sample in question.samples
    }
    return list(found.values())


def typed(sample: Sample) -> str:
    return json.dumps(write_answer(sample.answer), ensure_ascii=False) + (sample.truth or "")


def has_hangul(text: str) -> bool:
    return any(unicodedata.name(letter, "").startswith("HANGUL") for letter in text)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_sixty_samples_and_half_of_them_are_wrong(kind: str) -> None:
    """An author who fails here adds wrong answers to his quiz: what learners get wrong, `partial` or `incorrect`."""
    found = samples(kind)
    wrong = sum(sample.expect in ("partial", "incorrect") for _, sample in found)
    assert len(found) >= LEAST, len(found)
    assert wrong * 2 >= len(found), f"{wrong} of {len(found)} are wrong"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in IN_NUMBERS])
def test_a_third_of_the_samples_of_what_is_typed_is_korean(kind: str) -> None:
    """An author who fails here adds answers with Hangul in them to his quiz."""
    found = samples(kind)
    korean = sum(has_hangul(typed(sample)) for _, sample in found)
    assert korean * 3 >= len(found), f"{korean} of {len(found)} are Korean"


def both() -> Iterator[tuple[Quiz, Question, Question]]:
    for english, korean in zip(quizzes("en"), quizzes("ko"), strict=True):
        for question, translated in zip(english.questions, korean.questions, strict=True):
            yield english, question, translated


def test_every_question_is_asked_in_korean_too() -> None:
    assert [question.id for _, question, korean in both() if not has_hangul(korean.prose)] == []


def test_every_sample_gets_its_mark_from_the_korean_quiz_too() -> None:
    wrong = []
    for quiz, question, korean in both():
        known = vocabulary(each.key for each in quiz.questions)
        for sample in question.samples:
            found = grade(korean.key, sample.answer, Context(vocabulary=known, truth=sample.truth))
            if found.status != sample.expect:
                wrong.append((question.id, typed(sample), found.status))
    assert wrong == []
