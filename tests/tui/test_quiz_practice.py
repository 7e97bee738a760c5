"""Practice: told at once and why, hints, another try, a word against the grader, and the result."""

from __future__ import annotations

from tui_fakes import STOPPED
from tui_pilot import footer, one, press, started, text
from tui_quiz_fakes import HOME, PRACTICE, QuizWorkplace, page, quiz_screen, sat, type_in

from lab.tui.screens.home import HomeScreen
from lab.tui.screens.quiz_result import QuizResult
from lab.tui.widgets.quiz.line import Line
from lab.tui.widgets.quiz.mark_panel import MarkPanel
from lab.tui.widgets.quiz.question_head import QuestionHead
from lab.tui.widgets.quiz.result_rows import ResultList, ResultSum
from lab.tui.widgets.trouble import Trouble


async def test_a_question_shows_its_place_kind_and_points() -> None:
    async with sat("one", "ref") as (pilot, _):
        await press(pilot, "n")
        head = text(one(pilot, QuestionHead))
        for part in ("2/2", "▱▱▱▱▱▱", "Write an image's name", "points: 2"):
            assert part in head


async def test_an_answer_is_told_with_sign_word_reasons_and_explanation() -> None:
    async with sat("ref", "tag") as (pilot, place):
        await type_in(pilot, "registry.lab.example:5000/team/web", "enter")
        shown = page(pilot)
        assert "◐ Partly correct  ·  1.4 of 2" in shown
        assert "The tag is missing" in shown
        assert "That is why." not in shown, "one more try is worth more than the explanation"
        assert footer(pilot) | {"r": "Try again", "a": "I was right", "enter": "Next"} == footer(pilot)
        await press(pilot, "r")
        assert one(pilot, Line).value == "registry.lab.example:5000/team/web"
        await type_in(pilot, ":1.2", "enter")
        assert "✓ Correct  ·  2 of 2" in page(pilot)
        assert "That is why." in page(pilot)
        assert "r" not in footer(pilot)
        assert "✓ Correct" in text(one(pilot, QuestionHead))
        await press(pilot, "enter escape p")
        assert "✓ Correct  ·  2 of 2" in page(pilot), "who looks back sees what was told"
        assert len(place.book.answers()) == 2


async def test_what_costs_no_try_leaves_the_learner_in_the_field() -> None:
    async with sat("ref") as (pilot, _):
        await press(pilot, "enter")
        assert "· Not graded" in page(pilot)
        assert one(pilot, Line).has_focus


async def test_hints_come_one_by_one_and_an_appeal_is_written_down() -> None:
    async with sat("tag") as (pilot, place):
        await press(pilot, "escape h escape h escape")
        assert ("First hint" in page(pilot), "Second hint" in page(pilot)) == (True, True)
        assert "h" not in footer(pilot)
        await press(pilot, "enter")
        await type_in(pilot, "docker ps", "enter a")
        assert "✗ Not correct" in page(pilot)
        assert "→ Written down: your teacher will look at this answer." in page(pilot)
        assert "a" not in footer(pilot)
        assert place.book.whats() == ["quiz-begun", "hinted", "hinted", "answered", "appealed"]


async def test_what_the_grader_does_not_understand_is_judged_by_the_learner() -> None:
    async with sat("short") as (pilot, place):
        await type_in(pilot, "zzz qqq vvv name", "enter")
        shown = page(pilot)
        assert "? Not understood, and not counted against you" in shown
        assert "The model." in shown
        assert {key: footer(pilot)[key] for key in "yhn"} == {"y": "Yes", "h": "Half", "n": "No"}
        assert pilot.app.screen.query_one(MarkPanel).has_class("-review")
        await press(pilot, "h")
        assert "◐ Partly correct  ·  by your own judgement" in page(pilot)
        assert place.book.whats()[-1] == "self-marked"


async def test_the_result_has_every_mark_and_another_round_asks_what_was_wrong() -> None:
    async with sat("ref", "tag", "one") as (pilot, place):
        await type_in(pilot, "registry.lab.example:5000/team/web:1.2", "enter enter")
        await type_in(pilot, "docker ps", "enter enter")
        await press(pilot, "n")
        assert "3/3" in text(one(pilot, QuestionHead)), "there is nothing after the last question"
        await press(pilot, "s")
        assert "2 of 6 points, 33 % (70 % are enough)" in text(one(pilot, ResultSum))
        assert "✗ Not enough yet." in text(one(pilot, ResultSum))
        shown = text(one(pilot, ResultList))
        for part in ("✓ About ref [b]  Correct  ·  2 of 2", "✗ About tag [b]", "This command", "· About one [b]"):
            assert part in shown
        await press(pilot, "down a")
        assert place.book.whats()[-1] == "appealed"
        assert "→ Written down" in text(one(pilot, ResultList))
        await press(pilot, "r")
        assert "2/3" in text(one(pilot, QuestionHead)), "what was right is not asked again"
        assert one(pilot, Line).value == "docker ps"
        assert quiz_screen(pilot).sheet is not None
        assert not quiz_screen(pilot).sheet.marked  # type: ignore[union-attr]


async def test_with_everything_right_the_attempt_ends_and_home_shows_it() -> None:
    async with sat("ref", keys=PRACTICE) as (pilot, place):
        await type_in(pilot, "registry.lab.example:5000/team/web:1.2", "enter enter")
        assert "✓ That is enough." in text(one(pilot, ResultSum))
        assert "r" not in footer(pilot)
        assert place.book.whats()[-1] == "submitted"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "100%" in text(pilot.app.screen)
        assert place.book.whats().count("submitted") == 1


async def test_finishing_ends_the_attempt_and_escape_keeps_it_open() -> None:
    async with sat("one", "ref", keys=f"{PRACTICE} s escape") as (pilot, place):
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "submitted" not in place.book.whats()
        await press(pilot, "enter enter s")
        assert isinstance(pilot.app.screen, QuizResult)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert place.book.whats()[-1] == "submitted"


async def test_leaving_in_the_middle_keeps_what_was_typed_and_what_was_answered() -> None:
    async with sat("one", "ref", "tag", keys=PRACTICE) as (pilot, place):
        await press(pilot, "1 enter enter")
        await type_in(pilot, "team/web", "escape escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        await press(pilot, "enter")
        assert "Goes on: 1 of 3 answered." in text(pilot.app.screen)
        await press(pilot, "enter")
        assert one(pilot, Line).value == "team/web"
        assert place.book.whats().count("quiz-begun") == 1


async def test_the_language_can_be_switched_at_any_time_and_what_was_typed_stays() -> None:
    async with sat("one", "ref") as (pilot, _):
        await press(pilot, "2 h l")
        for part in ("무엇이 오나요?", "a `layer` 보기".replace("`", ""), "첫 힌트", "하나만 맞습니다."):
            assert part in page(pilot)
        assert page(pilot).count("(•)") == 1
        await press(pilot, "n")
        await type_in(pilot, "team/web", "escape l")
        assert "Its full name?" in page(pilot)
        assert one(pilot, Line).value == "team/web"
        await press(pilot, "enter enter l s")
        assert "레지스트리 퀴즈 · 연습" in text(pilot.app.screen)
        assert "ref 제목" in text(one(pilot, ResultList))
        await press(pilot, "l")
        assert "About ref [b]" in text(one(pilot, ResultList))


async def test_why_a_quiz_cannot_be_begun_is_told_and_the_way_home_is_open() -> None:
    place = QuizWorkplace(asked=("one",), refused=STOPPED)
    async with started(place, f"{HOME} enter") as pilot:
        assert "No container engine answers" in text(one(pilot, Trouble))
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
