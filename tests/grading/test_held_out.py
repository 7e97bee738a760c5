"""Answers that no rubric was written for: how the graders do on them is recorded, and must not get worse."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lab.content.questions import Quiz
from lab.content.quiz_library import load_quiz, quizzes_folder
from lab.grading.grade import Status
from lab.grading.grading import Context, grade
from lab.grading.read import read_answer
from lab.grading.vocabulary import vocabulary

HELD_OUT = Path(__file__).parent / "held_out"
RATES: dict[str, dict[str, dict[str, dict[str, int]]]] = json.loads((HELD_OUT / "rates.json").read_text("utf-8"))
"""By quiz and set, `first sight` or `after`, kind of question and outcome; what each means is told in `held_out/README.md`."""
GROUPS = [(name, kind) for name, moments in RATES.items() for kind in moments["after"]]
WORTH: dict[Status, int] = {"incorrect": 0, "partial": 1, "correct": 2}
IN_WORDS = ("fill", "short", "truefalse")
"""Kinds of which no answer may get too much; what a part of a name or a command is worth is a judgement, and teachers differ."""


@cache
def _quiz(name: str) -> Quiz:
    """Return the quiz of a set, by whose name its folder is called."""
    return load_quiz(quizzes_folder(), name.partition("/")[0], "en")


@cache
def _held_out(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((HELD_OUT / f"{name}.json").read_text("utf-8")))


@cache
def _outcomes(name: str, kind: str) -> tuple[tuple[str, str], ...]:
    """Return how the mark of each answer of a set compares with a teacher's, and what was answered."""
    quiz = _quiz(name)
    context = Context(vocabulary=vocabulary(question.key for question in quiz.questions))
    found = []
    for held in _held_out(name):
        question = quiz.question(held["question"])
        assert question is not None, held["question"]
        if question.type == kind:
            status = grade(question.key, read_answer(question.key, held["answer"]), context).status
            found.append((_compared(status, held["expect"]), f"{question.id}: {held['answer']} got {status}"))
    return tuple(found)


def _compared(got: Status, expected: Status) -> str:
    if got not in WORTH:
        return "review"
    difference = WORTH[got] - WORTH[expected]
    return "agree" if difference == 0 else "too generous" if difference > 0 else "too strict"


@pytest.mark.parametrize(("name", "kind"), [group for group in GROUPS if group[1] in IN_WORDS])
def test_no_held_out_answer_gets_more_than_a_teacher_gives(name: str, kind: str) -> None:
    assert [answer for outcome, answer in _outcomes(name, kind) if outcome == "too generous"] == []


def test_every_set_of_answers_has_its_rates() -> None:
    assert set(RATES) == {f"{each.parent.name}/{each.stem}" for each in HELD_OUT.glob("*/*.json")}


@pytest.mark.parametrize(("name", "kind"), GROUPS)
@pytest.mark.parametrize("outcome", ["too strict", "review", "too generous"])
def test_the_recorded_rates_have_not_become_worse(name: str, kind: str, outcome: str) -> None:
    now = [answer for what, answer in _outcomes(name, kind) if what == outcome]
    assert len(now) <= RATES[name]["after"][kind][outcome], now


@pytest.mark.parametrize(("name", "kind"), GROUPS)
def test_the_record_counts_every_held_out_answer(name: str, kind: str) -> None:
    recorded = {moment: sum(kinds[kind].values()) for moment, kinds in RATES[name].items()}
    assert recorded == dict.fromkeys(("first sight", "after"), len(_outcomes(name, kind)))


@pytest.mark.parametrize(("name", "kind"), GROUPS)
def test_less_than_a_tenth_of_the_answers_is_marked_too_strictly(name: str, kind: str) -> None:
    strict = Counter(outcome for outcome, _ in _outcomes(name, kind))["too strict"]
    assert strict * 10 < len(_outcomes(name, kind))


def test_every_question_answered_in_words_has_forty_held_out_answers_a_third_of_them_korean() -> None:
    asked = Counter(held["question"] for held in _held_out("private-registry/author"))
    korean = Counter(held["question"] for held in _held_out("private-registry/author") if _is_korean(held["answer"]))
    questions = [question.id for question in _quiz("private-registry").questions if question.type in IN_WORDS]
    assert [each for each in questions if asked[each] < 40 or korean[each] * 3 < asked[each]] == []


def _is_korean(answer: object) -> bool:
    return any("가" <= letter <= "힣" or "ㄱ" <= letter <= "ㅣ" for letter in json.dumps(answer, ensure_ascii=False))
