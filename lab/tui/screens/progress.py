"""What the learner has done, in pictures: steps, days, scores, and what is next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message as TextualMessage
from textual.widget import Widget
from textual.widgets import Static

from lab.content.model import Exercise
from lab.content.questions import Quiz
from lab.errors import LabError
from lab.history import History, what_next
from lab.language.message import Message, say
from lab.tui.facts import Facts, closed
from lab.tui.going import PROGRESS
from lab.tui.keys import Key, bindings
from lab.tui.next import sentence
from lab.tui.plain import plain
from lab.tui.screens.base import Speaking
from lab.tui.signs import CURRENT
from lab.tui.widgets.key_bar import KeyBar
from lab.tui.widgets.progress.calendar import Calendar
from lab.tui.widgets.progress.exercise_card import ExerciseCard
from lab.tui.widgets.progress.quiz_card import QuizCard
from lab.tui.widgets.title_bar import TitleBar
from lab.tui.widgets.trouble import Trouble

if TYPE_CHECKING:
    from lab.session.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Told:
    """A history, and the texts that name what is in it."""

    lang: str
    history: History
    exercises: Mapping[str, Exercise]
    quizzes: Mapping[str, Quiz]


class ProgressScreen(Speaking[None]):
    """Reads the records when it opens; it only draws what they add up to."""

    CSS_PATH = "around.tcss"
    KEYS = (
        Key("up,down", "scroll", say("tui.keys.scroll"), say("tui.keys.scroll-help"), "↑↓", footer=False),
        Key("l", "switch_language", say("tui.key.language"), say("tui.help.language")),
        Key("question_mark", "keys", say("tui.key.keys"), say("tui.help.keys"), "?"),
        Key("escape,q", "close", say("tui.key.back"), say("tui.help.back"), "Esc"),
    )
    BINDINGS = bindings(KEYS[1:])
    AUTO_FOCUS = "#progress"
    PLACE = PROGRESS.action

    @dataclass
    class HistoryRead(TextualMessage):
        """The records were read, or cannot be."""

        told: Told | LabError

    def __init__(self, lang: str, workplace: Workplace, engine: Facts | None) -> None:
        """Take the engine, where one is known: what is next is something that it can do."""
        super().__init__(lang)
        self._workplace = workplace
        self._engine = engine

    def compose(self) -> ComposeResult:
        """Lay out the screen; what there is to draw is known later."""
        yield TitleBar()
        with VerticalScroll(id="progress"):
            yield Trouble()
            yield Static(id="next")
            yield Vertical(id="pictures")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to read."""
        self._speak()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    def watch_lang(self) -> None:
        """Say everything in the new language."""
        self._speak()

    def _speak(self) -> None:
        self.query_one(TitleBar).show(self.words.say(say("tui.progress.title")), None)
        self.refresh_bindings()
        self._read(self.lang)

    @work(thread=True, exclusive=True, group="progress")
    def _read(self, lang: str) -> None:
        place = self._workplace
        try:
            exercises = {exercise.id: exercise for exercise in place.exercises(lang)}
            quizzes = {quiz.id: quiz for quiz in place.quizzes(lang)}
            self.post_message(self.HistoryRead(Told(lang, place.history(), exercises, quizzes)))
        except LabError as error:
            self.post_message(self.HistoryRead(error))

    @on(HistoryRead)
    async def _history_read(self, read: HistoryRead) -> None:
        told = read.told
        trouble = self.query_one(Trouble)
        trouble.set_class(isinstance(told, LabError), "-some")
        if isinstance(told, LabError):
            trouble.show(told, self.words)
        elif told.lang == self.lang:
            await self._show(told)

    async def _show(self, told: Told) -> None:
        history = told.history
        pictures = self.query_one("#pictures", Vertical)
        await pictures.remove_children()
        sentence = self.words.say(say("tui.progress.empty") if history.empty else _next(told, self._engine))
        self.query_one("#next", Static).update(Content.assemble((f"{CURRENT} ", "$text-accent bold"), plain(sentence)))
        if not history.empty:
            await pictures.mount_all(list(self._pictures(told)))

    def _pictures(self, told: Told) -> Iterator[Widget]:
        history = told.history
        calendar = Calendar(classes="card")
        calendar.border_title = self.words.say(say("tui.progress.calendar"))
        calendar.show(history.days, history.today, self.words)
        yield calendar
        for exercise in history.exercises:
            if exercise.begun and exercise.exercise in told.exercises:
                yield ExerciseCard(told.exercises[exercise.exercise], exercise, self.words)
        for quiz in history.quizzes:
            if quiz.scores and quiz.quiz in told.quizzes:
                yield QuizCard(told.quizzes[quiz.quiz].title, quiz, self.words)


def _next(told: Told, engine: Facts | None) -> Message:
    closing = {quiz.id: quiz.exercise for quiz in told.quizzes.values()}
    here = closed(told.exercises.values(), engine)
    following = what_next(told.history.exercises, told.history.quizzes, closing, here)
    return sentence(following, told.exercises.values(), told.quizzes.values())
