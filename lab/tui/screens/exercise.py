"""A learner at work on one exercise: what each key does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on

from lab.content.model import Exercise
from lab.docker_cli.help import help_for, wants_help
from lab.language.message import say
from lab.tui.consent import Consent
from lab.tui.keys import bindings
from lab.tui.screens import exercise_keys
from lab.tui.screens.consent import ConsentScreen
from lab.tui.screens.leaving import Answer, LeavingScreen
from lab.tui.screens.patient import PatientScreen
from lab.tui.screens.predict import Expectation, PredictScreen
from lab.tui.screens.xray import XrayScreen
from lab.tui.widgets.exercise.action_log import ActionLog
from lab.tui.widgets.exercise.command_line import CommandLine
from lab.tui.widgets.exercise.picture import Picture
from lab.tui.widgets.exercise.prompt import Prompt
from lab.tui.widgets.exercise.step_list import StepList
from lab.tui.widgets.page import Page

if TYPE_CHECKING:
    from lab.session.workplace import Workplace

_KEYS = (*exercise_keys.KEYS, exercise_keys.RETRY)
_OWN = {key.action.partition("(")[0] for key in _KEYS}


class ExerciseScreen(PatientScreen):
    """One exercise, from its first step to the question at the door."""

    CSS_PATH = "exercise.tcss"
    KEYS = (*exercise_keys.KEYS, *CommandLine.KEYS)
    BINDINGS = bindings(_KEYS)
    AUTO_FOCUS = "#page"

    def __init__(self, lang: str, workplace: Workplace, exercise: Exercise, consent: Consent) -> None:
        super().__init__(lang, workplace, exercise)
        self._consent = consent
        self._leaving: bool | None = None
        """Whether to leave the lab or only the exercise once the session rests."""
        self._left = False
        """Whether this screen is on its way out: the app takes it away at its next message."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys work: None is shown as not now, False is not shown at all."""
        if self.prompt.typing:
            return action not in _OWN
        course, ready = self.course, self.session is not None
        idle = True if self.doing is None else None
        match action:
            case "run_step" | "check_step":
                return idle if ready or not idle else False
            case "type":
                return ready
            case "retry":
                return bool(idle) and not ready
            case "hint":
                return len(course.open_hints) < len(course.step.hints)
            case "move":
                return course.moved_to(course.at + (1 if parameters == (1,) else -1)).at != course.at
            case "onward":
                return course.passed(course.step) and (course.complete or not course.last)
            case "predict":
                return ready and not course.passed(course.step)
            case "catch_up":
                return idle if ready and course.behind else False
            case "reset_step":
                return idle if ready and self.touched else False
            case "xray":
                return self._registry_answers()
        return True

    def action_run_step(self) -> None:
        """Do the step on the screen."""
        self._perform(None)

    def action_check_step(self) -> None:
        """Judge the step on the screen as things stand."""
        self.begin_log()
        self.check_step(self.course.at)

    def action_catch_up(self) -> None:
        """Do what is missing before the step on the screen."""
        self._with_consent(lambda: self.catch_up(self.course.at))

    def action_reset_step(self) -> None:
        """Bring the engine to the state before the step on the screen."""
        self._with_consent(lambda: self.reset_step(self.course.at))

    def action_retry(self) -> None:
        """Open the exercise again after it could not be."""
        self.open()

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
        """Show or hide where the images are: over the page where there is room, else in its place."""
        self.toggle_class("-world-off" if self.has_class("-wide") else "-world-on")

    def action_details(self) -> None:
        """Unfold or fold what lies beneath each command: calls, requests, the engine's own words."""
        self.toggle_class("-details")

    def action_copy(self) -> None:
        """Put the step's commands on the clipboard of the learner's terminal (OSC 52)."""
        self.app.copy_to_clipboard("\n".join(self.course.step.commands))
        self.notify(self.words.say(say("tui.copy.done")), markup=False)

    def action_type(self) -> None:
        """Let the learner type."""
        self.remove_class("-world-on")
        self.prompt.open()

    def action_predict(self) -> None:
        """Ask what the step will change."""
        self.app.push_screen(PredictScreen(self.lang, self.expected), self._predicted)

    def action_xray(self) -> None:
        """Look into the registry."""
        step = self.course.step
        since, before = self.began.get(step.id, (0.0, frozenset()))
        if self.session is not None:
            self.app.push_screen(XrayScreen(self.lang, self.session, step.title, since, before))

    def action_keys(self) -> None:
        """Ask for the page of keys."""
        self.post_message(self.HelpAsked(self.KEYS))

    def action_leave(self, leave_lab: bool) -> None:
        """Stop what is running, ask what is to become of what was made, and leave."""
        if self._left:
            return
        if self.doing is not None and self.session is not None:
            self.stop_session()
            self._leaving = leave_lab
        elif self.session is None or not self.touched:
            self.stop_session()
            self._go(leave_lab)
        else:
            # What a clean-up removes must not count as something that the learner did.
            self.unfollow()
            screen = LeavingScreen(self.lang, self.workplace, self.session)
            self.app.push_screen(screen, lambda answer: self._answered(answer, leave_lab))

    def rested(self) -> None:
        """Leave, where the learner wanted to while something ran."""
        if self._leaving is not None:
            leave_lab, self._leaving = self._leaving, None
            self.action_leave(leave_lab)
        else:
            super().rested()

    @on(StepList.StepChosen)
    def _step_chosen(self, chosen: StepList.StepChosen) -> None:
        self.course = self.course.moved_to(chosen.index)

    @on(Prompt.CommandTyped)
    def _command_typed(self, typed: Prompt.CommandTyped) -> None:
        """Perform what was typed, or answer it; an empty line goes on after a pass."""
        if not typed.text:
            if self.course.passed(self.course.step) and not self.course.last:
                self.action_move(1)
        elif wants_help(typed.text):
            self.query_one(ActionLog).note(help_for(typed.text), self.course, self.words)
        elif self.doing is None:
            self._perform([typed.text])
        else:
            self.notify(self.words.say(say("tui.prompt.busy")), markup=False)

    @on(Prompt.PromptLeft)
    def _prompt_left(self) -> None:
        self.prompt.close()
        self.query_one(Page).focus()

    def _perform(self, commands: Sequence[str] | None) -> None:
        expected, self.expected = self.expected or None, frozenset()
        self._with_consent(lambda: self.perform_step(self.course.at, commands, expected))

    def _with_consent(self, work: Callable[[], None]) -> None:
        """Begin some work on the engine; ask first where it has not been changed before, or the exercise asks for more."""
        asks = self.session.asks if self.session is not None else None

        def begin() -> None:
            self.begin_log()
            work()

        def answered(answer: bool | None) -> None:
            if answer and self.opened is not None:
                self._consent.give(self.opened.engine)
                if asks is not None and self.session is not None:
                    self.session.agree("asked")
                begin()

        if self.opened is None:
            return
        if asks is None and self._consent.given(self.opened.engine):
            begin()
        else:
            self.app.push_screen(ConsentScreen(self.lang, self.opened.engine, asks), answered)

    def _registry_answers(self) -> bool:
        world = self.query_one(Picture).world if self.is_mounted else None
        return world is not None and any(registry.state == "serving" for registry in world.registries)

    def _predicted(self, expected: Expectation | None) -> None:
        if expected is not None:
            self.expected = expected

    def _go(self, leave_lab: bool) -> None:
        self._left = True
        self.post_message(self.ScreenLeft(leave_lab))

    def _answered(self, answer: Answer | None, leave_lab: bool) -> None:
        if answer in ("keep", "cleaned"):
            self._go(leave_lab)
        elif self.session is not None:
            self.follow(self.session)
