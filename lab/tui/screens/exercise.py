"""An exercise: its steps, the page of one, what happens when it is run, and the World beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Footer

from lab.content.model import Exercise
from lab.language.message import say
from lab.session.events import CommandStarted, ExerciseOpened, StepJudged, WorldSeen
from lab.tui.consent import Consent
from lab.tui.course import NOWHERE, Course
from lab.tui.keys import Key, bindings
from lab.tui.screens.consent import ConsentScreen
from lab.tui.screens.leaving import Answer, LeavingScreen
from lab.tui.screens.working import Working
from lab.tui.telling import SessionRested, SessionSurveyed, SessionTold
from lab.tui.widgets.action_log import ActionLog
from lab.tui.widgets.page import Page
from lab.tui.widgets.step_head import StepHead
from lab.tui.widgets.step_list import StepList
from lab.tui.widgets.title_bar import TitleBar
from lab.tui.widgets.world_panel import WorldPanel

if TYPE_CHECKING:
    from lab.session.workplace import Workplace


class ExerciseScreen(Working):
    """A learner at work on one exercise."""

    KEYS = (
        Key("r", "run_step", say("tui.key.run"), say("tui.help.run")),
        Key("c", "check_step", say("tui.key.check"), say("tui.help.check")),
        Key("h", "hint", say("tui.key.hint"), say("tui.help.hint")),
        Key("n,right_square_bracket", "move(1)", say("tui.key.next"), say("tui.help.next"), "n"),
        Key("p,left_square_bracket", "move(-1)", say("tui.key.previous"), say("tui.help.previous"), "p"),
        Key("enter", "onward", say("tui.key.next"), say("tui.help.onward"), "⏎", footer=False),
        Key("w", "world", say("tui.key.world"), say("tui.help.world")),
        Key("l", "switch_language", say("tui.key.language"), say("tui.help.language")),
        Key("question_mark", "keys", say("tui.key.keys"), say("tui.help.keys"), "?"),
        Key("tab", "app.focus_next", say("tui.key.focus"), say("tui.help.focus"), "⇥", footer=False),
        Key("escape", "leave(False)", say("tui.key.home"), say("tui.help.home"), "Esc"),
        Key("q", "leave(True)", say("tui.key.quit"), say("tui.help.quit")),
    )
    BINDINGS = bindings((*KEYS, Key("r", "retry", say("tui.key.retry"), say("tui.help.retry"))))
    AUTO_FOCUS = "#page"

    course: reactive[Course] = reactive(NOWHERE, init=False, bindings=True)
    """Where the learner is."""

    @dataclass
    class ExerciseLeft(Message):
        """The learner leaves the exercise, or the lab."""

        quit: bool

    def __init__(self, lang: str, workplace: Workplace, exercise: Exercise, consent: Consent) -> None:
        super().__init__(lang, workplace)
        self.set_reactive(ExerciseScreen.course, Course(exercise))
        self._consent = consent
        self._opened: ExerciseOpened | None = None
        self._touched = False
        self._leaving: bool | None = None
        """Whether to leave the lab or only the exercise once the session rests."""

    def compose(self) -> ComposeResult:
        """Lay out the screen; the style sheet folds it where there is no room."""
        yield TitleBar()
        with Horizontal(id="exercise"):
            yield StepList(len(self.course.exercise.steps))
            with Vertical(id="work"):
                yield StepHead()
                yield Page()
                yield ActionLog()
            yield WorldPanel()
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the text at once, and open the session meanwhile."""
        self._draw(None)
        self.query_one(WorldPanel).show(None, (), self.words)
        self.call_after_refresh(self._open)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys work: None is shown as not now, False is not shown at all."""
        course, idle = self.course, self.doing is None
        match action:
            case "run_step" | "check_step":
                return (True if idle else None) if self.session is not None or not idle else False
            case "retry":
                return idle and self.session is None
            case "hint":
                return len(course.open_hints) < len(course.step.hints)
            case "move":
                return course.moved_to(course.at + (1 if parameters == (1,) else -1)).at != course.at
            case "onward":
                return course.passed(course.step) and (course.complete or not course.last)
            case "switch_language":
                return True if idle else None
        return True

    def action_run_step(self) -> None:
        """Do the step on the screen; ask first where the engine has not been changed before."""
        if self._opened is None:
            return
        if self._consent.given(self._opened.engine):
            self._begin_log()
            self.run_step(self.course.at)
        else:
            self.app.push_screen(ConsentScreen(self.lang, self._opened.engine), self._consented)

    def action_check_step(self) -> None:
        """Judge the step on the screen as things stand."""
        self._begin_log()
        self.check_step(self.course.at)

    def action_retry(self) -> None:
        """Open the exercise again after it could not be."""
        self._open()

    def action_hint(self) -> None:
        """Open the next hint."""
        self.course = self.course.hinted()

    def action_move(self, by: int) -> None:
        """Go to another step."""
        self.course = self.course.moved_to(self.course.at + by)

    def action_onward(self) -> None:
        """Go to the next step after a pass, and out after the last."""
        self.action_leave(False) if self.course.last else self.action_move(1)

    def action_world(self) -> None:
        """Show or hide the World: beside the page where there is room, else in its place."""
        self.toggle_class("-world-off" if self.has_class("-wide") else "-world-on")

    def action_leave(self, leave_lab: bool) -> None:
        """Stop what is running, ask what is to become of what was made, and leave."""
        if self.doing is not None and self.session is not None:
            self.stop_session()
            self._leaving = leave_lab
        elif self.session is None or not self._touched:
            self.stop_session()
            self.post_message(self.ExerciseLeft(leave_lab))
        else:
            screen = LeavingScreen(self.lang, self.workplace, self.session)
            self.app.push_screen(screen, lambda answer: self._answered(answer, leave_lab))

    def watch_lang(self) -> None:
        """Say everything in the new language, at the same place."""
        self._draw(None)
        world = self.query_one(WorldPanel)
        world.show(world.world, world.changes, self.words)
        self.refresh_bindings()
        self._open()

    def watch_course(self, old: Course, _: Course) -> None:
        """Draw where the learner is."""
        self._draw(old)

    def watch_doing(self) -> None:
        """Say what the session is busy with."""
        self.query_one(StepHead).show(self.course, self.words, self.doing)

    def _draw(self, old: Course | None) -> None:
        """Draw what differs from before; everything where there is no before."""
        course = self.course
        self.query_one(TitleBar).show(course.exercise.title, self._opened.engine if self._opened else None)
        self.query_one(StepList).show(course, self.words)
        self.query_one(StepHead).show(course, self.words, self.doing)
        self.query_one(Page).show(course, self.words)
        if old is None or old.at != course.at:
            self.query_one(ActionLog).show(course, self.words)

    def _open(self) -> None:
        """Open the exercise, again where it is open already."""
        if self.session is None:
            self._begin_log()
        self.open_session(self.course.exercise.id)

    def _begin_log(self) -> None:
        self.query_one(ActionLog).begin(self.course, self.words)

    @on(StepList.StepChosen)
    def _step_chosen(self, chosen: StepList.StepChosen) -> None:
        self.course = self.course.moved_to(chosen.index)

    @on(Working.TextsRead)
    def _texts_read(self, texts: Working.TextsRead) -> None:
        self.course = replace(self.course, exercise=texts.exercise)

    @on(Working.SessionOpened)
    def _session_opened(self, opened: Working.SessionOpened) -> None:
        self.session = opened.session
        self._opened = opened.session.opened()
        self._touched |= self._opened.resumed
        notices = self._opened.notices or self.course.notices
        self.course = replace(self.course, exercise=opened.session.exercise, notices=notices)
        self._draw(None)

    @on(SessionTold)
    def _session_told(self, told: SessionTold) -> None:
        event = told.event
        self._touched |= isinstance(event, CommandStarted)
        if isinstance(event, WorldSeen):
            self.query_one(WorldPanel).show(event.world, event.changes, self.words)
        if isinstance(event, StepJudged):
            self.course = self.course.after(event)
        self.query_one(ActionLog).tell(event, self.course, self.words)

    @on(SessionSurveyed)
    def _session_surveyed(self, surveyed: SessionSurveyed) -> None:
        course, panel = self.course, self.query_one(WorldPanel)
        for event in surveyed.events:
            if isinstance(event, WorldSeen):
                panel.show(event.world, panel.changes + event.changes, self.words)
            if isinstance(event, StepJudged):
                course = course.after(event)
        self.course = course

    @on(SessionRested)
    def _session_rested(self, rested: SessionRested) -> None:
        did, self.doing = self.doing, None
        if rested.error is not None:
            self.query_one(ActionLog).tell(rested.error, self.course, self.words)
        elif did == "opening":
            self.course = self.course.at_first_open()
        if self._leaving is not None:
            leave_lab, self._leaving = self._leaving, None
            self.action_leave(leave_lab)

    def _consented(self, answer: bool | None) -> None:
        if answer and self._opened:
            self._consent.give(self._opened.engine)
            self.action_run_step()

    def _answered(self, answer: Answer | None, leave_lab: bool) -> None:
        if answer in ("keep", "cleaned"):
            self.post_message(self.ExerciseLeft(leave_lab))
