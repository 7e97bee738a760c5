"""A workplace with a quiz: sittings are real, their records are in memory, and the clock stands still."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from textual.events import Mount, Paste
from textual.pilot import Pilot
from tui_fakes import FakeWorkplace
from tui_pilot import NARROW, press, settled, started, text

import lab
from lab.cli.quiz_standing import due_questions, standings
from lab.content.questions import Question, Quiz
from lab.errors import LabError
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
    TrueFalseKey,
)
from lab.grading.said import Said
from lab.quiz.attempt import Mode
from lab.quiz.deck import Card, cards
from lab.quiz.marking import askable, marker
from lab.quiz.opening import Desk, open_sitting
from lab.quiz.sitting import Sitting
from lab.record import Record
from lab.session.workplace import QuizStanding
from lab.tui.app import RegistryLabApp
from lab.tui.screens.quiz import QuizScreen
from lab.tui.screens.quiz_choosing import Choice
from lab.tui.theme import HARBOUR
from lab.tui.widgets.quiz.quiz_page import QuizPage

START = 1_800_000_000.0
DAY = 86_400.0
HOME = "down enter"
"""Keys from home to the question how the quiz is to be taken."""
PRACTICE = f"{HOME} enter"
EXAM = f"{HOME} down enter enter"


def options(*lines: str, right: int = 1) -> tuple[Option, ...]:
    return tuple(Option(number, line, number <= right) for number, line in enumerate(lines, start=1))


RUBRIC = Rubric((Concept("name", ("name", "이름"), missing=Said("What is looked at?", "무엇을 보나요?")),), max_words=6)
KEYS: dict[str, tuple[str, Key, str, str]] = {
    "hook": (
        "fill",
        FillKey((Blank("hook", ("webhook", "웹훅")),)),
        "A repository calls a [[hook]], as `[[code]]` says.",
        "저장소는 [[hook]]을 부릅니다.",
    ),
    "ports": (
        "fill",
        FillKey((Blank("first", ("5000",)), Blank("second", ("443",)))),
        "- a registry listens on [[first]]\n- HTTPS on [[second]]",
        "- 레지스트리는 [[first]]\n- HTTPS는 [[second]]",
    ),
    "one": (
        "choice",
        ChoiceKey(options("a **request**", "a `layer`", "a log"), False),
        "What arrives?",
        "무엇이 오나요?",
    ),
    "many": (
        "choice",
        ChoiceKey(options("tag", "push", "commit", right=2), True),
        "Which name one?",
        "이름을 쓰는 것은?",
    ),
    "why": ("truefalse", TrueFalseKey(False, RUBRIC, accept=("only a name",)), "A tag copies.", "태그는 복사한다."),
    "short": ("short", ShortKey(RUBRIC, accept=("the name of the image",)), "Where does it go?", "어디로 가나요?"),
    "order": (
        "order",
        OrderKey(options("pull", "tag", "push", "export", right=3), ((1, 2), (2, 3))),
        "In order?",
        "순서는?",
    ),
    "ref": ("ref", RefKey("registry.lab.example:5000/team/web:1.2"), "Its full name?", "전체 이름은?"),
    "tag": ("command", CommandKey(("docker tag web 127.0.0.1:5000/web",)), "Which command?", "어떤 명령인가요?"),
}
"""Kind, key and prose in both languages, by the question's id."""


def question(identity: str, lang: str) -> Question:
    kind, key, english, korean = KEYS[identity]
    ko = lang == "ko"
    texts: tuple[str, ...] = ()
    if isinstance(key, ChoiceKey | OrderKey):
        texts = tuple(f"{option.text} 보기" if ko else option.text for option in key.options)
    return Question(
        identity,
        f"{identity} 제목" if ko else f"About {identity} [b]",
        kind,
        2,
        korean if ko else english,
        key,
        texts,
        hints=("첫 힌트", "둘째 힌트") if ko else ("First hint", "Second hint"),
        explanation="그래서 그렇습니다." if ko else "That is why.",
        model_answer="모범" if ko else "The model.",
    )


def quiz(lang: str, *asked: str) -> Quiz:
    title = "레지스트리 퀴즈" if lang == "ko" else "Registry quiz"
    return Quiz("basics", title, "", tuple(question(identity, lang) for identity in asked or KEYS))


@dataclass
class QuizClock:
    """Two clocks that move only when they are told to."""

    at: float = START

    def now(self) -> float:
        return self.at

    def passed(self) -> float:
        return self.at


@dataclass
class QuizBook:
    """Records as a database gives them back: through JSON."""

    rows: list[Record] = field(default_factory=list)

    def append(self, record: Record) -> None:
        self.rows.append(replace(record, data=json.loads(json.dumps(record.data or {}))))

    def records(self, exercise: str | None = None, run: str | None = None) -> tuple[Record, ...]:
        return tuple(row for row in self.rows if exercise in (None, row.exercise) and run in (None, row.run))

    def whats(self) -> list[str]:
        return [row.what for row in self.rows]

    def answers(self) -> list[Any]:
        return [(row.data or {})["answer"] for row in self.rows if row.what == "answered"]


@dataclass
class QuizWorkplace(FakeWorkplace):
    """Has one quiz, of the questions that a test asks for."""

    asked: tuple[str, ...] = ()
    book: QuizBook = field(default_factory=QuizBook)
    clock: QuizClock = field(default_factory=QuizClock)
    refused: LabError | None = None
    """Why a quiz cannot be begun."""

    def quizzes(self, lang: str) -> tuple[Quiz, ...]:
        return (quiz(lang, *self.asked),)

    def quiz_standings(self) -> tuple[QuizStanding, ...]:
        return standings(self.quizzes("en"), self.book.records(), "kim", self.clock.now())

    def begin_quiz(self, identity: str, lang: str, mode: Mode, minutes: int | None) -> Sitting:
        if self.refused is not None:
            raise self.refused
        (found,) = self.quizzes(lang)
        desk = Desk(self.book, self.clock, marker(found, {}), "kim", lang, "tests")
        questions = askable(found.questions, {})
        if mode == "review":
            questions = due_questions(found, questions, self.book.records(), "kim", self.clock.now())
        seconds = minutes * 60 if minutes else None
        return open_sitting(desk, found, questions, mode, run=f"run-{len(self.book.rows)}", seed=7, seconds=seconds)

    def card(self, identity: str, asked: str) -> Card | None:
        return next((card for card in cards(self.book.records(), "kim") if card.question == asked), None)


class AtOnce(RegistryLabApp):
    """The app with a practice on its screen from the start: what comes before it has tests of its own."""

    CSS_PATH = Path(lab.__file__ or "").parent / "tui" / "lab.tcss"

    def on_mount(self, event: Mount) -> None:  # type: ignore[override]
        event.prevent_default()
        self.register_theme(HARBOUR)
        self.theme = HARBOUR.name
        (found,) = self._workplace.quizzes(self.lang)
        self.push_screen(QuizScreen(self.lang, self._workplace, found, Choice("practice"), {}))


@asynccontextmanager
async def sat(
    *asked: str, keys: str | None = None, lang: str = "en", size: tuple[int, int] = NARROW
) -> AsyncIterator[tuple[Pilot[None], QuizWorkplace]]:
    """Sit down to practise these questions at once, or come to them from home by keys."""
    place = QuizWorkplace(asked=asked)
    if keys is not None:
        async with started(place, keys, lang=lang, size=size) as pilot:
            yield pilot, place
        return
    app = AtOnce(place, lang, True)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot, place


async def type_in(pilot: Pilot[None], typed: str, keys: str = "") -> None:
    """Paste text into the field that has the focus, then press keys."""
    focused = pilot.app.screen.focused
    assert focused is not None
    focused.post_message(Paste(typed))
    await settled(pilot)
    await press(pilot, keys)


def quiz_screen(pilot: Pilot[None]) -> QuizScreen:
    screen = pilot.app.screen
    assert isinstance(screen, QuizScreen)
    return screen


def page(pilot: Pilot[None]) -> str:
    """What stands on the page of the question."""
    return text(quiz_screen(pilot).query_one(QuizPage))
