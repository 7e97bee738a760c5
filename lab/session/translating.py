"""From what an engine tells, and what a learner types, to what a session tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lab.checks import Verdict
from lab.claims import but_notes
from lab.content.model import Step
from lab.docker_cli.actions import CHANGING, Action, ImagePush
from lab.docker_cli.errors import CommandError
from lab.docker_cli.parse import parse
from lab.docker_cli.place import Place
from lab.engine.contract import Call, Happening, Notice, Output, Request
from lab.language.message import say
from lab.session import events as ev
from lab.world import Change, World, changes


def refusal(step: Step, *, refused: bool) -> Verdict:
    """Judge whether a step's command has been refused as it must be: no state shows that."""
    expected = say("session.expected-refusal", kind=str(step.expect))
    found = say("session.was-refused") if refused else say("session.not-refused")
    return Verdict("pass" if refused else "not_yet", "refusal", expected, found)


def another_way(step: Step, commands: Iterable[str], place: Place) -> bool:
    """Tell whether command lines do something that the step's own do not; another spelling is the same, looking is nothing."""
    return not set(_doing(commands, place)) <= set(_doing(step.commands, place))


def _doing(commands: Iterable[str], place: Place) -> Iterator[Action]:
    for text in commands:
        try:
            action = parse(text, place)
        except CommandError:
            continue  # what is not understood does nothing
        if isinstance(action, (*CHANGING, ImagePush)):
            yield action


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


def between(before: World | None, world: World) -> tuple[Change, ...]:
    """Return what has changed since somebody last looked; nothing where nobody has."""
    return but_notes(changes(before, world)) if before else ()
