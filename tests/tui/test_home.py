"""The home screen: which engine, which exercises, and what to do where there is none."""

from __future__ import annotations

from dataclasses import replace
from threading import Event as Signal

import pytest
from textual.pilot import Pilot
from tui_fakes import BUILDING, PRACTICE, STOPPED, FakeWorkplace, judged
from tui_pilot import WIDE, footer, one, press, settled, started, text, until

from lab.tui.app import RegistryLabApp
from lab.tui.screens.exercise import ExerciseScreen
from lab.tui.screens.home import HomeScreen
from lab.tui.widgets.about import About
from lab.tui.widgets.engine_card import EngineCard
from lab.tui.widgets.exercise_list import ExerciseList, ExerciseRow
from lab.tui.widgets.trouble import Trouble


async def test_home_shows_the_engine_with_version_address_and_image_store() -> None:
    async with started(FakeWorkplace()) as pilot:
        shown = text(one(pilot, EngineCard))
    for part in ("Docker Engine 20.10.24", "unix:///var/run/docker.sock", "socket", "overlay2"):
        assert part in shown


async def test_the_first_frame_is_painted_before_anything_is_asked() -> None:
    workplace = FakeWorkplace()
    app = RegistryLabApp(workplace, "en", True)  # type: ignore[arg-type]
    asked: list[list[str]] = []
    original = HomeScreen.on_mount

    def on_mount(screen: HomeScreen) -> None:
        original(screen)
        asked.append(list(workplace.calls))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HomeScreen, "on_mount", on_mount)
        async with app.run_test() as pilot:
            await settled(pilot)
    assert asked == [[]]
    assert sorted(workplace.calls) == ["connect", "exercises en"]


async def test_home_lists_exercises_with_minutes_and_progress() -> None:
    async with started(FakeWorkplace(judged=judged(start="pass", fetch="pass"))) as pilot:
        shown = text(one(pilot, ExerciseList))
    for part in ("Run a private registry", "20 min", "2/3", "▰▰▰▰▰▱▱▱"):
        assert part in shown


async def test_an_engine_that_does_not_answer_is_shown_with_what_to_do() -> None:
    async with started(FakeWorkplace(engine_errors=[STOPPED])) as pilot:
        shown = text(one(pilot, EngineCard))
        assert "No container engine answers" in shown
        assert "Start Docker Desktop" in shown
        assert footer(pilot)["r"] == "Try again"
        assert "Run a private registry" in text(one(pilot, ExerciseList))


async def test_retry_looks_again_and_finds_the_engine() -> None:
    async with started(FakeWorkplace(engine_errors=[STOPPED]), keys="r") as pilot:
        assert "Docker Engine 20.10.24" in text(one(pilot, EngineCard))
        assert "r" not in footer(pilot)


async def test_broken_content_or_records_are_shown_and_do_not_hide_the_engine() -> None:
    workplace = FakeWorkplace(content_error=STOPPED)
    async with started(workplace) as pilot:
        assert "No container engine answers" in text(one(pilot, Trouble))
        assert "Docker Engine" in text(one(pilot, EngineCard))


async def test_an_error_that_is_nobodys_is_not_hidden() -> None:
    workplace = FakeWorkplace(content_error=ZeroDivisionError("a bug"))
    with pytest.raises(Exception, match="a bug"):
        async with started(workplace):
            pass


async def test_enter_opens_an_exercise_and_escape_comes_back_without_a_question() -> None:
    async with started(FakeWorkplace(), keys="enter") as pilot:
        assert isinstance(pilot.app.screen, ExerciseScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_home_shows_new_progress_after_an_exercise() -> None:
    async with started(FakeWorkplace(), keys="enter r escape k") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "1/3" in text(one(pilot, ExerciseList))


async def test_the_language_of_everything_on_home_can_be_switched() -> None:
    async with started(FakeWorkplace(), keys="l") as pilot:
        shown = text(pilot.app.screen)
        assert "나만의 레지스트리 운영하기" in shown
        assert "20분" in shown
        assert footer(pilot) == {
            "enter": "열기",
            "up": "고르기",
            "d": "점검",
            "p": "진도",
            "s": "설정",
            "l": "English",
            "question_mark": "도움말",
            "q": "종료",
        }
        await press(pilot, "l")
        assert "Run a private registry" in text(pilot.app.screen)


def rows(pilot: Pilot[None]) -> list[tuple[str, str]]:
    """Title of each exercise on the list, and what is said of it at the end of its line."""
    shown = (text(row).splitlines() for row in one(pilot, ExerciseList).query(ExerciseRow))
    return [(lines[1], lines[-1]) for lines in shown]


async def test_what_this_engine_cannot_do_says_so_and_is_not_what_is_next() -> None:
    async with started(FakeWorkplace(more=(BUILDING,), facts=PRACTICE), size=WIDE) as pilot:
        assert rows(pilot) == [("Build and push", "not here"), ("Run a private registry", "0/3")]
        assert one(pilot, ExerciseList).index == 1
        assert "Next: step 1 of “Run a private registry”" in text(pilot.app.screen)
        await press(pilot, "up")
        assert "needs a real engine" in text(one(pilot, About))


async def test_on_an_engine_that_can_do_it_it_is_as_any_other() -> None:
    async with started(FakeWorkplace(more=(BUILDING,))) as pilot:
        assert [said for _, said in rows(pilot)] == ["0/3", "0/3"]


@pytest.mark.parametrize(("moves", "at"), [("", 2), ("down", 1), ("down up", 0)])
async def test_an_engine_that_is_found_late_moves_the_cursor_only_where_nobody_has(moves: str, at: int) -> None:
    found, other = Signal(), replace(BUILDING, id="other")
    workplace = FakeWorkplace(more=(BUILDING, other), facts=PRACTICE, sought=found, tries=0)
    app = RegistryLabApp(workplace, "en", True)  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await until(pilot, lambda: [listed.index for listed in app.screen.query(ExerciseList)] == [0])
        listed = one(pilot, ExerciseList)
        await pilot.press(*moves.split())
        found.set()
        await settled(pilot)
        assert listed.index == at


async def test_q_leaves_the_lab() -> None:
    async with started(FakeWorkplace()) as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert pilot.app.return_code == 0
        assert not pilot.app.is_running
