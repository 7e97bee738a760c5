"""The deck of what is due: on home, asked card by card, each telling when it comes back."""

from __future__ import annotations

from tui_pilot import footer, one, press, started, text
from tui_quiz_fakes import DAY, QuizBook, QuizWorkplace, page, sat, type_in

from lab.tui.screens.home import HomeScreen
from lab.tui.widgets.exercise_list import ExerciseList
from lab.tui.widgets.quiz.question_head import QuestionHead

RIGHT = "registry.lab.example:5000/team/web:1.2"


async def learnt() -> QuizBook:
    """Records of a learner who was right once and wrong once."""
    async with sat("ref", "tag") as (pilot, place):
        await type_in(pilot, RIGHT, "enter enter")
        await type_in(pilot, "docker ps", "enter")
    return place.book


async def test_home_tells_what_is_due_and_a_card_tells_when_it_comes_back() -> None:
    place = QuizWorkplace(asked=("ref", "tag"), book=await learnt())
    place.clock.at += 30 * DAY
    async with started(place) as pilot:
        shown = text(one(pilot, ExerciseList))
        assert "Review what you have learnt" in shown
        assert "2 due today" in shown
        await press(pilot, "down down enter")
        assert "1/2" in text(one(pilot, QuestionHead))
        answers = {"ref": RIGHT, "tag": "docker tag web 127.0.0.1:5000/web"}
        for _ in answers:
            asked = pilot.app.screen.sheet.id  # type: ignore[attr-defined]
            await type_in(pilot, answers[asked], "enter")
            before = page(pilot)
            assert "→ Comes back in" in before
            await press(pilot, "e")
            assert "→ Easy" in page(pilot)
            assert page(pilot).partition("Comes back")[2] != before.partition("Comes back")[2]
            assert "e" not in footer(pilot)
            await press(pilot, "enter")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "due today" not in text(one(pilot, ExerciseList))


async def test_nothing_is_due_before_something_was_learnt() -> None:
    async with sat("ref", keys="down enter down down down") as (pilot, _):
        assert "Nothing is due today." in text(pilot.app.screen)
        await press(pilot, "enter")
        assert pilot.app.screen.query("#timing.-some"), "the cursor stays on the exam"
