"""The first screen: the engine the lab talks to, the exercises and the quizzes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from lab.errors import LabError
from lab.language.message import say
from lab.tui.catalogue import Catalogue, read_catalogue
from lab.tui.facts import Facts
from lab.tui.findings import gathered, pressing
from lab.tui.going import PLACES, PROGRESS, SETTINGS
from lab.tui.keys import Key, bindings
from lab.tui.next import sentence
from lab.tui.plain import plain
from lab.tui.screens.base import Speaking
from lab.tui.signs import CURRENT
from lab.tui.widgets.about import About
from lab.tui.widgets.engine_card import EngineCard
from lab.tui.widgets.exercise_list import DeckRow, ExerciseList, ExerciseRow, QuizRow
from lab.tui.widgets.key_bar import KeyBar
from lab.tui.widgets.machine_line import MachineLine
from lab.tui.widgets.title_bar import TitleBar
from lab.tui.widgets.trouble import Trouble

if TYPE_CHECKING:
    from lab.content.model import Exercise
    from lab.content.questions import Quiz
    from lab.doctor import Finding
    from lab.session.workplace import QuizStanding, Workplace

_UNTIL_PAINTED = 0.03
"""Seconds given to the thread that writes the first frame: it waits while others import what they ask the machine with."""


class HomeScreen(Speaking[None]):
    """Shows what there is to do and where it will be done."""

    KEYS = (
        *ExerciseList.KEYS[:2],
        Key("r", "retry", say("tui.key.retry"), say("tui.help.seek")),
        *PLACES,
        Key("l", "switch_language", say("tui.key.language"), say("tui.help.language")),
        Key("question_mark", "keys", say("tui.key.keys"), say("tui.help.keys"), "?"),
        Key("q", "app.quit", say("tui.key.quit"), say("tui.help.quit")),
    )
    BINDINGS = bindings(KEYS[2:])
    AUTO_FOCUS = "ExerciseList"

    engine: reactive[Facts | LabError | None] = reactive(None, bindings=True)
    """The engine, why there is none, or None while it is looked for."""

    @dataclass
    class EngineSought(Message):
        """The engine was found, or not."""

        engine: Facts | LabError

    @dataclass
    class MachineExamined(Message):
        """The doctor has looked, as far as there was an engine to look at."""

        findings: Sequence[Finding]

    @dataclass
    class CatalogueRead(Message):
        """Exercises and quizzes were read, as far as they can be."""

        catalogue: Catalogue

    @dataclass
    class ExerciseChosen(Message):
        """An exercise is to be opened."""

        exercise: Exercise

    @dataclass
    class QuizChosen(Message):
        """A quiz is to be taken."""

        quiz: Quiz
        standing: QuizStanding

    @dataclass
    class ReviewChosen(Message):
        """What is due of a quiz is to be reviewed."""

        quiz: Quiz

    def __init__(self, lang: str, workplace: Workplace) -> None:
        super().__init__(lang)
        self._workplace = workplace
        self._list = ExerciseList()
        self._catalogue: Catalogue | None = None
        self._findings: Sequence[Finding] = ()

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TitleBar()
        with Vertical(id="home"):
            yield Static(id="next")
            yield EngineCard()
            yield MachineLine()
        yield KeyBar((SETTINGS.action, PROGRESS.action))

    def on_mount(self) -> None:
        """Paint first; the list comes, and what has to be asked is asked, after the first frame."""
        self._speak()
        if self.app.is_headless:  # nothing is painted
            self.call_after_refresh(self._ask)
        else:
            self.call_after_refresh(self.set_timer, _UNTIL_PAINTED, self._ask)

    async def _ask(self) -> None:
        await self.query_one("#home").mount(Trouble(), Horizontal(self._list, About(), id="choice"))
        if self.focused is None:
            self._list.focus()
        self._seek_engine()
        self.read_exercises()

    def read_exercises(self) -> None:
        """Read the exercises and how far the learner is, again."""
        self._read_exercises(self.lang)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys work: retry only where there is something to."""
        return isinstance(self.engine, LabError) if action == "retry" else True

    def action_retry(self) -> None:
        """Look for an engine again."""
        self.engine = None
        self._seek_engine()

    async def watch_lang(self) -> None:
        """Say everything in the new language."""
        self._speak()
        if self._catalogue is not None:
            await self._show()
        self.read_exercises()

    def watch_engine(self, engine: Facts | LabError | None) -> None:
        """Draw the engine."""
        self.query_one(EngineCard).show(engine, self.words)

    def on_screen_resume(self) -> None:
        """Show what has been done meanwhile."""
        if self._catalogue is not None:
            self.read_exercises()

    @work(thread=True, exclusive=True, group="engine")
    def _seek_engine(self) -> None:
        try:
            self.post_message(self.EngineSought(self._workplace.connect()))
        except LabError as error:
            self.post_message(self.EngineSought(error))

    @work(thread=True, exclusive=True, group="exercises")
    def _read_exercises(self, lang: str) -> None:
        self.post_message(self.CatalogueRead(read_catalogue(self._workplace, lang)))

    @work(thread=True, exclusive=True, group="doctor")
    def _examine(self) -> None:
        # An engine that does not answer has a place of its own on this screen.
        found, _ = gathered(self._workplace.examine())
        self.post_message(self.MachineExamined(found))

    @on(EngineSought)
    async def _engine_sought(self, sought: EngineSought) -> None:
        self.engine = sought.engine
        self._examine()
        await self._show()

    @on(MachineExamined)
    def _machine_examined(self, examined: MachineExamined) -> None:
        self._findings = examined.findings
        self._say_pressing()

    @on(CatalogueRead)
    async def _catalogue_read(self, read: CatalogueRead) -> None:
        if read.catalogue.lang == self.lang:
            self._catalogue = read.catalogue
            await self._show()

    @on(ExerciseList.Highlighted)
    def _highlighted(self) -> None:
        if self._catalogue is not None:
            self.query_one(About).show(self.query_one(ExerciseList).highlighted_child, self._catalogue, self.words)

    @on(ExerciseList.Selected)
    def _chosen(self, selected: ExerciseList.Selected) -> None:
        match selected.item:
            case ExerciseRow() as row:
                self.post_message(self.ExerciseChosen(row.exercise))
            case QuizRow() as row:
                self.post_message(self.QuizChosen(row.quiz, row.standing))
            case DeckRow() as row:
                self.post_message(self.ReviewChosen(row.quiz))

    def _speak(self) -> None:
        told = self.words.say
        self._list.border_title = told(say("tui.home.exercises"))
        self.query_one(TitleBar).show(told(say("tui.home.title")), None)
        self.watch_engine(self.engine)
        self._say_pressing()
        self._say_next()
        self.refresh_bindings()

    def _say_pressing(self) -> None:
        closed = self._catalogue.closed if self._catalogue is not None else frozenset()
        self.query_one(MachineLine).show(pressing(self._findings, closed), self.words)

    def _say_next(self) -> None:
        """Say what to do next; to a newcomer, what this is."""
        catalogue, line = self._catalogue, self.query_one("#next", Static)
        if catalogue is None or not catalogue.begun:
            line.update(Content.styled(self.words.say(say("tui.home.welcome")), "$text-muted"))
            return
        following = sentence(catalogue.following, catalogue.exercises, catalogue.quizzes)
        line.update(Content.assemble((f"{CURRENT} ", "$text-accent bold"), (plain(self.words.say(following)), "bold")))

    async def _show(self) -> None:
        if self._catalogue is None:
            return
        engine = None if isinstance(self.engine, LabError) else self.engine
        self._catalogue = replace(self._catalogue, engine=engine)
        self._say_next()
        self._say_pressing()
        await self.query_one(ExerciseList).show(self._catalogue, self.words)
        self._highlighted()
        trouble = self.query_one(Trouble)
        trouble.set_class(bool(self._catalogue.errors), "-some")
        for error in self._catalogue.errors[:1]:
            trouble.show(error, self.words)
