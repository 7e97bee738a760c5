"""Choosing one option, or several: marks, and what is said without giving the answer away."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.grading import choice
from lab.grading.answers import OptionsAnswer
from lab.grading.grade import Grade
from lab.grading.keys import ChoiceKey, Option
from lab.grading.said import Said
from lab.language.message import Message
from lab.language.words import LANGUAGES, words


def key(marks: str, many: bool) -> ChoiceKey:
    """Make a question from its options: x is right, - is wrong and explained, . is wrong and not explained."""
    options = tuple(
        Option(number, f"option {number}", mark == "x", Said(f"not {number}") if mark == "-" else None)
        for number, mark in enumerate(marks, 1)
    )
    return ChoiceKey(options, many)


ONE = [
    *(("x---", (1,), 1), ("x---", (2,), 0), ("x---", (3,), 0), ("x---", (4,), 0)),
    *(("-x-", (2,), 1), ("-x-", (1,), 0), ("-x-", (3,), 0), ("-x-", (2, 2), 1)),
    *((".x", (2,), 1), (".x", (1,), 0), ("..x", (3,), 1), ("..x", (1,), 0), ("..x", (2,), 0)),
    *(("xx-", (1,), 1), ("xx-", (2,), 1), ("xx-", (3,), 0), ("x-", (9,), 0)),
]
"""Options, what is chosen, and the score."""

MANY = [
    *(("xx--", (1, 2), 1), ("xx--", (2, 1), 1), ("xx--", (1, 2, 1), 1)),
    *(("xx--", (1,), 1 / 2), ("xx--", (2,), 1 / 2), ("xx--", (3,), 0), ("xx--", (4,), 0), ("xx--", (3, 4), 0)),
    *(("xx--", (1, 3), 1 / 4), ("xx--", (2, 4), 1 / 4), ("xx--", (1, 2, 3), 2 / 3), ("xx--", (1, 3, 4), 1 / 6)),
    *(("xx--", (1, 2, 3, 4), 1 / 2), ("x---", (1, 2, 3, 4), 1 / 4), ("x---", (1, 2), 1 / 2), ("x---", (2, 3), 0)),
    *(("x---", (1,), 1), ("x---", (3,), 0), ("xxx-", (1, 2, 3), 1), ("xxx-", (1, 2), 2 / 3), ("xxx-", (1,), 1 / 3)),
    *(("xxx-", (1, 2, 3, 4), 3 / 4), ("xxx-", (1, 2, 4), 4 / 9), ("xxx-", (1, 4), 1 / 6), ("xxx-", (4,), 0)),
    *(("x.x..", (1, 3), 1), ("x.x..", (3, 1), 1), ("x.x..", (1, 2), 1 / 4), ("x.x..", (2, 4), 0), ("x.x..", (5,), 0)),
    *(("x.x..", (1, 2, 3, 4, 5), 2 / 5), ("x.x..", (1, 2, 3), 2 / 3), ("x.x..", (1,), 1 / 2), ("x.x..", (4, 5), 0)),
    *(("-x-x-", (2, 4), 1), ("-x-x-", (1, 3, 5), 0), ("-x-x-", (1, 2, 4), 2 / 3), ("-x-x-", (2,), 1 / 2)),
    *(("-x-x-", (1, 2, 3, 4, 5), 2 / 5), ("-x-x-", (1, 2), 1 / 4), ("-x-x-", (4, 2), 1), ("-x-x-", (5,), 0)),
    *(("xxxx", (1, 2, 3, 4), 1), ("xxxx", (1, 2, 3), 3 / 4), ("xx", (1, 2), 1), ("xx", (1,), 1 / 2), ("x-", (9,), 0)),
]

SAMPLES = [(marks, False, *rest) for marks, *rest in ONE] + [(marks, True, *rest) for marks, *rest in MANY]


def said(grade: Grade, lang: str = "en") -> list[str]:
    return [words(lang).say(each) if isinstance(each, Message) else each.in_language(lang) for each in grade.feedback]


@pytest.mark.parametrize(("marks", "many", "chosen", "score"), SAMPLES)
def test_a_choice_is_scored_by_what_it_covers_and_by_what_it_hits(
    marks: str, many: bool, chosen: tuple[int, ...], score: float
) -> None:
    grade = choice.grade(key(marks, many), OptionsAnswer(chosen))
    assert grade.score == pytest.approx(score, abs=1e-6)
    assert grade.status == ("correct" if score == 1 else "partial" if score else "incorrect")
    assert all(said(grade, lang) or grade.status == "correct" for lang in LANGUAGES)


def test_there_are_enough_samples_and_half_of_them_are_wrong() -> None:
    wrong = [sample for sample in SAMPLES if sample[-1] != 1]
    assert len(SAMPLES) >= 60
    assert len(wrong) >= len(SAMPLES) / 2


def test_nothing_chosen_costs_no_attempt() -> None:
    assert choice.grade(key("x-", many=True), OptionsAnswer(())).status == "not-graded"


def test_two_options_where_one_is_asked_for_cost_no_attempt() -> None:
    assert choice.grade(key("x-", many=False), OptionsAnswer((1, 2))).status == "not-graded"


def test_each_wrong_option_has_its_own_feedback() -> None:
    assert said(choice.grade(key("x---", many=False), OptionsAnswer((3,)))) == ["not 3"]
    assert said(choice.grade(key("x---", many=True), OptionsAnswer((4, 1, 2)))) == ["not 2", "not 4"]


def test_a_right_option_may_say_why_it_is_right() -> None:
    explained = ChoiceKey((Option(1, "a", True, Said("because")), Option(2, "b")), many=False)
    assert said(choice.grade(explained, OptionsAnswer((1,)))) == ["because"]


def test_what_is_missing_is_counted_and_never_named() -> None:
    assert said(choice.grade(key("xx--", many=True), OptionsAnswer((1,)))) == ["One more option is right."]
    assert said(choice.grade(key("xxx-", many=True), OptionsAnswer((1,)))) == ["2 more options are right."]
    assert said(choice.grade(key("x.x..", many=True), OptionsAnswer((1, 2, 4)))) == [
        "Chosen, and not right: 2",
        "One more option is right.",
    ]


@pytest.mark.parametrize("marks", ["x-", "x---", "xx--", "x----", "xx----", "xxx---"])
def test_ticking_everything_is_worth_no_more_than_a_half(marks: str) -> None:
    everything = OptionsAnswer(tuple(range(1, len(marks) + 1)))
    assert choice.grade(key(marks, many=True), everything).score <= 0.5


@given(st.text("x-.", min_size=1, max_size=6), st.booleans(), st.data())
def test_a_choice_is_bounded_and_its_order_does_not_matter(marks: str, many: bool, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(1, len(marks)), max_size=6))
    question = key(marks, many)
    grade = choice.grade(question, OptionsAnswer(tuple(chosen)))
    assert 0 <= grade.score <= 1
    assert grade == choice.grade(question, OptionsAnswer(tuple(reversed(chosen))))


def test_only_the_right_set_is_worth_everything() -> None:
    question = key("x-x.x", many=True)
    sets = [OptionsAnswer(ids) for size in range(6) for ids in combinations(range(1, 6), size)]
    assert [each.ids for each in sets if choice.grade(question, each).score == 1] == [(1, 3, 5)]


def test_one_more_right_option_never_lowers_a_mark() -> None:
    question = key("xxx---", many=True)
    for size in range(1, 6):
        for ids in combinations(range(1, 7), size):
            for more in {1, 2, 3} - set(ids):
                better = choice.grade(question, OptionsAnswer((*ids, more))).score
                assert better > choice.grade(question, OptionsAnswer(ids)).score
