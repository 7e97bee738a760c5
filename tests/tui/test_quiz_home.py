"""Home lists quizzes under the exercises, and asks how one is to be taken; every screen fits on every terminal."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Footer, Input
from textual.widgets._footer import FooterKey
from tui_pilot import NARROW, WIDE, one, press, started, text
from tui_quiz_fakes import HOME, PRACTICE, QuizWorkplace, sat, type_in

from lab.language.words import LANGUAGES
from lab.tui.screens.home import HomeScreen
from lab.tui.screens.quiz import QuizScreen
from lab.tui.screens.quiz_choosing import QuizChoosing
from lab.tui.screens.quiz_result import QuizResult
from lab.tui.widgets.exercise_list import ExerciseList
from lab.tui.widgets.quiz.question_head import QuestionHead
from lab.tui.widgets.quiz.quiz_bar import QuizBar

FRAMES = (QuizBar, QuestionHead, Footer, FooterKey)


def cut_off(pilot: Pilot[None]) -> list[str]:
    """Name every frame and key that is not wholly on the screen, and all that is wider than it."""
    screen = pilot.app.screen
    frames = [widget for kind in FRAMES for widget in screen.query(kind)]
    found = [widget for widget in frames if not screen.region.contains_region(widget.region) or not widget.region.area]
    wide = [each for each in screen.query("QuizPage *, ResultRow, .dialog") if each.region.right > screen.region.right]
    return [f"{widget!r} {widget.region}" for widget in (*found, *wide)]


async def test_home_lists_quizzes_with_their_length_and_best_result() -> None:
    async with started(QuizWorkplace(asked=("one", "ref"))) as pilot:
        lines = [" ".join(line.split()) for line in text(one(pilot, ExerciseList)).split("\n")]
        assert lines.index("Quizzes") < lines.index("Registry quiz")
        assert ("2 q." in lines, "–" in lines) == (True, True)
        await press(pilot, "down enter")
        assert isinstance(pilot.app.screen, QuizChoosing), "the cursor passes over the heading"


async def test_an_exam_asks_for_its_minutes_and_escape_goes_back_one_step_at_a_time() -> None:
    async with sat("one", keys=f"{HOME} down enter") as (pilot, place):
        assert one(pilot, Input).has_focus
        await press(pilot, "1 2 x l")
        assert one(pilot, Input).value == "12", "letters are no minutes"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, QuizChoosing)
        await press(pilot, "l")
        assert "시험" in text(pilot.app.screen)
        await press(pilot, "enter enter")
        assert isinstance(pilot.app.screen, QuizScreen)
        assert (place.book.rows[0].data or {})["seconds"] == 720
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_q_leaves_the_lab_from_a_question_and_keeps_the_answers() -> None:
    async with sat("one", "many", keys=PRACTICE) as (pilot, place):
        await press(pilot, "1 enter")
        await pilot.press("q")
        await pilot.pause()
        assert not pilot.app.is_running
    assert place.book.whats() == ["quiz-begun", "answered"]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_nothing_of_a_quiz_is_cut_off(lang: str, size: tuple[int, int]) -> None:
    async with sat("order", "tag", "why", "hook", lang=lang, size=size) as (pilot, _):
        for keys in ("x", "enter", "enter"):
            assert cut_off(pilot) == []
            await press(pilot, keys)
        await type_in(pilot, "docker tag 가나다 " * 12)
        for keys in ("enter", "enter", "f", "enter enter", "enter"):
            assert cut_off(pilot) == []
            await press(pilot, keys)
        await type_in(pilot, "웹훅 " * 20, "enter")
        assert cut_off(pilot) == []
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizResult)
        assert cut_off(pilot) == []


async def test_the_page_of_keys_has_those_of_the_field_and_none_that_never_work() -> None:
    async with sat("order") as (pilot, _):
        await press(pilot, "question_mark")
        shown = text(pilot.app.screen)
        assert "put a step aside" in shown
        assert "hand the exam in" not in shown
