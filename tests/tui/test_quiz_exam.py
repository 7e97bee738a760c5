"""An exam: nothing is told until the end, the clock runs, and it is handed in once."""

from __future__ import annotations

from tui_pilot import footer, one, press, settled, text
from tui_quiz_fakes import EXAM, HOME, page, quiz_screen, sat, type_in

from lab.tui.screens.home import HomeScreen
from lab.tui.screens.quiz_handing_in import HandingIn
from lab.tui.screens.quiz_result import QuizResult
from lab.tui.widgets.quiz.line import Line
from lab.tui.widgets.quiz.question_head import QuestionHead
from lab.tui.widgets.quiz.quiz_bar import QuizBar
from lab.tui.widgets.quiz.result_rows import ResultList, ResultSum

LIMITED = f"{HOME} down enter 5 enter"
"""An exam of five minutes."""


async def test_nothing_is_told_before_the_end_and_a_question_is_asked_before_handing_in() -> None:
    async with sat("ref", "tag", keys=EXAM) as (pilot, place):
        await type_in(pilot, "wrong", "enter")
        assert "▰" in text(one(pilot, QuestionHead)), "the next question is there at once"
        assert "▪" not in page(pilot)
        await type_in(pilot, "docker ps")
        assert "▪" not in page(pilot), "what would be read is not told either"
        await press(pilot, "escape")
        assert not {"h", "r", "a"} & set(footer(pilot))
        assert footer(pilot)["s"] == "Hand in"
        await press(pilot, "s")
        dialog = pilot.app.screen
        assert isinstance(dialog, HandingIn)
        assert "Answered: 2 of 2." in text(dialog), "what stands in the fields is the answer"
        await press(pilot, "l")
        assert "지금 제출할까요?" in text(dialog)
        await press(pilot, "l y")
        assert isinstance(pilot.app.screen, QuizResult)
        assert "0 of 4 points" in text(one(pilot, ResultSum))
        assert text(one(pilot, ResultList)).count("✗") == 2
        assert "r" not in footer(pilot)
        await press(pilot, "a enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert place.book.whats() == ["quiz-begun", "answered", "answered", "submitted", "appealed"]


async def test_whoever_is_not_ready_goes_back_to_what_was_left_out() -> None:
    async with sat("ref", "tag", keys=EXAM) as (pilot, place):
        await press(pilot, "enter")
        assert place.book.answers() == [], "an empty field is no answer"
        await type_in(pilot, "docker ps", "enter")
        assert "Left out: 1." in text(pilot.app.screen)
        await press(pilot, "n")
        left_out = quiz_screen(pilot).sheet
        assert left_out is not None
        assert left_out.given is None
        await type_in(pilot, "team/web", "enter enter")
        assert isinstance(pilot.app.screen, QuizResult)
        assert place.book.whats().count("submitted") == 1


async def test_an_answer_may_be_changed_by_going_back_and_stays_where_it_is_looked_at() -> None:
    async with sat("ref", "tag", keys=EXAM) as (pilot, place):
        await type_in(pilot, "one", "enter escape p")
        assert one(pilot, Line).value == "one"
        assert "✎ noted" in text(one(pilot, QuestionHead))
        await press(pilot, "escape n")
        assert place.book.answers() == ["one"]
        await press(pilot, "escape p")
        await type_in(pilot, "more", "escape n")
        assert place.book.answers() == ["one", "onemore"]


async def test_the_clock_runs_and_the_last_second_takes_what_stands_there() -> None:
    async with sat("ref", "tag", keys=LIMITED) as (pilot, place):
        assert "5:00 left" in text(one(pilot, QuizBar))
        place.clock.at += 241
        quiz_screen(pilot).tick()
        await settled(pilot)
        assert "0:59 left" in text(one(pilot, QuizBar))
        await type_in(pilot, "team/web", "escape s")
        place.clock.at += 58.5
        pilot.app.screen_stack[-2].tick()  # type: ignore[attr-defined]  # the question waits below the dialog
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuizResult)
        assert "The time was up" in text(one(pilot, ResultSum))
        assert place.book.answers() == ["team/web"]
        assert place.book.whats().count("submitted") == 1


async def test_an_exam_under_way_goes_on_and_one_whose_time_has_passed_is_handed_in() -> None:
    async with sat("ref", "tag", keys=LIMITED) as (pilot, place):
        await type_in(pilot, "team/web", "enter")
        await type_in(pilot, "docker", "escape escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert place.book.answers()[1:] == ["docker"] or place.book.answers()[:1] == ["docker"]
        await press(pilot, "enter")
        assert "Goes on: 2 of 2 answered." in text(pilot.app.screen)
        place.clock.at += 400
        await press(pilot, "down enter")
        assert isinstance(pilot.app.screen, QuizResult)
        assert "The time was up" in text(one(pilot, ResultSum))
        assert place.book.whats() == ["quiz-begun", "answered", "answered", "submitted"]
