"""What a command really came to: the SDK's calls, and the HTTP requests that those sent to the engine."""

from __future__ import annotations

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from lab.language.message import say
from lab.language.words import Words
from lab.session.events import CallMade, RequestSent
from lab.tui.plain import plain

MOST = 60
"""Calls and requests kept; the newest stay."""


class Trace(Vertical):
    """One line that counts them, or all of them where details are asked for."""

    def __init__(self) -> None:
        self._folded, self._whole = Static(classes="folded"), Static(classes="whole")
        super().__init__(self._folded, self._whole)
        self._told: list[CallMade | RequestSent] = []
        self._calls = self._requests = 0

    def tell(self, event: CallMade | RequestSent, words: Words) -> None:
        """Take in one more."""
        self._told = [*self._told[1 - MOST :], event]
        self._calls += isinstance(event, CallMade)
        self._requests += isinstance(event, RequestSent)
        counted = say("tui.log.folded", calls=self._calls, requests=self._requests)
        self._folded.update(Content(words.say(counted)))
        self._whole.update(Content("\n").join(map(_line, self._told)))
        self.add_class("-some")


def _line(event: CallMade | RequestSent) -> Content:
    if isinstance(event, CallMade):
        return Content.assemble(("SDK   ", "$text-secondary"), plain(event.text))
    good = 0 < event.status < 400
    status = (f"  {event.status or '—'}", "$text-success" if good else "$text-error")
    return Content.assemble(("HTTP  ", "$text-primary"), f"{event.method} {plain(event.path)}", status)
