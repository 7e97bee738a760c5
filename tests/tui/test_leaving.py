"""Consent before the first change, and the question at the door."""

from __future__ import annotations

from threading import Event as Signal

import pytest
from textual.containers import VerticalScroll
from tui_fakes import FakeWorkplace, judged
from tui_pilot import footer, one, press, settled, started, text

from lab.language.message import say
from lab.language.words import LANGUAGES
from lab.tui.screens.consent import ConsentScreen
from lab.tui.screens.exercise import ExerciseScreen
from lab.tui.screens.home import HomeScreen
from lab.tui.screens.leaving import LeavingScreen
from lab.tui.widgets.exercise.step_head import StepHead
from lab.tui.widgets.receipt import Receipt


def performed(workplace: FakeWorkplace) -> list[str]:
    return [call for call in workplace.calls if call.startswith("perform")]


async def test_consent_is_asked_before_anything_is_performed_and_names_the_engine() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter r", consent=False) as pilot:
        assert isinstance(pilot.app.screen, ConsentScreen)
        assert performed(workplace) == []
        shown = text(pilot.app.screen)
        for part in ("Docker Engine 20.10.24", "unix:///var/run/docker.sock", "label", "stay as they are"):
            assert part in shown
        await press(pilot, "y")
        assert performed(workplace) == ["perform start"]


async def test_consent_is_asked_once() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter r y n r", consent=False) as pilot:
        assert isinstance(pilot.app.screen, ExerciseScreen)
        await press(pilot, "escape k enter r")
        assert isinstance(pilot.app.screen, ExerciseScreen)
        assert performed(workplace) == ["perform start", "perform fetch", "perform remove"]


async def test_without_consent_nothing_is_performed_and_it_is_asked_again() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter r n", consent=False) as pilot:
        assert isinstance(pilot.app.screen, ExerciseScreen)
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, ConsentScreen)
        assert performed(workplace) == []


async def test_what_an_exercise_asks_for_beside_is_asked_also_where_the_engine_may_be_changed() -> None:
    workplace = FakeWorkplace(asks=say("session.asks.swarm"))
    async with started(workplace, keys="enter r", consent=True) as pilot:
        assert isinstance(pilot.app.screen, ConsentScreen)
        assert "begins a Swarm on this engine" in text(pilot.app.screen)
        await press(pilot, "n r y")
        assert [call for call in workplace.calls if call.startswith(("agree", "perform"))] == [
            "agree asked",
            "perform start",
        ]
        await press(pilot, "n r")
        assert isinstance(pilot.app.screen, ExerciseScreen)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_everything_that_is_asked_can_be_read_in_80_by_24(lang: str) -> None:
    for asks in (None, say("session.asks.swarm")):
        async with started(FakeWorkplace(asks=asks), keys="enter r", lang=lang, consent=False) as pilot:
            assert isinstance(pilot.app.screen, ConsentScreen)
            assert one(pilot, VerticalScroll).max_scroll_y == 0


async def test_looking_needs_no_consent() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter c", consent=False) as pilot:
        assert isinstance(pilot.app.screen, ExerciseScreen)
        assert "check start" in workplace.calls


async def test_consent_given_beforehand_is_not_asked_for() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter r", consent=True):
        assert performed(workplace) == ["perform start"]


async def test_leaving_a_run_that_touched_something_asks_and_staying_stays() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter r escape") as pilot:
        assert isinstance(pilot.app.screen, LeavingScreen)
        assert footer(pilot) == {"c": "Clean up", "k": "Keep", "s": "Stay"}
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, ExerciseScreen)
        assert "clean_up" not in workplace.calls


async def test_keeping_leaves_everything_for_later() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter r escape k") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "clean_up" not in workplace.calls


async def test_a_run_that_goes_on_from_before_is_asked_about_too() -> None:
    async with started(FakeWorkplace(judged=judged(start="pass")), keys="enter escape") as pilot:
        assert isinstance(pilot.app.screen, LeavingScreen)


async def test_cleaning_up_shows_the_receipt_and_then_home() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter r escape c") as pilot:
        shown = text(one(pilot, Receipt))
        for part in ("− container  registry", "− files: 1", "freed: 13.3 kB", "The engine is as it was before."):
            assert part in shown
        assert footer(pilot) == {"enter": "Close"}
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert workplace.calls.count("clean_up") == 1


async def test_what_a_clean_up_could_not_remove_is_on_the_receipt() -> None:
    workplace = FakeWorkplace(left="registry")
    async with started(workplace, keys="enter r escape c") as pilot:
        shown = text(one(pilot, Receipt))
        assert "! still there: container registry" in shown
        assert "stays open" in shown


async def test_what_stays_for_another_exercise_is_on_the_receipt() -> None:
    stays = (say("session.stays.shared", image="registry"),)
    async with started(FakeWorkplace(stays=stays), keys="enter r escape c") as pilot:
        shown = text(one(pilot, Receipt))
        assert "· registry stays for now: another exercise uses it too" in shown
        assert "But for that, the engine is as it was before." in shown


async def test_q_asks_the_same_and_then_leaves_the_lab() -> None:
    async with started(FakeWorkplace(), keys="enter r q") as pilot:
        assert isinstance(pilot.app.screen, LeavingScreen)
        await pilot.press("k")
        await pilot.pause()
        assert not pilot.app.is_running


async def test_escape_stops_what_is_running_before_it_asks() -> None:
    gate = Signal()
    async with started(FakeWorkplace(gate=gate), keys="enter") as pilot:
        await pilot.press("r")
        while "running" not in text(one(pilot, StepHead)):
            await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert "stopping" in text(one(pilot, StepHead))
        gate.set()
        await settled(pilot)
        assert isinstance(pilot.app.screen, LeavingScreen)
        await press(pilot, "s")
        assert "not done" in text(one(pilot, StepHead)), "a step that was stopped has not been judged"


async def test_control_c_says_how_to_leave() -> None:
    async with started(FakeWorkplace(), keys="ctrl+c", lang="ko") as pilot:
        assert [notice.message for notice in pilot.app._notifications] == [
            "끝내려면 q 키를 누르세요. 실습에서 만든 것을 어떻게 할지 먼저 묻습니다."
        ]


async def test_a_key_that_comes_while_an_exercise_is_on_its_way_out_changes_nothing() -> None:
    async with started(FakeWorkplace(), keys="enter r") as pilot:
        exercise = pilot.app.screen
        assert isinstance(exercise, ExerciseScreen)
        exercise._answered("keep", False)
        exercise.action_leave(True)
        await settled(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)
        assert pilot.app.is_running
