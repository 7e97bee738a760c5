"""What happens: the commands of the current action, and what was judged of it."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from lab.docker_cli.help import Help
from lab.errors import LabError
from lab.language.message import Message, say
from lab.language.words import Words
from lab.session.events import (
    CallMade,
    Cleaned,
    CommandFailed,
    CommandStarted,
    Event,
    LayerMoved,
    Noticed,
    PredictionJudged,
    Printed,
    RequestSent,
    StepJudged,
)
from lab.tui.course import Course
from lab.tui.gathering import add
from lab.tui.plain import plain
from lab.tui.signs import OUTCOME_SIGNS, OUTCOME_STYLES, OUTCOME_WORDS
from lab.tui.widgets.exercise.command_block import CommandBlock
from lab.tui.widgets.exercise.foretold import Foretold
from lab.tui.widgets.exercise.help_card import HelpCard
from lab.tui.widgets.exercise.verdicts import Verdicts
from lab.tui.widgets.receipt import Receipt
from lab.tui.widgets.trouble import Trouble

Told = Event | LabError | Help
"""What an action may come to."""


class ActionLog(VerticalScroll):
    """Draws the events of one action as they are told; hidden while there is nothing to draw."""

    def __init__(self) -> None:
        super().__init__(id="log")
        self._told: dict[str, list[Told]] = {}
        """What was told of the last action of each step."""
        self._acting = ""
        """The step of the action."""
        self._block: CommandBlock | None = None

    def on_mount(self) -> None:
        """Keep the newest in view until the learner scrolls away from it."""
        self.anchor()

    def begin(self, course: Course, words: Words) -> None:
        """Begin an action for the step on the screen."""
        self._acting = course.step.id
        self._told[self._acting] = []
        self.show(course, words)

    def show(self, course: Course, words: Words) -> None:
        """Draw the last action of the step on the screen, from its first event."""
        self.remove_children()
        self._block = None
        self.remove_class("-some")
        for event in self._told.get(course.step.id, ()):
            self._draw(event, course, words)

    def tell(self, event: Told, course: Course, words: Words) -> None:
        """Take in one more event of the action, and draw it if its step is on the screen."""
        self._keep(self._acting, event)
        if course.step.id == self._acting:
            self._draw(event, course, words)

    def note(self, event: Told, course: Course, words: Words) -> None:
        """Take in what belongs to no action, beneath what there is on the screen."""
        self._keep(course.step.id, event)
        self._block = None
        self._draw(event, course, words)

    def _keep(self, step: str, event: Told) -> None:
        told = self._told.setdefault(step, [])
        if isinstance(event, LabError | Help):
            told.append(event)
        else:
            add(told, event)

    def _draw(self, event: Told, course: Course, words: Words) -> None:
        match event:
            case CommandStarted():
                self._begin(event.text)
            case CommandFailed():
                # A command that was not understood or not permitted never started.
                block = self._block
                if block is None or block.text != event.text:
                    block = self._begin(event.text)
                block.tell(event, words)
            case LayerMoved() | Printed() | Noticed() | CallMade() | RequestSent() if self._block is not None:
                self._block.tell(event, words)
            case Noticed():
                self._add(Static(Content(f"i {plain(words.say(event.message))}"), classes="notice"))
            case PredictionJudged():
                self._add(Foretold(event.prediction, words))
            case Cleaned():
                receipt = Receipt()
                receipt.show(event, words)
                self._add(receipt)
            case Help():
                self._add(HelpCard(event, words))
            case StepJudged() if event.step != course.step.id:
                self._add(Static(_passing(event, course, words), classes="notice"))
            case StepJudged():
                undone_by = course.undone_by(course.step)
                title = undone_by.title if undone_by is not None else None
                self._add(Verdicts(event, words, title, _onward(event, course)))
            case LabError():
                trouble = Trouble()
                trouble.show(event, words)
                self._add(trouble)

    def _begin(self, text: str) -> CommandBlock:
        self._block = CommandBlock(text)
        self._add(self._block)
        return self._block

    def _add(self, widget: Widget) -> None:
        self.add_class("-some")
        self.mount(widget)


def _passing(judged: StepJudged, course: Course, words: Words) -> Content:
    """Draw the judgement of a step that is not on the screen, in one line."""
    step = course.exercise.step(judged.step)
    sign = (f"{OUTCOME_SIGNS[judged.outcome]} ", f"{OUTCOME_STYLES[judged.outcome]} bold")
    return Content.assemble(
        sign, plain(step.title if step is not None else judged.step), "  ", words.say(OUTCOME_WORDS[judged.outcome])
    )


def _onward(judged: StepJudged, course: Course) -> Message | None:
    """Return what to press after a pass."""
    if judged.outcome != "pass":
        return None
    if course.complete:
        return say("tui.log.finished")
    if course.last:
        return None
    return say("tui.log.onward", step=course.exercise.steps[course.at + 1].title)
