"""A screen with a quiz: it lets a sitting do one thing at a time, in a thread, and takes what it tells as messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from textual import on, work
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ScreenResultType

from lab.content.questions import Quiz
from lab.errors import LabError
from lab.quiz import events as ev
from lab.tui.screens.base import Speaking

if TYPE_CHECKING:
    from lab.session.workplace import Workplace

NONE = Quiz("", "", "", ())
"""The quiz of a screen that has not been given one."""


class Seated(Speaking[ScreenResultType], Generic[ScreenResultType]):
    """Asks a sitting in a thread; each question to it ends in `SittingRested`."""

    busy: reactive[bool] = reactive(False, init=False)
    """Whether the sitting is doing something."""
    quiz: reactive[Quiz] = reactive(NONE, init=False)
    """The quiz in the learner's language; the sitting's own stays in the language that it was begun in."""

    @dataclass
    class SittingTold(Message):
        """A sitting told something."""

        event: ev.Event

    @dataclass
    class SittingRested(Message):
        """A sitting has told everything, or could not be asked."""

        error: LabError | None = None

    @dataclass
    class TextsRead(Message):
        """The quizzes were read in another language."""

        lang: str
        quizzes: tuple[Quiz, ...]

    def __init__(self, lang: str, workplace: Workplace, quiz: Quiz) -> None:
        super().__init__(lang)
        self.workplace = workplace
        self.set_reactive(Seated.quiz, quiz)

    def ask(self, events: Callable[[], Iterable[ev.Event | Message]]) -> bool:
        """Begin to read what a sitting tells; return False while it is busy. Messages of a screen's own pass through."""
        if self.busy:
            return False
        self.busy = True
        self._ask(events)
        return True

    @work(thread=True, group="sitting")
    def _ask(self, events: Callable[[], Iterable[ev.Event | Message]]) -> None:
        try:
            for event in events():
                self.post_message(event if isinstance(event, Message) else self.SittingTold(event))
        except LabError as error:
            self.post_message(self.SittingRested(error))
        else:
            self.post_message(self.SittingRested())

    @work(thread=True, exclusive=True, group="texts")
    def read_texts(self, lang: str) -> None:
        """Read the quiz in a language; where that cannot be, its texts stay as they are."""
        try:
            self.post_message(self.TextsRead(lang, self.workplace.quizzes(lang)))
        except LabError as error:
            self.post_message(self.SittingRested(error))

    @on(TextsRead)
    def _texts_read(self, read: TextsRead) -> None:
        read.stop()
        found = [quiz for quiz in read.quizzes if quiz.id == self.quiz.id]
        if found and read.lang == self.lang:
            self.quiz = found[0]
