"""The one kind of error that reaches people: what happened, and what to do about it."""

from __future__ import annotations

from lab.language.message import Message


class LabError(Exception):
    """Something the person at the keyboard can act on: one line that says what happened, one that says what to do."""

    def __init__(self, message: Message, hint: Message) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint


class UsageError(LabError):
    """What was asked for cannot be: a name that does not exist, a port that is taken, an option that does not fit."""


class DeclinedError(LabError):
    """Somebody was asked whether something may be done and said no; nothing has been done."""
