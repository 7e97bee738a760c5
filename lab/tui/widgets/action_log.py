"""What happens: the commands of the current action, and what was judged of it."""

from __future__ import annotations

from textual.containers import VerticalScroll

from lab.errors import LabError
from lab.language.message import Message, say
from lab.language.words import Words
from lab.session.events import CommandFailed, CommandStarted, Event, LayerMoved, Noticed, Printed, StepJudged
from lab.tui.course import Course
from lab.tui.widgets.command_block import CommandBlock
from lab.tui.widgets.trouble import Trouble
from lab.tui.widgets.verdicts import Verdicts


class ActionLog(VerticalScroll):
    """Draws the events of one action as they are told; hidden while there is nothing to draw."""

    def __init__(self) -> None:
        super().__init__(id="log")
        self._told: dict[str, list[Event | LabError]] = {}
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

    def tell(self, event: Event | LabError, course: Course, words: Words) -> None:
        """Take in one more event of the action, and draw it if its step is on the screen."""
        self._told.setdefault(self._acting, []).append(event)
        if course.step.id == self._acting:
            self._draw(event, course, words)

    def _draw(self, event: Event | LabError, course: Course, words: Words) -> None:
        match event:
            case CommandStarted():
                self._begin(event.text)
            case CommandFailed():
                # A command that was not understood or not permitted never started.
                block = self._block
                if block is None or block.text != event.text:
                    block = self._begin(event.text)
                block.tell(event, words)
            case LayerMoved() | Printed() | Noticed() if self._block is not None:
                self._block.tell(event, words)
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

    def _add(self, widget: CommandBlock | Verdicts | Trouble) -> None:
        self.add_class("-some")
        self.mount(widget)


def _onward(judged: StepJudged, course: Course) -> Message | None:
    """Return what to press after a pass."""
    if judged.outcome != "pass":
        return None
    if course.complete:
        return say("tui.log.finished")
    if course.last:
        return None
    return say("tui.log.onward", step=course.exercise.steps[course.at + 1].title)
