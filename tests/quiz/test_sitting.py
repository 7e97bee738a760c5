"""Taking a quiz: practice tells at once, an exam at the end, and a kill at any moment costs nothing."""

from __future__ import annotations

import pytest

from lab.errors import UsageError
from lab.language.message import Message
from lab.quiz import events as ev
from lab.quiz.attempt import attempts
from lab.quiz.opening import open_sitting
from tests.quiz.quiz_builders import (
    MANY,
    QUIZ,
    RIGHT,
    SMALL,
    STATE,
    WEBHOOK,
    FakeBook,
    FakeClock,
    Killed,
    desk,
    give,
    sit,
)


@pytest.fixture
def book() -> FakeBook:
    return FakeBook()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def key_of(event: ev.Event) -> str:
    assert isinstance(event, ev.Refused)
    assert isinstance(event.reason, Message)
    return event.reason.key


# --- practice ------------------------------------------------------------------------------------------------------------


def test_practice_asks_in_the_files_order_and_leaves_out_what_is_about_an_engine(
    book: FakeBook, clock: FakeClock
) -> None:
    sitting = sit(book, clock)
    assert sitting.questions == tuple(each.id for each in QUIZ.questions if each is not STATE)
    assert sitting.opened() == ev.SittingOpened("basics", "practice", "run-1", 1, 9, 0, None, None, False)
    asked = sitting.next_question()
    assert asked is not None
    assert (asked.question, asked.number, asked.of, asked.tries) == (WEBHOOK, 1, 9, 0)


def test_practice_tells_at_once(book: FakeBook, clock: FakeClock) -> None:
    event = give(sit(book, clock), "webhook", "webhook")
    assert isinstance(event, ev.AnswerGraded)
    assert (event.grade.status, event.score, event.points, event.counted) == ("correct", 1.0, 1, True)
    assert event.explanation == WEBHOOK.explanation


def test_the_explanation_waits_while_one_try_is_left_to_find_out(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    first, second = give(sitting, "webhook", "cron"), give(sitting, "webhook", "timer")
    assert isinstance(first, ev.AnswerGraded)
    assert isinstance(second, ev.AnswerGraded)
    assert (first.explanation, second.explanation) == ("", WEBHOOK.explanation)


@pytest.mark.parametrize("option", ["-p s3cret", "--password=s3cret", "-ps3cret"])
def test_a_password_that_is_typed_as_an_answer_is_not_kept(book: FakeBook, clock: FakeClock, option: str) -> None:
    give(sit(book, clock), "tag", f"docker pull x\ndocker login -u kim {option} 127.0.0.1:5000")
    (record,) = (each for each in book.rows if each.what == "answered")
    assert "s3cret" not in str(record.data)
    assert "docker login -u kim -p" in str(record.data).replace("--password=", "-p")


def test_only_what_was_wrong_is_asked_again(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    for identity in sitting.questions:
        give(sitting, identity, {**RIGHT, "webhook": "cron", "one": 3}[identity])
    assert sitting.next_question() is None
    assert sitting.again() == 2
    asked = sitting.next_question()
    assert asked is not None
    assert (asked.question.id, asked.tries) == ("webhook", 1)
    give(sitting, "webhook", "webhook")
    give(sitting, "one", 1)
    assert sitting.next_question() is None
    assert sitting.again() == 0


def test_a_question_left_for_later_comes_in_the_next_round(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, quiz=SMALL)
    sitting.skip("webhook")
    give(sitting, "one", 1)
    assert sitting.next_question() is None
    assert sitting.again() == 1


def test_what_is_right_is_not_answered_again(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "webhook", "webhook")
    assert key_of(give(sitting, "webhook", "cron")) == "quiz.refused.settled"
    assert sitting.result().score == 1


def test_what_cannot_be_graded_costs_no_try(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    event = give(sitting, "webhook", "   ")
    assert isinstance(event, ev.AnswerGraded)
    assert (event.grade.status, event.counted) == ("not-graded", False)
    asked = sitting.next_question()
    assert asked is not None
    assert (asked.question.id, asked.tries) == ("webhook", 0)


def test_hints_come_in_order_and_are_written_down(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    shown = [sitting.hint("webhook"), sitting.hint("webhook")]
    assert shown == [
        ev.HintShown("webhook", WEBHOOK.hints[0], 1, 2),
        ev.HintShown("webhook", WEBHOOK.hints[1], 2, 2),
    ]
    assert key_of(sitting.hint("webhook")) == "quiz.refused.no-more-hints"
    assert [(row.what, row.step) for row in book.rows[1:]] == [("hinted", "webhook")] * 2
    give(sitting, "webhook", "webhook")
    assert (book.rows[-1].data or {})["hints"] == 2


def test_hints_are_still_shown_after_a_kill(book: FakeBook, clock: FakeClock) -> None:
    sit(book, clock).hint("webhook")
    asked = sit(book, clock, run="run-2").next_question()
    assert asked is not None
    assert asked.hints == WEBHOOK.hints[:1]


def test_practice_goes_on_after_a_kill_where_its_last_record_left_it(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "webhook", "webhook")
    book.kill_at = "answered"
    with pytest.raises(Killed):
        give(sitting, "ports", RIGHT["ports"])
    again = sit(book, clock, run="run-2")
    assert again.opened().resumed
    assert again.attempt.run == "run-1"
    assert [item.status for item in again.result().items[:3]] == ["correct", "correct", "not-graded"]
    asked = again.next_question()
    assert asked is not None
    assert asked.question.id == "https"


def test_an_answer_is_written_down_with_all_that_a_later_look_needs(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    clock.wait(30)
    give(sitting, "many", [3], ms=1500)
    row = book.rows[-1]
    assert (row.run, row.exercise, row.what, row.step) == ("run-1", "quiz/basics", "answered", "many")
    assert row.at == clock.now()
    data = dict(row.data or {})
    assert data.pop("notes")
    assert data == {
        "learner": "kim",
        "elapsed": 30,
        "item_hash": MANY.hash,
        "lang": "en",
        "seed": 7,
        "mode": "practice",
        "shown": list(sitting.attempt.layout.options["many"]),
        "answer": [3],
        "normal": data["normal"],
        "score": 0.0,
        "points": 2,
        "grader": "tests 1",
        "hints": 0,
        "ms": 1500,
    }


# --- what the grader does not understand ---------------------------------------------------------------------------------


def in_review(book: FakeBook, clock: FakeClock, mode: str = "practice") -> ev.Event:
    sitting = sit(book, clock, mode)  # type: ignore[arg-type]
    return give(sitting, "https", "іnsecure registries")  # with a Cyrillic letter


def test_review_shows_the_model_answer_and_counts_neither_way(book: FakeBook, clock: FakeClock) -> None:
    event = in_review(book, clock)
    assert isinstance(event, ev.AnswerGraded)
    assert (event.grade.status, event.model_answer) == ("review", "registries without HTTPS")
    result = sit(book, clock).result()
    assert (result.pending, result.most) == (1, sum(each.points for each in QUIZ.questions) - 3 - 2)


def test_the_learner_resolves_it_and_it_is_written_down_as_theirs(book: FakeBook, clock: FakeClock) -> None:
    in_review(book, clock)
    sitting = sit(book, clock)
    assert sitting.mark_self("https", "partial") == ev.SelfMarked("https", "partial")
    assert (book.rows[-1].what, book.rows[-1].outcome) == ("self-marked", "partial")
    item = next(item for item in sitting.result().items if item.question == "https")
    assert (item.status, item.score, item.source) == ("partial", 1.5, "self")


def test_nobody_marks_themselves_where_the_grader_has_spoken(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "webhook", "cron")
    assert key_of(sitting.mark_self("webhook", "correct")) == "quiz.refused.nothing-to-judge"
    assert "self-marked" not in book.whats()


def test_in_an_exam_it_is_pending_until_a_teacher_has_looked(book: FakeBook, clock: FakeClock) -> None:
    in_review(book, clock, "exam")
    sitting = sit(book, clock, "exam")
    assert key_of(sitting.mark_self("https", "correct")) == "quiz.refused.teacher-judges"
    result = sitting.submit().result
    assert result.pending == 1
    assert result.most == sum(each.points for each in QUIZ.questions) - 3 - 2


# --- exam ----------------------------------------------------------------------------------------------------------------


def test_an_exam_tells_nothing_until_the_end(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam")
    assert give(sitting, "webhook", "cron") == ev.AnswerNoted("webhook", None)
    assert key_of(sitting.hint("webhook")) == "quiz.refused.no-hints-in-exam"
    assert key_of(sitting.appeal("webhook")) == "quiz.refused.not-told-yet"
    finished = sitting.submit()
    assert finished.result.items[0].status == "incorrect"
    assert finished.result.items[0].feedback


def test_an_answer_may_be_changed_until_the_end(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam", quiz=SMALL)
    for answer in ("webhook", "cron", "webhook"):
        give(sitting, "webhook", answer)
    result = sitting.submit().result
    assert [(item.status, item.score) for item in result.items] == [("correct", 1), ("not-graded", 0)]
    assert (result.score, result.most) == (1, 2)


def test_what_was_left_out_in_an_exam_is_offered_again_and_counts_as_nothing(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam", quiz=SMALL)
    sitting.skip("one")
    give(sitting, "webhook", "webhook")
    assert sitting.next_question() is None
    assert sitting.again() == 1
    result = sitting.submit().result
    assert (result.score, result.most, result.pending) == (1, 2, 0)


def test_an_exam_goes_on_with_the_same_order_whatever_seed_is_asked_for(book: FakeBook, clock: FakeClock) -> None:
    first = sit(book, clock, "exam", seed=1)
    give(first, first.questions[0], RIGHT[first.questions[0]])
    second = sit(book, clock, "exam", seed=2, run="run-2")
    assert second.attempt == first.attempt
    assert second.questions == first.questions
    asked = second.next_question()
    assert asked is not None
    assert asked.question.id == first.questions[1]


def test_the_time_goes_on_while_nobody_sits_there(book: FakeBook, clock: FakeClock) -> None:
    sit(book, clock, "exam", seconds=600)
    clock.wait(400)
    sitting = sit(book, clock, "exam", seconds=600)
    assert sitting.remaining == 200
    clock.wait(50)
    assert sitting.opened().remaining == 150


def test_a_clock_set_back_gives_no_time_back(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam", seconds=600)
    clock.wait(400)
    clock.at -= 10_000
    assert sitting.remaining == 200
    give(sitting, "webhook", "webhook")
    assert sit(book, clock, "exam").remaining == 200


def test_an_answer_that_comes_too_late_is_refused_with_its_reason(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam", seconds=600)
    give(sitting, "one", 1)
    clock.wait(600)
    event = give(sitting, "webhook", "webhook")
    assert isinstance(event, ev.Refused)
    assert (event.reason.key, event.reason.arguments()) == ("quiz.refused.late", {"minutes": 10})
    assert sitting.next_question() is None
    assert book.whats() == ["quiz-begun", "answered"]
    result = sitting.submit().result
    assert (result.score, result.pending) == (1, 0)


def test_an_answer_in_the_last_moment_is_taken(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam", seconds=600)
    clock.wait(599.9)
    assert isinstance(give(sitting, "webhook", "webhook"), ev.AnswerNoted)


def test_handing_in_twice_counts_once(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam")
    give(sitting, "webhook", "webhook")
    first, second = sitting.submit(), sitting.submit()
    assert (first.again, second.again) == (False, True)
    assert first.result == second.result
    assert book.whats().count("submitted") == 1


def test_a_kill_while_handing_in_counts_once(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam")
    give(sitting, "webhook", "webhook")
    book.kill_at = "submitted"
    with pytest.raises(Killed):
        sitting.submit()
    finished = sitting.submit()
    assert finished.again
    assert book.whats().count("submitted") == 1


def test_two_that_hand_in_at_once_count_as_one(book: FakeBook, clock: FakeClock) -> None:
    one, other = sit(book, clock, "exam"), sit(book, clock, "exam")
    give(one, "webhook", "webhook")
    one.submit()
    rows = list(book.rows)
    book.rows.append(rows[-1])  # as if the other had written before it could read
    assert attempts(book.rows) == attempts(rows)
    assert other.submit().result == one.submit().result


def test_after_handing_in_nothing_is_taken_and_a_stray_record_does_not_count(book: FakeBook, clock: FakeClock) -> None:
    one, other = sit(book, clock, "exam"), sit(book, clock, "exam")
    result = one.submit().result
    assert key_of(give(one, "webhook", "webhook")) == "quiz.refused.submitted"
    give(other, "webhook", "webhook")  # has not heard of it
    assert other.submit() == ev.SittingFinished(result, again=True)


def test_after_handing_in_the_next_exam_is_another_attempt(book: FakeBook, clock: FakeClock) -> None:
    sit(book, clock, "exam").submit()
    sitting = sit(book, clock, "exam", run="run-2")
    assert (sitting.attempt.run, sitting.attempt.number, sitting.opened().resumed) == ("run-2", 2, False)


def test_another_learners_attempt_in_the_same_records_is_not_gone_on_with(book: FakeBook, clock: FakeClock) -> None:
    sit(book, clock, "exam", learner="kim")
    sitting = sit(book, clock, "exam", learner="lee", run="run-2")
    assert (sitting.attempt.run, sitting.attempt.number) == ("run-2", 1)


def test_practice_does_not_go_on_with_an_exam(book: FakeBook, clock: FakeClock) -> None:
    sit(book, clock, "exam")
    assert sit(book, clock, "practice", run="run-2").attempt.mode == "practice"


# --- the rest ------------------------------------------------------------------------------------------------------------


def test_an_appeal_is_written_down_for_the_teacher(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "webhook", "a trigger")
    assert sitting.appeal("webhook", "that is what it is called here") == ev.Appealed("webhook")
    assert (book.rows[-1].what, book.rows[-1].outcome) == ("appealed", "incorrect")


def test_nobody_appeals_against_full_marks_or_without_an_answer(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "webhook", "webhook")
    assert key_of(sitting.appeal("webhook")) == "quiz.refused.nothing-to-appeal"
    assert key_of(sitting.appeal("one")) == "quiz.refused.nothing-to-appeal"


def test_a_question_may_be_called_easy_once_it_is_right(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    assert key_of(sitting.found_easy("webhook")) == "quiz.refused.not-right-yet"
    give(sitting, "webhook", "webhook")
    assert sitting.found_easy("webhook") == ev.FoundEasy("webhook")


def test_options_are_shown_in_the_attempts_order_and_answered_by_id(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    asked = sitting.asked("order")
    texts = dict(zip((1, 2, 3, 4), ("pull", "tag", "push", "export"), strict=True))
    assert [number for number, _ in asked.options] == list(sitting.attempt.layout.options["order"])
    assert dict(asked.options) == texts


def test_a_question_that_the_quiz_has_lost_since_is_left_out(book: FakeBook, clock: FakeClock) -> None:
    sit(book, clock, quiz=QUIZ)
    shorter = type(QUIZ)("basics", QUIZ.title, "", QUIZ.questions[1:])
    sitting = sit(book, clock, quiz=shorter)
    assert sitting.opened().resumed
    assert "webhook" not in sitting.questions


def test_an_engine_that_is_gone_since_costs_nothing(book: FakeBook, clock: FakeClock) -> None:
    before = sit(book, clock, "exam", questions=QUIZ.questions)
    assert "digest" in before.questions
    sitting = sit(book, clock, "exam")
    assert "digest" not in sitting.questions
    result = sitting.submit().result
    assert result.most == sum(each.points for each in QUIZ.questions) - STATE.points
    assert sitting.submit().result == result


def test_what_was_answered_about_an_engine_counts_whatever_becomes_of_it(book: FakeBook, clock: FakeClock) -> None:
    place = desk(book, clock, digest="2")
    before = open_sitting(place, QUIZ, QUIZ.questions, "exam", run="run-1", seed=1)
    give(before, "digest", "2")
    result = sit(book, clock, "exam").submit().result
    assert (result.score, result.most) == (2, sum(each.points for each in QUIZ.questions))


def test_a_review_always_begins_anew(book: FakeBook, clock: FakeClock) -> None:
    sit(book, clock, "review", questions=[WEBHOOK])
    assert sit(book, clock, "review", questions=[MANY], run="run-2").questions == ("many",)


def test_where_there_is_nothing_to_ask_that_is_said(book: FakeBook, clock: FakeClock) -> None:
    with pytest.raises(UsageError):
        sit(book, clock, questions=[])
    assert book.rows == []
