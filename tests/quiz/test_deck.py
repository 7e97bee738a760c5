"""What comes back when: cards folded out of records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Rating

from lab.grading.grade import Status
from lab.quiz.deck import Card, cards, due, rating, reviews
from lab.record import Record
from tests.quiz.quiz_builders import RIGHT, START, FakeBook, FakeClock, give, sit

DAY = 86_400.0


@pytest.fixture
def book() -> FakeBook:
    return FakeBook()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def card(book: FakeBook, question: str) -> Card:
    return next(each for each in cards(book.rows, "kim") if each.question == question)


@pytest.mark.parametrize(
    ("status", "helped", "easy", "rated"),
    [
        ("incorrect", False, False, Rating.Again),
        ("incorrect", True, False, Rating.Again),
        ("partial", False, False, Rating.Hard),
        ("partial", True, True, Rating.Hard),
        ("correct", True, False, Rating.Hard),
        ("correct", True, True, Rating.Hard),
        ("correct", False, False, Rating.Good),
        ("correct", False, True, Rating.Easy),
        ("review", False, False, None),
        ("not-graded", False, False, None),
    ],
)
def test_marks_are_rated(status: Status, helped: bool, easy: bool, rated: Rating | None) -> None:
    assert rating(status, helped=helped, easy=easy) == rated


def test_nothing_is_due_before_anything_was_answered(book: FakeBook, clock: FakeClock) -> None:
    sit(book, clock).hint("webhook")
    assert cards(book.rows, "kim") == ()


def test_what_was_right_comes_back_in_days_and_what_was_wrong_sooner(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "webhook", "webhook")
    give(sitting, "one", 3)
    assert card(book, "webhook").interval >= timedelta(days=2)
    assert timedelta(0) < card(book, "one").interval < card(book, "webhook").interval
    assert [each.question for each in cards(book.rows, "kim")] == ["one", "webhook"]


def test_a_card_is_due_when_its_time_has_come(book: FakeBook, clock: FakeClock) -> None:
    give(sit(book, clock), "webhook", "webhook")
    when = card(book, "webhook").due.timestamp()
    assert due(book.rows, "kim", when - 1) == ()
    assert [each.question for each in due(book.rows, "kim", when)] == ["webhook"]


def test_days_grow_as_long_as_it_is_remembered_and_shrink_when_it_is_not(book: FakeBook, clock: FakeClock) -> None:
    lengths = []
    for number, answer in enumerate(("webhook", "webhook", "webhook", "cron"), start=1):
        sitting = sit(book, clock, "review", run=f"run-{number}")
        give(sitting, "webhook", answer)
        lengths.append(card(book, "webhook").interval)
        clock.wait(lengths[-1].total_seconds())
    assert lengths[0] < lengths[1] < lengths[2]
    assert lengths[3] < lengths[2]
    assert card(book, "webhook").reviews == 4


def test_a_second_try_is_a_review_of_its_own(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "webhook", "cron")
    clock.wait(60)
    give(sitting, "webhook", "webhook")
    assert [each.rating for each in reviews(book.rows, "kim")] == [Rating.Again, Rating.Hard]


def test_after_a_hint_it_was_hard(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    sitting.hint("webhook")
    give(sitting, "webhook", "webhook")
    assert [each.rating for each in reviews(book.rows, "kim")] == [Rating.Hard]


def test_only_the_learner_makes_it_easy(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "webhook", "webhook")
    before = card(book, "webhook").interval
    sitting.found_easy("webhook")
    assert card(book, "webhook").interval > before


def test_an_exam_counts_once_it_is_handed_in(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam")
    give(sitting, "webhook", "webhook")
    assert cards(book.rows, "kim") == ()
    sitting.submit()
    assert [each.question for each in cards(book.rows, "kim")] == ["webhook"]


def test_what_nobody_understood_is_no_review_until_the_learner_has_judged(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "https", "іnsecure")
    assert cards(book.rows, "kim") == ()
    sitting.mark_self("https", "correct")
    assert [each.question for each in cards(book.rows, "kim")] == ["https"]


def test_decks_of_learners_in_the_same_records_are_their_own(book: FakeBook, clock: FakeClock) -> None:
    give(sit(book, clock, learner="kim"), "webhook", "webhook")
    give(sit(book, clock, learner="lee", run="run-2"), "one", 1)
    assert [each.question for each in cards(book.rows, "kim")] == ["webhook"]
    assert [each.question for each in cards(book.rows, "lee")] == ["one"]


def test_records_of_exercises_are_none_of_the_decks(book: FakeBook, clock: FakeClock) -> None:
    book.rows.append(Record("r", "private-registry", "judged", "pull-image", "pass", {}, START))
    give(sit(book, clock), "webhook", "webhook")
    assert [each.question for each in cards(book.rows, "kim")] == ["webhook"]


def test_the_same_records_give_the_same_days(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    for identity in sitting.questions:
        give(sitting, identity, RIGHT[identity])
    assert cards(book.rows, "kim") == cards(book.rows, "kim")
    assert all(each.due.tzinfo is UTC for each in cards(book.rows, "kim"))
    assert all(each.due > datetime.fromtimestamp(START, UTC) for each in cards(book.rows, "kim"))
