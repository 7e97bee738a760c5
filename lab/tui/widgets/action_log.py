"""What happens: the commands of the current action, and what was judged of it."""

from __future__ import annotations

from collections.abc import Iterable

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
        self._block: CommandBlock | None = None

    def on_mount(self) -> None:
        """Keep the newest in view until the learner scrolls away from it."""
        self.anchor()

    def show(self, events: Iterable[Event | LabError], course: Course, words: Words) -> None:
        """Draw an action anew, from its first event."""
        self.remove_children()
        self._block = None
        self.remove_class("-some")
        for event in events:
            self.tell(event, course, words)

    def tell(self, event: Event | LabError, course: Course, words: Words) -> None:
        """Draw one more event."""
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
