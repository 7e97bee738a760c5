"""A quiz of every kind of question, a clock that stands still, and records in memory: what tests of this room sit with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from lab.content.questions import Question, Quiz
from lab.grading.keys import (
    Blank,
    ChoiceKey,
    CommandKey,
    Concept,
    FillKey,
    Key,
    Option,
    OrderKey,
    RefKey,
    Rubric,
    ShortKey,
    StateKey,
    TrueFalseKey,
    WrongAnswer,
)
from lab.grading.read import read_answer
from lab.grading.said import Said
from lab.quiz import events as ev
from lab.quiz.attempt import Mode
from lab.quiz.marking import askable, marker
from lab.quiz.opening import Desk, open_sitting
from lab.quiz.sitting import Sitting
from lab.record import Record

START = 1_800_000_000.0
"""When every test begins: in January 2027."""


@dataclass
class FakeClock:
    """Two clocks that move only when they are told to."""

    at: float = START
    ticks: float = 1000.0

    def now(self) -> float:
        return self.at

    def passed(self) -> float:
        return self.ticks

    def wait(self, seconds: float) -> None:
        self.at += seconds
        self.ticks += seconds


class Killed(Exception):  # noqa: N818 - what it stands for is no error
    """The process ends here."""


@dataclass
class FakeBook:
    """Records that come back as a database gives them: through JSON."""

    rows: list[Record] = field(default_factory=list)
    kill_at: str | None = None
    """What is written last before the process ends, without being told that it was written."""

    def append(self, record: Record) -> None:
        self.rows.append(replace(record, data=json.loads(json.dumps(record.data or {}))))
        if record.what == self.kill_at:
            self.kill_at = None
            raise Killed

    def records(self, exercise: str | None = None, run: str | None = None) -> tuple[Record, ...]:
        return tuple(row for row in self.rows if exercise in (None, row.exercise) and run in (None, row.run))

    def whats(self) -> list[str]:
        return [row.what for row in self.rows]


def options(*lines: tuple[str, bool]) -> tuple[Option, ...]:
    return tuple(Option(number, text, right) for number, (text, right) in enumerate(lines, start=1))


def question(identity: str, kind: str, key: Key, points: int = 2, **more: Any) -> Question:
    texts: dict[str, Any] = {}
    if isinstance(key, ChoiceKey | OrderKey):
        texts = {"options": tuple(option.text for option in key.options)}
    values: dict[str, Any] = {
        "title": f"About {identity}",
        "prose": f"What of {identity}?",
        "hints": (f"{identity}: look again", f"{identity}: almost there"),
        "explanation": f"That is how {identity} works.",
        "model_answer": "registries without HTTPS" if kind == "short" else "",
        "hash": f"hash-of-{identity}",
    }
    return Question(identity, type=kind, points=points, key=key, **{**values, **texts, **more})


WEBHOOK = question(
    "webhook",
    "fill",
    FillKey(
        (
            Blank(
                "hook", ("webhook", "웹훅"), (WrongAnswer(("cron",), Said("A timer polls.", "크론은 확인만 합니다.")),)
            ),
        )
    ),
    1,
    prose="Docker Hub calls a [[hook]] when a repository changes.",
)
TWO_BLANKS = question(
    "ports",
    "fill",
    FillKey((Blank("first", ("5000",)), Blank("second", ("443",)))),
    prose="A registry listens on [[first]], HTTPS on [[second]].",
)
HTTPS = question(
    "https",
    "short",
    ShortKey(
        Rubric((Concept("no-tls", ("without https", "insecure"), missing=Said("Which property is missing?")),)),
        accept=("registries without HTTPS",),
    ),
    3,
)
LOOPBACK = question(
    "loopback",
    "truefalse",
    TrueFalseKey(False, Rubric((Concept("exempt", ("localhost", "loopback"), required=True),)), accept=("loopback",)),
)
ONE = question(
    "one", "choice", ChoiceKey(options(("a request", True), ("a layer", False), ("a log", False)), many=False), 1
)
MANY = question(
    "many",
    "choice",
    ChoiceKey(options(("tag", True), ("push", True), ("commit", False), ("export", False)), many=True),
    option_feedback=("", "", "That makes an image.", ""),
)
ORDER = question(
    "order",
    "order",
    OrderKey(options(("pull", True), ("tag", True), ("push", True), ("export", False)), ((1, 2), (2, 3))),
)
REF = question("ref", "ref", RefKey("registry.lab.example:5000/team/web:1.2", explicit_tag=True), 3)
TAG = question("tag", "command", CommandKey(("docker tag hello-world 127.0.0.1:5000/hello-world",)), 4)
STATE = question("digest", "state", StateKey("layer-count", "127.0.0.1:5000/hello-world"))

QUIZ = Quiz(
    "basics",
    "Registry basics",
    "Ten questions.",
    (WEBHOOK, TWO_BLANKS, HTTPS, LOOPBACK, ONE, MANY, ORDER, REF, TAG, STATE),
    hash="hash-of-basics",
)
SMALL = Quiz("small", "Two questions", "", (WEBHOOK, ONE))

RIGHT: dict[str, Any] = {
    "webhook": "webhook",
    "ports": {"first": "5000", "second": "443"},
    "https": "registries without HTTPS",
    "loopback": {"verdict": False, "reason": "loopback"},
    "one": 1,
    "many": [1, 2],
    "order": [1, 2, 3],
    "ref": "registry.lab.example:5000/team/web:1.2",
    "tag": "docker image tag hello-world 127.0.0.1:5000/hello-world",
}
"""A right answer to every question that needs no engine, as JSON."""


def desk(book: FakeBook, clock: FakeClock, quiz: Quiz = QUIZ, learner: str = "kim", **truths: str) -> Desk:
    return Desk(book, clock, marker(quiz, truths), learner, "en", "tests 1")


def sit(
    book: FakeBook,
    clock: FakeClock,
    mode: Mode = "practice",
    *,
    quiz: Quiz = QUIZ,
    run: str = "run-1",
    seed: int = 7,
    seconds: int | None = None,
    learner: str = "kim",
    questions: Iterable[Question] | None = None,
) -> Sitting:
    """Begin an attempt at a quiz, or go on with it."""
    asked = askable(quiz.questions, {}) if questions is None else questions
    place = desk(book, clock, quiz, learner)
    return open_sitting(place, quiz, asked, mode, run=run, seed=seed, seconds=seconds)


def give(sitting: Sitting, identity: str, answer: Any, ms: int | None = None) -> ev.Event:
    """Answer a question in JSON's form."""
    found = sitting.quiz.question(identity)
    assert found is not None
    return sitting.answer(identity, read_answer(found.key, answer), ms)
