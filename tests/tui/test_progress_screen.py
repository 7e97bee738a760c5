"""The page of progress: figures and pictures of what was done, and what is next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from textual.widgets import Static
from tui_fakes import BUILDING, FACTS, PRACTICE, STOPPED, FakeWorkplace
from tui_pilot import NARROW, WIDE, one, press, started, text

from lab.engine.contract import EngineFacts
from lab.history import ExerciseHistory, History, QuizHistory, Score, StepHistory
from lab.language.words import LANGUAGES
from lab.tui.screens.home import HomeScreen
from lab.tui.widgets.progress.calendar import Calendar, first_day, shade
from lab.tui.widgets.progress.charts import BarChart
from lab.tui.widgets.progress.exercise_card import ExerciseCard, duration
from lab.tui.widgets.trouble import Trouble

TODAY = date(2026, 11, 24)
STEPS = (
    StepHistory("start", True, 1, 30.0),
    StepHistory("fetch", False, 4, 600.0),
    StepHistory("remove", False, 0, None),
)
HISTORY = History(
    (ExerciseHistory("private-registry", STEPS),),
    (QuizHistory("gone-quiz", 70, (Score(1.0, 50.0),), 0),),
    {TODAY: 4, TODAY - timedelta(days=8): 21, TODAY - timedelta(days=400): 3},
    TODAY,
)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_each_step_has_its_tries_and_time_in_figures_and_in_bars(size: tuple[int, int]) -> None:
    async with started(FakeWorkplace(told=HISTORY), keys="p", size=size) as pilot:
        card = text(one(pilot, ExerciseCard))
        for part in ("✓", "Start", "tries: 1", "tries: 4", "10 min", "–"):
            assert part in card
        assert len(pilot.app.screen.query(BarChart)) == 2
        assert all(chart.region.width > 20 for chart in pilot.app.screen.query(BarChart))
        assert "Next: step 2" in text(pilot.app.screen.query_one("#next", Static))


@pytest.mark.parametrize(("facts", "title"), [(PRACTICE, "Run a private registry"), (FACTS, "Build and push")])
async def test_what_is_next_is_what_this_engine_can_do(facts: EngineFacts, title: str) -> None:
    told = replace(HISTORY, exercises=(ExerciseHistory("docker-hub", STEPS), *HISTORY.exercises))
    async with started(FakeWorkplace(more=(BUILDING,), facts=facts, told=told), keys="p") as pilot:
        assert title in text(pilot.app.screen.query_one("#next", Static))


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_calendar_marks_days_of_the_last_twelve_weeks(lang: str) -> None:
    async with started(FakeWorkplace(told=HISTORY), keys="p", lang=lang) as pilot:
        lines = text(one(pilot, Calendar)).split("\n")
        assert len(lines) == 9
        assert "░ 4" in lines[1 + TODAY.weekday()]
        assert "█21" in lines[1 + (TODAY - timedelta(days=8)).weekday()]
        assert "25" in lines[-1], "what lies before is not counted"


async def test_a_newcomer_is_told_how_the_page_fills_and_records_that_cannot_be_read_are_told_of() -> None:
    async with started(FakeWorkplace(), keys="p") as pilot:
        assert "Nothing to draw yet" in text(pilot.app.screen.query_one("#next", Static))
        await press(pilot, "l")
        assert "아직 그릴 것이 없습니다" in text(pilot.app.screen.query_one("#next", Static))
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    class Broken(FakeWorkplace):
        def history(self) -> History:
            raise STOPPED

    async with started(Broken(), keys="p") as pilot:
        assert "No container engine answers" in text(one(pilot, Trouble))


def test_weeks_begin_on_mondays_and_blocks_grow_with_what_was_done() -> None:
    assert first_day(TODAY).weekday() == 0
    assert (TODAY - first_day(TODAY)).days < 7 * 12
    assert [shade(done) for done in (0, 1, 5, 10, 20, 99)] == ["·", "░", "▒", "▓", "█", "█"]


def test_times_are_seconds_below_two_minutes_and_minutes_from_there() -> None:
    assert duration(119.4).arguments() == {"seconds": 119}
    assert duration(120).arguments() == {"minutes": 2}
