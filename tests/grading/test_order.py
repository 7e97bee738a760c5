"""Putting steps in order: any order that works is right, and what nearly works is worth a part."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.grading import order
from lab.grading.answers import OptionsAnswer
from lab.grading.grade import Grade
from lab.grading.keys import Option, OrderKey
from lab.grading.said import Said
from lab.language.message import Message
from lab.language.words import LANGUAGES, words

Edges = tuple[tuple[int, int], ...]


def key(steps: int, *edges: tuple[int, int], strange: int = 0) -> OrderKey:
    """Make a question of steps 1 to `steps`, and of more that do not belong; every second of these is explained."""
    right = tuple(Option(number, f"step {number}", True) for number in range(1, steps + 1))
    wrong = tuple(
        Option(number, f"step {number}", False, None if number % 2 else Said(f"not {number}"))
        for number in range(steps + 1, steps + strange + 1)
    )
    return OrderKey(right + wrong, edges)


KEYS = {
    "file": key(4),
    "publish": key(4, (1, 2), (2, 4), (3, 4)),  # build, name, log in, push
    "lecture": key(6),  # run, pull, tag, push, remove, pull back
    "lab": key(6, (1, 4), (2, 3), (3, 4), (4, 5), (5, 6)),  # the registry may be started at any time before the push
    "pairs": key(6, (1, 2), (3, 4), (5, 6)),
    "strange": key(3, strange=3),
    "two": key(2),
    "free": key(3, (1, 2)),
}

SAMPLES = [
    *(("file", "1234", 1), ("file", "2134", 2 / 3), ("file", "4321", 0), ("file", "1243", 2 / 3)),
    *(
        ("file", "2341", 2 / 3),
        ("file", "3412", 1 / 3),
        ("file", "123", 2 / 3),
        ("file", "1", 0),
        ("file", "14", 1 / 3),
    ),
    *(("file", "12344", 3 / 4), ("file", "11234", 3 / 4), ("file", "2143", 1 / 3)),
    *(("publish", "1234", 1), ("publish", "1324", 1), ("publish", "3124", 1), ("publish", "2134", 2 / 3)),
    *(("publish", "1243", 2 / 3), ("publish", "4123", 2 / 3), ("publish", "4321", 1 / 3), ("publish", "3214", 2 / 3)),
    *(("publish", "124", 2 / 3), ("publish", "1342", 2 / 3), ("publish", "2314", 2 / 3), ("publish", "4213", 1 / 3)),
    *(("lecture", "123456", 1), ("lecture", "213456", 4 / 5), ("lecture", "654321", 0), ("lecture", "123465", 4 / 5)),
    *(("lecture", "12345", 4 / 5), ("lecture", "23456", 4 / 5), ("lecture", "456123", 2 / 5), ("lecture", "6", 0)),
    *(("lab", "123456", 1), ("lab", "213456", 1), ("lab", "231456", 1), ("lab", "234156", 4 / 5), ("lab", "1", 0)),
    *(("lab", "124356", 4 / 5), ("lab", "654321", 1 / 5), ("lab", "132456", 4 / 5), ("lab", "234561", 4 / 5)),
    *(("pairs", "123456", 1), ("pairs", "563412", 1), ("pairs", "135246", 1), ("pairs", "531642", 1)),
    *(("pairs", "135642", 1), ("pairs", "351624", 1), ("pairs", "214365", 2 / 5), ("pairs", "642531", 2 / 5)),
    *(("pairs", "213456", 4 / 5), ("pairs", "214356", 3 / 5), ("pairs", "246135", 2 / 5), ("pairs", "12", 1 / 5)),
    *(("strange", "123", 1), ("strange", "1234", 2 / 3), ("strange", "4123", 2 / 3), ("strange", "123456", 2 / 5)),
    *(
        ("strange", "456", 0),
        ("strange", "321", 0),
        ("strange", "124", 1 / 2),
        ("strange", "4", 0),
        ("strange", "145", 0),
    ),
    *(("two", "12", 1), ("two", "21", 0), ("two", "1", 0), ("two", "2", 0), ("two", "122", 1 / 2)),
    *(("free", "123", 1), ("free", "132", 1), ("free", "312", 1), ("free", "213", 1 / 2), ("free", "321", 1 / 2)),
]
"""Question, the steps in the learner's order, and the score."""


def graded(question: OrderKey, steps: str | tuple[int, ...]) -> Grade:
    return order.grade(question, OptionsAnswer(tuple(map(int, steps))))


def said(grade: Grade, lang: str = "en") -> list[str]:
    return [words(lang).say(each) if isinstance(each, Message) else each.in_language(lang) for each in grade.feedback]


@pytest.mark.parametrize(("question", "steps", "score"), SAMPLES)
def test_an_order_is_worth_its_longest_part_that_works(question: str, steps: str, score: float) -> None:
    grade = graded(KEYS[question], steps)
    assert grade.score == pytest.approx(score, abs=1e-6)
    assert grade.status == ("correct" if score == 1 else "partial" if score else "incorrect")
    assert all(said(grade, lang) or grade.status == "correct" for lang in LANGUAGES)


def test_there_are_enough_samples_and_half_of_them_are_wrong() -> None:
    assert len(SAMPLES) >= 60
    assert sum(score != 1 for _, _, score in SAMPLES) >= len(SAMPLES) / 2


def test_no_step_at_all_costs_no_attempt() -> None:
    assert graded(KEYS["file"], "").status == "not-graded"


def test_the_first_pair_that_is_the_wrong_way_round_is_named_by_its_places() -> None:
    (reason,) = said(graded(KEYS["lecture"], "124365"))
    assert reason.startswith("Your step 4 has to happen before your step 3")
    (reason,) = said(graded(KEYS["lecture"], "124365"), "ko")
    assert reason.startswith("4번째에 놓은 단계를 3번째에 놓은 단계보다 먼저")


def test_a_pair_is_wrong_also_where_other_steps_lie_between_the_two_in_the_key() -> None:
    (reason,) = said(graded(KEYS["publish"], "4123"))
    assert reason.startswith("Your step 2 has to happen before your step 1")


def test_what_does_not_belong_is_said_first_with_its_own_words() -> None:
    assert said(graded(KEYS["strange"], "43215"))[:2] == ["not 4", "Steps that do not belong here: 1"]


def test_what_is_missing_or_repeated_is_counted() -> None:
    assert said(graded(KEYS["lecture"], "1134")) == [
        "Steps still missing: 3",
        "Steps that stand there more than once: 1",
    ]


@given(st.permutations(range(1, 7)), st.sampled_from(["lecture", "lab", "pairs"]))
def test_a_score_is_whole_exactly_for_the_orders_that_respect_every_edge(steps: list[int], name: str) -> None:
    edges = KEYS[name].edges or tuple(zip(range(1, 6), range(2, 7), strict=True))
    works = all(steps.index(first) < steps.index(second) for first, second in edges)
    assert (graded(KEYS[name], tuple(steps)).score == 1) == works


@pytest.mark.parametrize("edges", [(), ((1, 2), (2, 4), (3, 4)), ((1, 4), (2, 4), (4, 5)), ((1, 2), (3, 4))])
def test_the_nearest_right_order_is_found_as_by_comparing_with_every_right_order(edges: Edges) -> None:
    question = key(5, *edges)
    right = [steps for steps in permutations(range(1, 6)) if graded(question, steps).score == 1]
    for steps in permutations(range(1, 6)):
        nearest = max(common(steps, each) for each in right)
        assert graded(question, steps).score == pytest.approx((nearest - 1) / 4, abs=1e-6)


def common(left: tuple[int, ...], right: tuple[int, ...]) -> int:
    """Length of the longest common subsequence, by the book."""
    if not left or not right:
        return 0
    if left[-1] == right[-1]:
        return 1 + common(left[:-1], right[:-1])
    return max(common(left[:-1], right), common(left, right[:-1]))


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 9)), max_size=12),
    st.lists(st.integers(1, 9), max_size=12),
)
@settings(max_examples=200)
def test_any_edges_and_any_steps_are_graded_within_bounds(edges: list[tuple[int, int]], steps: list[int]) -> None:
    grade = graded(key(6, *edges, strange=2), tuple(steps))
    assert 0 <= grade.score <= 1
    assert grade.feedback or grade.status == "correct"


def test_twelve_steps_in_the_worst_order_are_graded_at_once() -> None:
    layers = [(low, high) for low in range(1, 7) for high in range(7, 13)]
    for question in (key(12), key(12, *layers), key(12, *((n, n + 6) for n in range(1, 7)))):
        assert graded(question, tuple(range(12, 0, -1))).status in ("incorrect", "partial")
