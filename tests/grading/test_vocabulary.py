"""The words of a course, from the keys of every kind of question."""

from __future__ import annotations

import pytest

from lab.grading.keys import (
    Axis,
    Blank,
    ChoiceKey,
    CommandKey,
    Concept,
    Decoy,
    FillKey,
    Key,
    Option,
    OrderKey,
    RefKey,
    Rubric,
    ShortKey,
    StateKey,
    TrueFalseKey,
    WrongAnswer,
)
from lab.grading.said import Said
from lab.grading.vocabulary import vocabulary

RUBRIC = Rubric(
    (Concept("c", ("insecure", "without https/tls", "https 없*")),),
    Axis(deny=("refuse*", "막*")),
    (Decoy("d", ("Cron Jobs",)),),
    ("certificate",),
    ("SSL",),
)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (FillKey((Blank("a", ("Web-Hook",), (WrongAnswer(("크론",), Said("x")),), ("exactly",)),)), {"web", "hook", "크론", "exactly"}),
        (ShortKey(RUBRIC, ("Whole answers",)), {"insecure", "without", "https", "tls", "없", "refuse", "막", "cron", "job", "certificate", "ssl", "whole", "answer"}),
        (TrueFalseKey(False, RUBRIC), {"insecure", "refuse"}),
        (ChoiceKey((Option(1, "An image layer"),), many=False), {"image", "layer"}),
        (OrderKey((Option(1, "Push it"),), ()), {"push", "it"}),
        (RefKey("127.0.0.1:5000/web:1.2"), {"127.0.0.1:5000/web:1.2"}),
        (CommandKey(("docker tag a b",), (WrongAnswer(("docker push a",), Said("x")),)), {"docker", "tag", "push"}),
        (StateKey("layer-count", "hello-world"), {"hello", "world"}),
    ],
)  # fmt: skip
def test_every_key_gives_its_words_in_the_form_in_which_answers_are_compared(key: Key, expected: set[str]) -> None:
    assert expected <= vocabulary([key])


def test_no_keys_have_no_words_and_several_have_all_of_theirs() -> None:
    one, two = RefKey("alpha"), RefKey("beta")
    assert vocabulary([]) == frozenset()
    assert vocabulary([one, two]) == vocabulary([one]) | vocabulary([two]) == {"alpha", "beta"}
