"""What there is to do: exercises with how far the learner has come, quizzes with the best result, the deck to review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Label, ListItem, ListView

from lab.language.message import say
from lab.language.words import Words
from lab.tui.keys import Key, bindings
from lab.tui.plain import plain
from lab.tui.signs import bar

if TYPE_CHECKING:
    from lab.content.model import Exercise
    from lab.content.questions import Quiz
    from lab.history import Next
    from lab.session.workplace import QuizStanding
    from lab.tui.catalogue import Catalogue

_BAR = 8
"""Cells."""


class ExerciseRow(ListItem):
    """One exercise."""

    def __init__(self, exercise: Exercise, done: int, closed: bool, words: Words) -> None:
        """Take it as closed where the engine cannot do it; it can be read all the same."""
        super().__init__()
        self.exercise = exercise
        self.closed = closed
        self._done = done
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out title, length and progress in columns."""
        steps = len(self.exercise.steps)
        finished = self._done >= steps
        sign, style = ("✓", "$text-success bold") if finished else ("▸" if self._done else "·", "$text-accent")
        minutes = self._words.say(say("tui.home.minutes", minutes=self.exercise.minutes))
        with Horizontal():
            yield Label(Content.styled(sign, style), classes="sign")
            yield Label(plain(self.exercise.title), classes="title", markup=False)
            yield Label(minutes, classes="minutes", markup=False)
            if self.closed and not self._done:
                yield Label(self._words.say(say("tui.home.closed")), classes="closed", markup=False)
                return
            yield Label(Content.styled(bar(self._done, steps, _BAR), "$text-accent"), classes="bar")
            yield Label(f"{self._done}/{steps}", classes="count", markup=False)


class HeadRow(ListItem):
    """The heading over what follows; the cursor passes over it."""

    def __init__(self, title: str) -> None:
        super().__init__(Label(title, markup=False), disabled=True)


class QuizRow(ListItem):
    """One quiz."""

    def __init__(self, quiz: Quiz, standing: QuizStanding, words: Words) -> None:
        super().__init__()
        self.quiz = quiz
        self.standing = standing
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out title, length and best result in columns."""
        best, told = self.standing.best, self._words.say
        sign, style = ("✓", "$text-success bold") if self.standing.passed else ("·", "$text-accent")
        if self.standing.under_way and not self.standing.passed:
            sign = "▸"
        questions = told(say("tui.home.questions", questions=len(self.quiz.questions)))
        with Horizontal():
            yield Label(Content.styled(sign, style), classes="sign")
            yield Label(plain(self.quiz.title), classes="title", markup=False)
            yield Label(questions, classes="minutes", markup=False)
            yield Label(Content.styled(bar(round(best or 0), 100, _BAR), "$text-accent"), classes="bar")
            yield Label("–" if best is None else f"{round(best)}%", classes="count", markup=False)


class DeckRow(ListItem):
    """The questions of every quiz that are due for review; choosing it opens the first quiz that has some."""

    def __init__(self, quiz: Quiz, due: int, words: Words) -> None:
        super().__init__()
        self.quiz = quiz
        self._due = due
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out sign, name and number."""
        told = self._words.say
        with Horizontal():
            yield Label(Content.styled("↺", "$text-warning bold"), classes="sign")
            yield Label(told(say("tui.home.deck")), classes="title", markup=False)
            yield Label(told(say("tui.home.due", cards=self._due)), classes="due", markup=False)


class ExerciseList(ListView, inherit_bindings=False):
    """All exercises, quizzes, and the deck; Enter opens one."""

    KEYS = (
        Key("enter", "select_cursor", say("tui.key.open"), say("tui.help.open"), "⏎"),
        Key("up", "cursor_up", say("tui.key.choose"), say("tui.help.choose"), "↑↓"),
        Key("down", "cursor_down", say("tui.key.down"), say("tui.help.choose"), footer=False),
    )
    BINDINGS = bindings(KEYS)

    _suggested: int | None = None
    """Index of the row that the learner was put on, until they choose one."""

    async def show(self, catalogue: Catalogue, words: Words) -> None:
        """Draw everything there is to do, and stay on the row that was chosen; until one is, that is what to do next."""
        index, closed = self.index, catalogue.closed
        rows: list[ListItem] = [
            ExerciseRow(exercise, _done(catalogue, exercise), exercise.id in closed, words)
            for exercise in catalogue.exercises
        ]
        rows += _quiz_rows(catalogue.quizzes, catalogue.quiz_standings, words)
        await self.clear()
        await self.extend(rows)
        if index is None or index == self._suggested:
            index = self._suggested = _following(rows, catalogue.following)
        self.index = min(index, len(rows) - 1) if rows else None

    def watch_index(self, old_index: int | None, new_index: int | None) -> None:
        """Note that the learner goes somewhere."""
        super().watch_index(old_index, new_index)
        if new_index not in (None, self._suggested):
            self._suggested = None

    @on(ListView.Selected)
    def _chosen(self) -> None:
        self._suggested = None


def _done(catalogue: Catalogue, exercise: Exercise) -> int:
    standing = catalogue.standings.get(exercise.id)
    return standing.done if standing is not None else 0


def _following(rows: Sequence[ListItem], following: Next) -> int:
    """Return the index of the row of what to do next; the first where none is."""
    for index, row in enumerate(rows):
        match row, following.what:
            case (ExerciseRow(exercise=exercise), "step" | "begin") if exercise.id == following.of:
                return index
            case (QuizRow(quiz=quiz), "quiz") if quiz.id == following.of:
                return index
            case (DeckRow(), "review"):
                return index
    return 0


def _quiz_rows(quizzes: Sequence[Quiz], standings: Mapping[str, QuizStanding], words: Words) -> Iterator[ListItem]:
    known = [(quiz, standings[quiz.id]) for quiz in quizzes if quiz.id in standings]
    if known:
        yield HeadRow(words.say(say("tui.home.quizzes")))
    yield from (QuizRow(quiz, standing, words) for quiz, standing in known)
    waiting = [(quiz, standing.due) for quiz, standing in known if standing.due]
    if waiting:
        yield DeckRow(waiting[0][0], sum(due for _, due in waiting), words)
