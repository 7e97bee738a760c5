"""Every screen at every size and in every language: nothing is cut off."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widget import Widget
from tui_fakes import STOPPED, FakeWorkplace
from tui_pilot import MEDIUM, NARROW, WIDE, one, press, started, text

from lab.language.words import LANGUAGES
from lab.tui.widgets.exercise.action_log import ActionLog
from lab.tui.widgets.exercise.picture import Picture
from lab.tui.widgets.exercise.step_head import StepHead
from lab.tui.widgets.exercise.step_list import StepList, StepRow
from lab.tui.widgets.key_bar import KeyBar
from lab.tui.widgets.page import Page
from lab.tui.widgets.title_bar import TitleBar

SIZES = [NARROW, MEDIUM, WIDE]
WALK = ("", "enter", "h", "r", "w", "w", "question_mark", "escape", "n", "escape", "c", "enter")
"""Keys that lead through every screen and most of their states."""
FRAMES = (TitleBar, KeyBar, StepList, StepHead, Page, ActionLog, Picture)
"""What scrolls inside itself, and so must itself be wholly on the screen."""


def cut_off(pilot: Pilot[None]) -> list[str]:
    """Name every frame and dialog that is not wholly on the screen or has no room, and the line of keys where it is too long."""
    screen = pilot.app.screen
    widgets: list[Widget] = [*screen.query(".dialog")]
    widgets += [widget for kind in FRAMES for widget in screen.query(kind)]
    shown = [widget for widget in widgets if widget.display and all(each.display for each in widget.ancestors)]
    return [f"keys: {bar.render()}" for bar in screen.query(KeyBar) if cell_len(str(bar.render())) > bar.size.width] + [
        f"{widget!r} {widget.region}"
        for widget in shown
        if widget.region.area == 0 or not screen.region.contains_region(widget.region)
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_nothing_is_cut_off(lang: str, size: tuple[int, int]) -> None:
    async with started(FakeWorkplace(), lang=lang, size=size) as pilot:
        for number, key in enumerate(WALK):
            await press(pilot, key)
            assert cut_off(pilot) == [], f"after {' '.join(WALK[: number + 1])}"


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_question_of_consent_fits_on_the_smallest_screen(lang: str) -> None:
    async with started(FakeWorkplace(), keys="enter r", lang=lang, consent=False) as pilot:
        assert cut_off(pilot) == []
        question = pilot.app.screen.query_one("#question")
        assert pilot.app.screen.region.contains_region(question.region)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_an_error_of_the_engine_fits_on_the_smallest_screen(lang: str) -> None:
    async with started(FakeWorkplace(engine_errors=[STOPPED]), lang=lang) as pilot:
        card = pilot.app.screen.query_one("EngineCard")
        assert pilot.app.screen.region.contains_region(card.region)
        assert cut_off(pilot) == []


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_on_the_smallest_screen_every_step_is_in_sight(lang: str) -> None:
    async with started(FakeWorkplace(steps=8), keys="enter", lang=lang) as pilot:
        rows = list(pilot.app.screen.query(StepRow))
        strip = one(pilot, StepList).region
        assert len(rows) == 8
        assert [row for row in rows if not strip.contains_region(row.region)] == []


async def test_the_screen_folds_and_unfolds_when_the_terminal_is_resized() -> None:
    async with started(FakeWorkplace(), keys="enter r", size=WIDE) as pilot:
        assert one(pilot, Picture).region.width > 0
        for size in (NARROW, MEDIUM, WIDE, (40, 12), NARROW):
            await pilot.resize_terminal(*size)
            await press(pilot, "h")
            if size != (40, 12):
                assert cut_off(pilot) == []
        assert "✓ Done" in text(one(pilot, ActionLog))


async def test_a_long_command_is_wrapped_and_not_cut() -> None:
    async with started(FakeWorkplace(), keys="enter", size=NARROW) as pilot:
        code = pilot.app.screen.query_one("MarkdownFence > Label")
        assert code.region.width <= 78
        assert code.region.height > 1
