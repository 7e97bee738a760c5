"""Answers that no rubric was written for: how the graders do on them is recorded, and must not get worse."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lab.content.library import load_quiz, quizzes_folder
from lab.content.questions import Quiz
from lab.grading.grade import Status
from lab.grading.grading import Context, grade
from lab.grading.read import read_answer
from lab.grading.vocabulary import vocabulary

HELD_OUT = Path(__file__).parent / "held_out"
RATES = json.loads((HELD_OUT / "rates.json").read_text(encoding="utf-8"))
WORTH = {"incorrect": 0, "partial": 1, "correct": 2}
TEXT = ("fill", "short", "truefalse")


@cache
def _quiz() -> Quiz:
    return load_quiz(quizzes_folder(), "private-registry", "en")


@cache
def _held_out() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((HELD_OUT / "private-registry.json").read_text(encoding="utf-8")))


@cache
def _outcomes(kind: str) -> tuple[tuple[str, str], ...]:
    """Return, for every held-out answer to questions of a kind, how its mark compares and what it is."""
    context = Context(vocabulary=vocabulary(question.key for question in _quiz().questions))
    found = []
    for held in _held_out():
        question = _quiz().question(held["question"])
        assert question is not None, held["question"]
        if question.type == kind:
            status = grade(question.key, read_answer(question.key, held["answer"]), context).status
            found.append((_compared(status, held["expect"]), f"{question.id}: {held['answer']} -> {status}"))
    return tuple(found)


def _compared(got: Status, expected: str) -> str:
    if got not in WORTH:
        return "review"
    difference = WORTH[got] - WORTH[expected]
    return "agree" if difference == 0 else "too generous" if difference > 0 else "too strict"


@pytest.mark.parametrize("kind", TEXT)
def test_no_held_out_answer_gets_more_than_a_teacher_would_give(kind: str) -> None:
    assert [answer for outcome, answer in _outcomes(kind) if outcome == "too generous"] == []


@pytest.mark.parametrize("kind", TEXT)
@pytest.mark.parametrize("outcome", ["too strict", "review"])
def test_the_recorded_rates_have_not_become_worse(kind: str, outcome: str) -> None:
    now = [answer for what, answer in _outcomes(kind) if what == outcome]
    assert len(now) <= RATES["after"][kind][outcome], now


@pytest.mark.parametrize("kind", TEXT)
def test_the_record_counts_every_held_out_answer(kind: str) -> None:
    counted = Counter(outcome for outcome, _ in _outcomes(kind))
    for moment in ("first sight", "after"):
        assert sum(RATES[moment][kind].values()) == counted.total()


def test_every_question_answered_in_words_has_forty_held_out_answers_a_third_of_them_korean() -> None:
    asked = Counter(held["question"] for held in _held_out())
    korean = Counter(held["question"] for held in _held_out() if _is_korean(held["answer"]))
    in_words = [question.id for question in _quiz().questions if question.type in TEXT]
    assert {name: (asked[name] >= 40, korean[name] * 3 >= asked[name]) for name in in_words} == dict.fromkeys(
        in_words, (True, True)
    )


def _is_korean(answer: object) -> bool:
    return any("가" <= letter <= "힣" or "ㄱ" <= letter <= "ㆎ" for letter in json.dumps(answer, ensure_ascii=False))
