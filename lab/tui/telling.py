"""Reading a session's generator in a thread: what it tells becomes messages, and its end another."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import get_current_worker

from lab.errors import LabError
from lab.session.events import Event
from lab.tui.gathering import gathered


@dataclass
class SessionTold(Message):
    """A session told something."""

    event: Event


@dataclass
class SessionSurveyed(Message):
    """A session has looked at every step; all that it told, since it is one look."""

    events: tuple[Event, ...]


@dataclass
class SessionRested(Message):
    """A session's generator has ended, or was stopped."""

    error: LabError | None = None


@dataclass
class SessionGlanced(Message):
    """A session has looked whether something changed elsewhere; all that it told, which is nothing where nothing did."""

    step: str
    events: tuple[Event, ...]
    silent: bool
    """Whether the engine could not be asked."""


@dataclass
class SessionTroubled(Message):
    """A session can no longer follow its engine."""

    error: LabError


def read(target: MessagePump, events: Iterable[Event], stop: threading.Event) -> None:
    """Post events to a screen, from a thread worker; a session stops where its reader stops."""
    worker = get_current_worker()
    for parcel in gathered(events):
        if stop.is_set() or worker.is_cancelled:
            return
        for event in parcel:
            target.post_message(SessionTold(event))
