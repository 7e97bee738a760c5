"""A screen on which no key is lost: what can be done only while the session rests waits for that."""

from __future__ import annotations

from textual.events import Key

from lab.language.message import say
from lab.tui.screens import exercise_keys
from lab.tui.screens.lesson import LessonScreen

_ACTIONS = ("run_step", "check_step", "catch_up", "reset_step")
_PATIENT = {key.key: key.action for key in exercise_keys.KEYS if key.action in _ACTIONS}
"""Keys that work only while the session rests, with their actions."""


class PatientScreen(LessonScreen):
    """Does what the last such key asks for, once the session rests and where that can still be done."""

    def watch_waiting(self) -> None:
        """Say that a key waits."""
        self.watch_doing()

    def on_key(self, event: Key) -> None:
        """Let a key that works only while the session rests wait its turn, and say so; nobody runs a step that runs already."""
        action = _PATIENT.get(event.key)
        if action is None or self.doing in (None, "stopping") or self.prompt.typing:
            return
        event.stop()
        if self._does_already(action):
            self.notify(self.words.say(say("tui.doing.already")), markup=False)
        else:
            self.waiting = action

    def _does_already(self, action: str) -> bool:
        """Tell whether that is what the session is at; what runs a step also checks it."""
        doings = {"run_step": ("running",), "check_step": ("running", "checking")}
        return self.at_work == self.course.step.id and self.doing in doings.get(action, ())

    def rested(self) -> None:
        """Do what waited; texts in another language come first."""
        super().rested()
        action = self.waiting
        if action is not None and self.doing is None:
            self.waiting = None
            if self.check_action(action, ()):
                getattr(self, f"action_{action}")()
