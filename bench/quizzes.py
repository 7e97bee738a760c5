"""How long quizzes take: marking a short answer, reading a thousand questions, marking a whole class again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from bench.result import ROUNDS, Result, median, timed
from lab.content.questions import Question, Quiz
from lab.content.quiz_library import load_quiz, quizzes_folder
from lab.content.quiz_parser import parse_quiz
from lab.grading.answers import TextAnswer
from lab.grading.read import read_answer, write_answer
from lab.quiz.attempt import room
from lab.quiz.marker import Marker
from lab.quiz.marking import marker
from lab.quiz.order import arrange
from lab.quiz.regrading import MarkChanged, regrade
from lab.record import Record

SHORT_BUDGET = 5.0
"""Milliseconds an answer: 200 of them a second, on one core."""
LOAD_BUDGET = 0.5
REGRADE_BUDGET = 300.0
LINEAR_BUDGET = 1.5
"""A class five times as large may take this much more than five times the time."""
QUESTIONS, LEARNERS, FEWER = 50, 1_000, 5


def measure() -> list[Result]:
    """Time all three; no engine is asked."""
    return [_short_answers(), _loading(), *_regrading()]


def _shipped() -> Quiz:
    return load_quiz(quizzes_folder(), "private-registry", "en")


def _short_answers() -> Result:
    quiz = _shipped()
    mark = marker(quiz, {})
    pairs = [
        (question, TextAnswer(f"{sample.answer.text} {number}"))
        for number in range(20)
        for question in quiz.questions
        if question.type == "short"
        for sample in question.samples
        if isinstance(sample.answer, TextAnswer)
    ]
    times = [timed(lambda: [mark(question, answer) for question, answer in pairs]) for _ in range(3)]
    each = 1000 * median(times) / len(pairs)
    return Result("marking a short answer", each, SHORT_BUDGET, "ms", f"{1000 / each:.0f} a second, none twice")


def _loading() -> Result:
    text = (quizzes_folder() / "private-registry.md").read_text(encoding="utf-8")
    head, *sections = text.split("\n## ")
    # Sample answers are for lint: a quiz of a thousand questions that are all held by as many has yet to be written.
    lean = ["\n".join(_without_samples(section)) for section in sections]
    short = [section for section in lean if len(section) < 2_500]
    many = []
    for number, section in zip(range(1_000), itertools.cycle(short), strict=False):
        many.append(section.replace('\nid = "', f'\nid = "q{number}-', 1))
    source = "\n## ".join([head, *many]).encode()
    times = [timed(lambda: parse_quiz(source, "thousand.md")) for _ in range(ROUNDS)]
    return Result("reading a quiz of 1,000 questions", median(times), LOAD_BUDGET, "s", f"{len(source) // 1024} KiB")


def _without_samples(section: str) -> Iterator[str]:
    skipping = False
    for line in section.split("\n"):
        skipping = line == "[[test]]" or (skipping and not line.startswith(("[", "```")))
        if not skipping:
            yield line


def _regrading() -> list[Result]:
    quiz = _class_quiz()
    mark = marker(quiz, {})
    few, whole = (_class(quiz, learners) for learners in (LEARNERS // FEWER, LEARNERS))
    first = timed(lambda: _regrade(quiz, few, mark))
    second = timed(lambda: _regrade(quiz, whole, mark))
    size = f"{LEARNERS} learners, {QUESTIONS} questions"
    return [
        Result("marking a class again", second, REGRADE_BUDGET, "s", f"{size}, one core, every text another"),
        Result("the same, to five times a fifth of it", second / (FEWER * first), LINEAR_BUDGET, "", f"{first:.1f} s"),
    ]


def _regrade(quiz: Quiz, records: list[Record], mark: Marker) -> int:
    return sum(isinstance(event, MarkChanged) for event in regrade(quiz, records, mark, "bench"))


def _class_quiz() -> Quiz:
    """Return a quiz of 50 questions: the shipped ones, over and over."""
    asked = [question for question in _shipped().questions if question.type != "state" and question.samples]
    many = (
        replace(question, id=f"{question.id}-{number}")
        for number, question in zip(range(QUESTIONS), itertools.cycle(asked), strict=False)
    )
    return replace(_shipped(), questions=tuple(many))


def _class(quiz: Quiz, learners: int) -> list[Record]:
    """Return the records of a class that has handed in, with texts of which no two are equal."""
    found: list[Record] = []
    draw = Random(1)
    for number in range(learners):
        run = f"run-{number}"
        layout = arrange(quiz.id, quiz.questions, number, 1, shuffled=True)
        who = {"learner": f"learner-{number}"}
        begun: dict[str, Any] = {"mode": "exam", "attempt": 1, "seed": number, "lang": "en", "seconds": None}
        found.append(Record(run, room(quiz.id), "quiz-begun", data={**who, **begun, **layout.to_data()}))
        for question in quiz.questions:
            mark = {"answer": _answer(question, draw, number), "normal": "", "score": 0.0}
            found.append(Record(run, room(quiz.id), "answered", question.id, "incorrect", {**who, **mark}))
        found.append(Record(run, room(quiz.id), "submitted", data={**who, "unasked": []}, at=1.0))
    return found


def _answer(question: Question, draw: Random, number: int) -> Any:
    """Return one of the question's sample answers, as another learner would type it."""
    answer = write_answer(draw.choice(question.samples).answer)
    if isinstance(answer, str):
        return f"{answer} {number}"
    if question.type in ("fill", "truefalse") and isinstance(answer, dict):
        return {name: f"{text} {number}" if isinstance(text, str) else text for name, text in answer.items()}
    read_answer(question.key, answer)
    return answer
