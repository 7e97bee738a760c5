"""Orders are shuffled by a seed and kept by ids."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.content.questions import Question
from lab.quiz.order import Layout, arrange, option_ids
from tests.quiz.quiz_builders import MANY, ONE, ORDER, QUIZ, WEBHOOK


def names(questions: tuple[Question, ...]) -> tuple[str, ...]:
    return tuple(each.id for each in questions)


@settings(max_examples=50)
@given(seed=st.integers(), attempt=st.integers(1, 100))
def test_a_shuffle_loses_nothing_and_is_the_same_every_time(seed: int, attempt: int) -> None:
    found = arrange("basics", QUIZ.questions, seed, attempt, shuffled=True)
    assert sorted(found.questions) == sorted(names(QUIZ.questions))
    assert {name: sorted(ids) for name, ids in found.options.items()} == {
        each.id: list(option_ids(each)) for each in (ONE, MANY, ORDER)
    }
    assert found == arrange("basics", QUIZ.questions, seed, attempt, shuffled=True)


def test_seeds_and_attempts_give_different_orders() -> None:
    orders = {
        arrange("basics", QUIZ.questions, seed, attempt, shuffled=True).questions
        for seed in range(5)
        for attempt in range(1, 5)
    }
    assert len(orders) > 15


def test_questions_stay_in_the_files_order_unless_they_are_to_be_shuffled() -> None:
    found = arrange("basics", QUIZ.questions, 7, 1, shuffled=False)
    assert found.questions == names(QUIZ.questions)
    assert found.options["order"] != option_ids(ORDER)


def test_a_question_more_moves_no_other_questions_options() -> None:
    few = arrange("basics", (MANY, ORDER), 7, 1, shuffled=False)
    more = arrange("basics", (WEBHOOK, replace(ONE, id="new"), MANY, ORDER), 7, 1, shuffled=False)
    assert (few.options["many"], few.options["order"]) == (more.options["many"], more.options["order"])


def test_a_layout_comes_back_from_a_record_as_it_was() -> None:
    found = arrange("basics", QUIZ.questions, 7, 1, shuffled=True)
    assert Layout.from_data(found.to_data()) == found
