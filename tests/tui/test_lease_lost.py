"""A run whose name or port somebody else took first: the app says so, and goes on with the run that was begun instead."""

from __future__ import annotations

from collections.abc import Iterator

from tui_fakes import FakeWorkplace, told
from tui_pilot import one, started, text

from lab.content.model import Step
from lab.session import events as ev
from lab.session.sharing import LOST
from lab.tui.widgets.exercise.action_log import ActionLog


def begun_anew(step: Step) -> Iterator[ev.Event]:
    """What the session layer tells instead of a verdict."""
    yield ev.StepStarted(step.id)
    yield ev.Noticed(LOST)
    yield ev.CleanUpPlanned("run", "private-registry", (), (), ())
    yield ev.Cleaned("run", "private-registry", (), ())


def opened(workplace: FakeWorkplace) -> int:
    return sum(call.startswith("open ") for call in workplace.calls)


async def test_the_exercise_is_opened_again_and_nobody_is_judged() -> None:
    workplace = FakeWorkplace(script=begun_anew)
    async with started(workplace, keys="enter r") as pilot:
        assert opened(workplace) == 2
        assert "begins again" in text(one(pilot, ActionLog))
        assert workplace.judged == {}


async def test_a_run_that_keeps_its_lease_stays_open() -> None:
    workplace = FakeWorkplace(script=lambda step: told(step, "pass"))
    async with started(workplace, keys="enter r"):
        assert opened(workplace) == 1
