"""What marks add up to, and a whole paper marked at once."""

from __future__ import annotations

from typing import Any

import pytest

from lab.errors import UsageError
from lab.grading.grade import Status
from lab.quiz.marking import marker
from lab.quiz.scoring import ItemResult, Result, grade_paper
from tests.quiz.quiz_builders import QUIZ, RIGHT, STATE

POINTS = sum(each.points for each in QUIZ.questions)


def paper(answers: dict[str, Any], *, engine: bool = False) -> Result:
    truths = {"digest": "2"} if engine else {}
    return grade_paper(QUIZ, answers, marker(QUIZ, truths), () if engine else ("digest",))


def result(*items: tuple[Status, float], passing: int = 70) -> Result:
    return Result(
        "basics",
        tuple(
            ItemResult(str(number), status, 10 * share, 10, counted=status != "review")
            for number, (status, share) in enumerate(items)
        ),
        passing,
    )


def test_a_right_paper_has_every_point_that_can_be_had() -> None:
    found = paper(RIGHT)
    assert (found.score, found.most, found.percent, found.all_right) == (
        POINTS - STATE.points,
        POINTS - STATE.points,
        100,
        True,
    )


def test_an_engines_questions_count_where_there_is_one() -> None:
    found = paper({**RIGHT, "digest": 2}, engine=True)
    assert (found.score, found.most, found.all_right) == (POINTS, POINTS, True)


def test_every_question_is_in_the_result_in_the_files_order() -> None:
    assert [item.question for item in paper({}).items] == [each.id for each in QUIZ.questions]


def test_what_was_left_out_is_not_graded_and_still_counts_as_points_to_be_had() -> None:
    found = paper({"webhook": "webhook"})
    assert [item.status for item in found.items] == ["correct", *["not-graded"] * 9]
    assert (found.score, found.most) == (1, POINTS - STATE.points)


def test_all_is_right_when_nothing_that_was_graded_is_wrong() -> None:
    assert paper({"webhook": "webhook"}).all_right
    assert paper({"webhook": "webhook", "https": "іnsecure"}).all_right  # in review
    assert not paper({"webhook": "cron", "one": 1}).all_right
    assert not paper({}).all_right


@pytest.mark.parametrize(
    "answers",
    [
        {"no-such": "webhook"},
        {"one": 4},
        {"one": 0},
        {"order": "1 2 3"},
        {"webhook": 5},
        {"webhook": {"hok": "x"}},
        {"loopback": {"verdict": "perhaps"}},
        {"ref": None},
        {"tag": ["docker", "tag"]},
    ],
    ids=str,
)
def test_an_answer_that_a_question_cannot_have_is_refused_by_name(answers: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as refused:
        paper(answers)
    assert next(iter(answers)) in str(refused.value.message)


def test_what_is_in_review_is_in_neither_part_of_the_fraction() -> None:
    found = result(("correct", 1), ("review", 0))
    assert (found.score, found.most, found.pending, found.percent) == (10, 10, 1, 100)


@pytest.mark.parametrize(
    ("items", "passed"),
    [
        ([("correct", 1), ("incorrect", 0)], False),
        ([("correct", 1), ("partial", 0.5)], True),
        ([("review", 0)], None),
        ([("correct", 1), ("review", 0)], None),
        ([("correct", 1), ("correct", 1), ("correct", 1), ("review", 0)], True),
        ([("incorrect", 0), ("incorrect", 0), ("review", 0)], False),
        ([], None),
    ],
    ids=str,
)
def test_passing_is_told_as_soon_as_nothing_pending_can_change_it(
    items: list[tuple[Status, float]], passed: bool | None
) -> None:
    assert result(*items).passed is passed
