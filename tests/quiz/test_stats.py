"""What a class's answers say of the questions."""

from __future__ import annotations

import pytest

from lab.quiz.appeal import cases, settlement
from lab.quiz.stats import FEWEST, ItemStats, correlation, item_stats
from tests.quiz.quiz_builders import QUIZ, RIGHT, FakeBook, FakeClock, give, sit

WRONG = {"webhook": "cron", "one": 3, "many": [3], "ref": "web", "ports": {"first": "80", "second": "80"}}


@pytest.fixture
def book() -> FakeBook:
    return FakeBook()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def classroom(book: FakeBook, clock: FakeClock, right: dict[str, set[int]], learners: int = 12) -> None:
    """Let learners 0, 1, 2 … answer; `right` says who is right at which question."""
    for number in range(learners):
        sitting = sit(book, clock, learner=f"learner-{number}", run=f"run-{number}")
        for question, who in right.items():
            give(sitting, question, RIGHT[question] if number in who else WRONG[question], ms=1000 * (number + 1))


def of(book: FakeBook, question: str) -> ItemStats:
    return next(each for each in item_stats(QUIZ, book.rows) if each.question == question)


def remarks(stats: ItemStats) -> set[str]:
    return {each.key.removeprefix("quiz.remark.") for each in stats.remarks}


def test_below_ten_learners_nothing_is_told(book: FakeBook, clock: FakeClock) -> None:
    classroom(book, clock, {"webhook": {0, 1}}, learners=FEWEST - 1)
    assert of(book, "webhook") == ItemStats("webhook", FEWEST - 1)


def test_ten_tries_of_one_learner_are_one_learner(book: FakeBook, clock: FakeClock) -> None:
    for number in range(12):
        sitting = sit(book, clock, "exam", run=f"run-{number}")
        give(sitting, "webhook", "cron")
        sitting.submit()
    assert of(book, "webhook") == ItemStats("webhook", 1)


def test_the_mean_is_of_everybodys_first_try(book: FakeBook, clock: FakeClock) -> None:
    classroom(book, clock, {"webhook": set(range(3))})
    give(sit(book, clock, learner="learner-11"), "webhook", "webhook")
    assert of(book, "webhook").mean == 0.25


def test_a_question_that_those_who_know_the_rest_miss_is_named(book: FakeBook, clock: FakeClock) -> None:
    strong = set(range(6))
    classroom(book, clock, {"webhook": strong, "ref": strong, "ports": strong, "one": set(range(6, 12))})
    one, webhook = of(book, "one"), of(book, "webhook")
    assert one.discrimination == pytest.approx(-1)
    assert "strong-miss" in remarks(one)
    assert webhook.discrimination == pytest.approx(1)
    assert "strong-miss" not in remarks(webhook)


def test_the_question_itself_is_not_among_the_rest(book: FakeBook, clock: FakeClock) -> None:
    classroom(book, clock, {"webhook": set(range(6))})
    assert of(book, "webhook").discrimination is None


def test_what_everybody_or_nobody_knows_is_named(book: FakeBook, clock: FakeClock) -> None:
    classroom(book, clock, {"webhook": set(range(12)), "one": set()})
    assert remarks(of(book, "webhook")) == {"easy"}
    assert remarks(of(book, "one")) == {"hard", "dominant"}


def test_answers_are_counted_by_normal_form(book: FakeBook, clock: FakeClock) -> None:
    spellings = ["Trigger", "trigger", " TRIGGER ", "ｔrigger"]
    for number in range(12):
        sitting = sit(book, clock, learner=f"learner-{number}", run=f"run-{number}")
        give(sitting, "webhook", spellings[number % 4] if number < 8 else "webhook")
    clusters = of(book, "webhook").answers
    assert [(each.share, each.right) for each in clusters] == [
        (pytest.approx(2 / 3), False),
        (pytest.approx(1 / 3), True),
    ]


def test_options_are_counted_one_by_one(book: FakeBook, clock: FakeClock) -> None:
    classroom(book, clock, {"many": set(range(9))})
    assert {each.text: (each.share, each.right) for each in of(book, "many").answers} == {
        "1": (0.75, True),
        "2": (0.75, True),
        "3": (0.25, False),
    }


def test_time_hints_review_and_appeals_are_told(book: FakeBook, clock: FakeClock) -> None:
    for number in range(12):
        sitting = sit(book, clock, learner=f"learner-{number}", run=f"run-{number}")
        if number < 3:
            sitting.hint("https")
        give(sitting, "https", "іnsecure" if number < 6 else "with https", ms=1000 * (number + 1))
    sit(book, clock, learner="learner-0").appeal("https")
    book.append(settlement(cases(book.rows)[0], "", "teacher", accepted=True))
    stats = of(book, "https")
    assert (stats.seconds, stats.hinted, stats.upheld) == (6.5, 0.25, 1)
    assert stats.in_review == pytest.approx(5 / 12)
    assert {"not-understood", "upheld"} <= remarks(stats)


def test_an_exam_that_is_not_handed_in_says_nothing(book: FakeBook, clock: FakeClock) -> None:
    for number in range(12):
        give(sit(book, clock, "exam", learner=f"learner-{number}", run=f"run-{number}"), "webhook", "webhook")
    assert of(book, "webhook").learners == 0


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([(0.0, 0.0), (1.0, 1.0)], 1),
        ([(0.0, 1.0), (1.0, 0.0)], -1),
        ([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)], 0),
        ([(1.0, 2.0), (2.0, 1.0), (3.0, 4.0)], 0.6546536707),
    ],
)
def test_correlations_are_pearsons(pairs: list[tuple[float, float]], found: float) -> None:
    assert correlation(pairs) == pytest.approx(found)


@pytest.mark.parametrize("pairs", [[], [(1.0, 1.0)], [(1.0, 0.0), (1.0, 1.0)], [(0.1, 0.3), (0.2, 0.3)]])
def test_what_never_varies_correlates_with_nothing(pairs: list[tuple[float, float]]) -> None:
    assert correlation(pairs) is None
