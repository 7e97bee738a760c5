"""What is done elsewhere is seen on the screen; drift is shown, caught up with, and reset."""

from __future__ import annotations

from threading import Event as Signal

from tui_fakes import CHANGES, WORLD, FakeWorkplace, judged, verdict
from tui_pilot import footer, one, press, settled, started, text, until

from lab.session import events as ev
from lab.tui.screens.home import HomeScreen
from lab.tui.widgets.exercise.action_log import ActionLog
from lab.tui.widgets.exercise.picture import Picture
from lab.tui.widgets.exercise.step_head import StepHead
from lab.tui.widgets.page import Page
from lab.tui.widgets.title_bar import TitleBar

PASSED: list[ev.Event] = [ev.WorldSeen(WORLD, CHANGES), ev.StepJudged("start", "pass", (verdict("pass"),), True)]
SILENT: list[ev.Event] = [ev.StepJudged("start", "cannot_tell", (verdict("cannot_tell"),))]


async def test_a_step_that_is_done_in_another_terminal_ticks_itself_off() -> None:
    workplace = FakeWorkplace(seen=[PASSED])
    async with started(workplace, keys="enter", size=(140, 40)) as pilot:
        workplace.engine.pushed += 1
        await until(pilot, lambda: "✓ done" in text(one(pilot, StepHead)))
        assert "This was done outside the lab" in text(one(pilot, ActionLog))
        assert "+ registry" in text(one(pilot, Picture))
        assert "perform start" not in workplace.calls


async def test_nothing_is_looked_at_while_something_runs_or_after_the_screen_has_gone() -> None:
    gate = Signal()
    workplace = FakeWorkplace(gate=gate)
    async with started(workplace, keys="enter") as pilot:
        await until(pilot, lambda: workplace.engine.following == 1)
        await pilot.press("r")
        await until(pilot, lambda: "running" in text(one(pilot, StepHead)))
        workplace.engine.pushed += 1
        await until(pilot, lambda: workplace.engine.pushed == 0)
        assert "glance start" not in workplace.calls
        gate.set()
        await settled(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: workplace.engine.following == 0)
        await press(pilot, "s")
        await until(pilot, lambda: workplace.engine.following == 1)
        await press(pilot, "escape k")
        assert isinstance(pilot.app.screen, HomeScreen)
        await until(pilot, lambda: workplace.engine.following == 0)


async def test_an_engine_that_goes_away_and_comes_back_is_noticed_and_blames_nobody() -> None:
    workplace = FakeWorkplace(seen=[SILENT, []])
    async with started(workplace, keys="enter") as pilot:
        workplace.engine.pushed += 1
        await until(pilot, lambda: "? does not answer" in text(one(pilot, TitleBar)))
        assert "? Cannot tell: this says nothing about your work" in text(one(pilot, ActionLog))
        workplace.engine.pushed += 1
        await until(pilot, lambda: "The engine answers again." in text(one(pilot, ActionLog)))
        await settled(pilot)
        assert "Docker Engine 20.10.24" in text(one(pilot, TitleBar))


async def test_catching_up_does_what_is_missing_before_the_step_on_the_screen() -> None:
    workplace = FakeWorkplace(judged=judged(start="pass"))
    async with started(workplace, keys="enter", size=(140, 40)) as pilot:
        assert "u" not in footer(pilot), "nothing is missing before the second step"
        await press(pilot, "n")
        assert footer(pilot)["u"] == "Catch up"
        await press(pilot, "u")
        assert [call for call in workplace.calls if call.startswith("perform")] == ["perform fetch"]
        assert "✓ Fetch" in text(one(pilot, ActionLog))
        assert "u" not in footer(pilot)


async def test_what_was_undone_outside_the_exercise_is_told_from_what_a_step_undid() -> None:
    lost = ev.StepJudged("start", "not_yet", (), True)
    async with started(FakeWorkplace(judged={"start": lost}), keys="enter", size=(140, 40)) as pilot:
        assert footer(pilot)["u"] == "Catch up"
        await press(pilot, "p")
        assert "something outside the exercise has undone it" in text(one(pilot, Page))


async def test_a_step_is_begun_again_from_the_state_before_it() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter r n r", size=(140, 40)) as pilot:
        workplace.calls.clear()
        await press(pilot, "z")
        done = [call for call in workplace.calls if call.startswith(("perform", "clean_up", "open"))]
        assert done[0] == "clean_up"
        assert "perform start" in done
        assert "perform fetch" not in done
        assert "not done" in text(one(pilot, StepHead))
        assert "✓ Start" in text(one(pilot, ActionLog))


async def test_a_reset_that_cannot_remove_everything_says_what_is_left_and_begins_nothing() -> None:
    workplace = FakeWorkplace(left="registry")
    async with started(workplace, keys="enter r", size=(140, 40)) as pilot:
        await press(pilot, "z")
        assert "! still there: container registry" in text(one(pilot, ActionLog))
        assert workplace.calls.count("perform start") == 1
