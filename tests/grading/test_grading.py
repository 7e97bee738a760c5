"""One way in for every kind of question."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.docker_cli.place import Place
from lab.grading.answers import Answer, FillAnswer, OptionsAnswer, TextAnswer, VerdictAnswer
from lab.grading.grading import Context, grade
from lab.grading.keys import (
    Blank,
    ChoiceKey,
    CommandKey,
    Concept,
    FillKey,
    Key,
    Option,
    OrderKey,
    RefKey,
    Rubric,
    ShortKey,
    StateKey,
    TrueFalseKey,
)
from lab.grading.read import read_answer, write_answer

OPTIONS = (Option(1, "a", True), Option(2, "b", True), Option(3, "c"))
RUBRIC = Rubric((Concept("tls", ("https", "tls"), required=True),))
CONTEXT = Context(truth="3")

RIGHT: list[tuple[Key, Answer]] = [
    (FillKey((Blank("hook", ("webhook",)),)), FillAnswer({"hook": "webhook"})),
    (ChoiceKey(OPTIONS, many=True), OptionsAnswer((2, 1))),
    (TrueFalseKey(True, RUBRIC, accept=("it wants https",)), VerdictAnswer(True, "it wants https")),
    (ShortKey(RUBRIC, accept=("it wants https",)), TextAnswer("it wants https")),
    (OrderKey(OPTIONS, ((1, 2),)), OptionsAnswer((1, 2))),
    (RefKey("127.0.0.1:5000/web:1.2"), TextAnswer("localhost:5000/web:1.2")),
    (CommandKey(("docker pull web",)), TextAnswer("docker image pull web:latest")),
    (StateKey("layer-count", "web"), TextAnswer("세 개")),
]
KEYS = [key for key, _ in RIGHT]
ANSWERS = [answer for _, answer in RIGHT]


@pytest.mark.parametrize(("key", "answer"), RIGHT)
def test_the_right_answer_of_each_kind_is_worth_everything(key: Key, answer: Answer) -> None:
    found = grade(key, answer, CONTEXT)
    assert (found.status, found.score) == ("correct", 1)


@pytest.mark.parametrize(("key", "answer"), RIGHT)
def test_what_is_kept_of_an_answer_is_graded_as_the_answer_was(key: Key, answer: Answer) -> None:
    assert grade(key, read_answer(key, write_answer(answer)), CONTEXT) == grade(key, answer, CONTEXT)


@pytest.mark.parametrize(
    ("key", "answer"),
    [(key, answer) for (key, own), (_, answer) in product(RIGHT, RIGHT) if type(own) is not type(answer)],
)
def test_an_answer_of_the_wrong_class_is_our_own_mistake(key: Key, answer: Answer) -> None:
    with pytest.raises(TypeError, match=f"{type(answer).__name__} is no answer to {type(key).__name__}"):
        grade(key, answer, CONTEXT)


def test_a_state_question_without_an_engine_is_not_graded() -> None:
    assert grade(StateKey("layer-count", "web"), TextAnswer("3")).status == "not-graded"


def test_a_folder_of_the_exercise_is_the_one_that_the_context_names() -> None:
    key = CommandKey(("docker run -v $(pwd)/data:/data web",))
    answer = TextAnswer("docker run -v /home/kim/lab/data:/data web")
    assert grade(key, answer, Context(place=Place("/home/kim/lab"))).status == "correct"
    assert grade(key, answer).status == "review"


texts = st.text(max_size=30)
answers = st.one_of(
    st.builds(TextAnswer, texts),
    st.builds(FillAnswer, st.fixed_dictionaries({"hook": texts})),
    st.builds(OptionsAnswer, st.lists(st.integers(1, 3), max_size=4).map(tuple)),
    st.builds(VerdictAnswer, st.none() | st.booleans(), texts),
)


@given(st.sampled_from(RIGHT), answers)
@settings(max_examples=300, deadline=None)
def test_any_answer_is_graded_within_bounds_and_with_a_reason(right: tuple[Key, Answer], answer: Answer) -> None:
    key, own = right
    if type(own) is not type(answer):
        return
    found = grade(key, answer, CONTEXT)
    assert 0 <= found.score <= 1
    assert found.score == 0 or found.status in ("correct", "partial")
    assert found.feedback or found.status == "correct"


@given(st.sampled_from([key for key, own in RIGHT if isinstance(own, TextAnswer)]), texts)
@settings(deadline=None)
def test_composed_and_decomposed_letters_get_the_same_mark(key: Key, text: str) -> None:
    composed, decomposed = (
        grade(key, TextAnswer(unicodedata.normalize(form, text)), CONTEXT) for form in ("NFC", "NFD")
    )
    assert (composed.status, composed.score, composed.normal) == (
        decomposed.status,
        decomposed.score,
        decomposed.normal,
    )
