"""An exercise on the screen: its steps, the page of one, what happens, and where the images are."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from lab.content.model import Exercise
from lab.language.message import say
from lab.prediction import Effect
from lab.session.events import CommandStarted, ExerciseOpened, Noticed, StepJudged, WorldSeen
from lab.tui.course import NOWHERE, Course
from lab.tui.screens.exercise_keys import SPARE
from lab.tui.screens.watching import Watching
from lab.tui.screens.working import Working
from lab.tui.telling import SessionGlanced, SessionRested, SessionSurveyed, SessionTold, SessionTroubled
from lab.tui.widgets.exercise.action_log import ActionLog
from lab.tui.widgets.exercise.foretold import Expected
from lab.tui.widgets.exercise.picture import Picture
from lab.tui.widgets.exercise.prompt import Prompt
from lab.tui.widgets.exercise.step_head import StepHead
from lab.tui.widgets.exercise.step_list import StepList
from lab.tui.widgets.key_bar import KeyBar
from lab.tui.widgets.page import Page
from lab.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from lab.session.workplace import Workplace


class LessonScreen(Watching):
    """Draws where a learner is and what the session tells; what keys do is for the screen made from it."""

    course: reactive[Course] = reactive(NOWHERE, init=False, bindings=True)
    """Where the learner is."""
    expected: reactive[frozenset[Effect]] = reactive(frozenset(), init=False)
    """What the learner expects of the step on the screen."""

    def __init__(self, lang: str, workplace: Workplace, exercise: Exercise) -> None:
        super().__init__(lang, workplace)
        self.set_reactive(LessonScreen.course, Course(exercise))
        # From the first frame on: what is not ready yet does not look as if it were.
        self.set_reactive(LessonScreen.doing, "opening")
        self.prompt = Prompt(self.words)
        self._reread = False
        """Whether the texts are wanted in another language once the session rests."""
        self.opened: ExerciseOpened | None = None
        self.touched = False
        """Whether this run may have changed something."""
        self.began: dict[str, tuple[float, frozenset[str]]] = {}
        """When each step was first on the screen, and the files of registries that there were then."""

    def compose(self) -> ComposeResult:
        """Lay out the screen; the style sheet folds it where there is no room."""
        yield TitleBar()
        with Vertical(id="exercise"):
            yield Picture()
            with Horizontal(id="bench"):
                yield StepList(len(self.course.exercise.steps))
                with Vertical(id="desk"):
                    with Vertical(id="work"):
                        yield StepHead()
                        yield Page()
                        yield Expected()
                        yield ActionLog()
                    yield self.prompt
        yield KeyBar(SPARE)

    def on_mount(self) -> None:
        """Show the text at once, and open the session meanwhile."""
        self._draw(None)
        self.query_one(Picture).show(None, (), self.words)
        self.call_after_refresh(self.open)

    @property
    def glanced_step(self) -> int:
        """Index of the step on the screen."""
        return self.course.at

    def open(self) -> None:
        """Open the exercise, again where it is open already."""
        if self.session is None:
            self.begin_log()
        self.open_session(self.course.exercise.id)

    def begin_log(self) -> None:
        """Begin an action for the step on the screen."""
        self.query_one(ActionLog).begin(self.course, self.words)

    def watch_lang(self) -> None:
        """Say everything in the new language, at the same place."""
        self._draw(None)
        picture = self.query_one(Picture)
        picture.show(picture.world, picture.changes, self.words)
        self._equip()
        self.refresh_bindings()
        if self.doing is None:
            self.open()
        else:
            self._reread = True

    def watch_course(self, old: Course, new: Course) -> None:
        """Draw where the learner is; what was expected was of the step before."""
        if old.at != new.at:
            self.expected, self.waiting = frozenset(), None
            self._note_beginning()
        self._draw(old)

    def watch_expected(self, expected: frozenset[Effect]) -> None:
        """Draw what the learner expects."""
        self.query_one(Expected).show(expected, self.words)

    def watch_doing(self) -> None:
        """Say what the session is busy with."""
        self.query_one(StepHead).show(self.course, self.words, self.busy_with)

    def watch_lost(self, lost: bool) -> None:
        """Say at the top whether the engine answers."""
        self._title()

    def _draw(self, old: Course | None) -> None:
        """Draw what differs from before; everything where there is no before."""
        course = self.course
        self._title()
        self.query_one(StepList).show(course, self.words)
        self.query_one(StepHead).show(course, self.words, self.busy_with)
        self.query_one(Expected).show(self.expected, self.words)
        if old is not None and old.at == course.at:
            self.query_one(Page).show(course, self.words)
        else:
            # A page of Markdown takes its time; that the key was heard is seen before.
            self.call_after_refresh(self._draw_page)

    def _draw_page(self) -> None:
        self.query_one(Page).show(self.course, self.words)
        self.query_one(ActionLog).show(self.course, self.words)

    def _title(self) -> None:
        said = self.words.say(say("tui.engine.silent")) if self.lost else ""
        self.query_one(TitleBar).show(self.course.exercise.title, self.opened.engine if self.opened else None, said)

    def _equip(self) -> None:
        """Let the prompt know what there is to name."""
        if self.session is not None:
            self.prompt.show(self.session.place, self.query_one(Picture).world, self.words)

    def _see(self, world: WorldSeen, *, more: bool = False) -> None:
        """Draw a World; `more` keeps the marks of what the last action did."""
        picture = self.query_one(Picture)
        picture.show(world.world, picture.changes + world.changes if more else world.changes, self.words)
        self._equip()
        self._note_beginning()

    def _note_beginning(self) -> None:
        world, step = self.query_one(Picture).world, self.course.step
        if world is not None and step.id not in self.began:
            files = frozenset(f"{store.folder}/{file.path}" for store in world.stores for file in store.files)
            # What a step did that passed before this screen was opened lies before any moment it knows of.
            self.began[step.id] = (0.0 if self.course.passed(step) else time.time(), files)

    @on(Working.TextsRead)
    def _texts_read(self, texts: Working.TextsRead) -> None:
        self.course = replace(self.course, exercise=texts.exercise)

    @on(Working.SessionOpened)
    def _session_opened(self, opened: Working.SessionOpened) -> None:
        before, self.session = self.opened, opened.session
        self.opened = opened.session.opened()
        self.touched |= self.opened.resumed
        notices = self.opened.notices or self.course.notices
        course = replace(self.course, exercise=opened.session.exercise, notices=notices)
        self.course = course.afresh() if before is not None and before.run != self.opened.run else course
        self._draw(None)
        self.follow(opened.session)

    @on(SessionTold)
    def _session_told(self, told: SessionTold) -> None:
        event = told.event
        self.touched |= isinstance(event, CommandStarted)
        if isinstance(event, WorldSeen):
            self._see(event)
        if isinstance(event, StepJudged):
            self.course = self.course.after(event)
        self.query_one(ActionLog).tell(event, self.course, self.words)

    @on(SessionSurveyed)
    def _session_surveyed(self, surveyed: SessionSurveyed) -> None:
        course = self.course
        for event in surveyed.events:
            if isinstance(event, WorldSeen):
                self._see(event, more=True)
            if isinstance(event, StepJudged):
                course = course.after(event)
        self.course = course

    @on(SessionGlanced)
    def _session_glanced(self, glanced: SessionGlanced) -> None:
        log, course = self.query_one(ActionLog), self.course
        for event in glanced.events:
            if isinstance(event, WorldSeen):
                self._see(event, more=not event.changes)
            if isinstance(event, StepJudged):
                news = event.step == glanced.step and event.done and not course.passed(course.step)
                course = course.after(event)
                if news and course.step.id == event.step:
                    log.begin(course, self.words)
                    log.tell(Noticed(say("tui.engine.done-elsewhere")), course, self.words)
                    log.tell(event, course, self.words)
        self._note_silence(glanced)
        self.course = course

    def _note_silence(self, glanced: SessionGlanced) -> None:
        """Say once that the engine is silent, and once that it is not."""
        if glanced.silent == self.lost:
            return
        self.lost, log = glanced.silent, self.query_one(ActionLog)
        if not glanced.silent:
            log.note(Noticed(say("tui.engine.back")), self.course, self.words)
            self.look_again()
        for event in glanced.events if glanced.silent else ():
            log.note(event, self.course, self.words)

    @on(SessionTroubled)
    def _session_troubled(self, troubled: SessionTroubled) -> None:
        self.query_one(ActionLog).note(troubled.error, self.course, self.words)

    @on(SessionRested)
    def _session_rested(self, rested: SessionRested) -> None:
        did, self.doing = self.doing, None
        if rested.error is not None:
            self.query_one(ActionLog).tell(rested.error, self.course, self.words)
        elif did == "opening":
            self.course = self.course.at_first_open()
        self.rested()

    def rested(self) -> None:
        """Do what waited for the session to rest; texts in another language come first."""
        if self._reread:
            self._reread = False
            self.open()
