"""From what an engine tells to what a session tells."""

from __future__ import annotations

from lab.checks import Verdict
from lab.content.model import Step
from lab.engine.contract import Call, Happening, Notice, Output, Request
from lab.language.message import say
from lab.session import events as ev


def refusal(step: Step, *, refused: bool) -> Verdict:
    """Judge whether a step's command has been refused as it must be: no state shows that."""
    expected = say("session.expected-refusal", kind=str(step.expect))
    found = say("session.was-refused") if refused else say("session.not-refused")
    return Verdict("pass" if refused else "not_yet", "refusal", expected, found)


def told(happening: Happening) -> ev.Event:
    """Return what an engine tells of an action as an event."""
    if isinstance(happening, Output):
        return ev.Printed(happening.text)
    if isinstance(happening, Notice):
        return ev.Noticed(happening.message)
    if isinstance(happening, Call):
        return ev.CallMade(happening.text)
    if isinstance(happening, Request):
        return ev.RequestSent(happening.method, happening.path, happening.status)
    return ev.LayerMoved(happening.layer, happening.status, happening.current, happening.total)
