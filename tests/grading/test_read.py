"""Answers as JSON: every shape that is meant can be read, every other one is refused with what to write instead."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.grading.answers import Answer, FillAnswer, OptionsAnswer, TextAnswer, VerdictAnswer
from lab.grading.keys import (
    Blank,
    ChoiceKey,
    CommandKey,
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
from lab.grading.read import AnswerError, read_answer, write_answer
from lab.language.words import LANGUAGES, words

OPTIONS = tuple(Option(number, f"option {number}", number == 1) for number in range(1, 5))
ONE_BLANK = FillKey((Blank("hook", ("webhook",)),))
TWO_BLANKS = FillKey((Blank("host", ("localhost",)), Blank("포트", ("5000",))))
CHOICE = ChoiceKey(OPTIONS, many=True)
ORDER = OrderKey(OPTIONS, ())
TRUE_FALSE = TrueFalseKey(False, Rubric(()))
STATE = StateKey("layer-count", "hello-world")
TEXTS: list[Key] = [ShortKey(Rubric(())), RefKey("a"), CommandKey(("docker ps",)), STATE]

READ: list[tuple[Key, object, Answer]] = [
    (ONE_BLANK, "webhook", FillAnswer({"hook": "webhook"})),
    (ONE_BLANK, {"hook": "웹훅"}, FillAnswer({"hook": "웹훅"})),
    (ONE_BLANK, {}, FillAnswer({"hook": ""})),
    (TWO_BLANKS, {"host": "localhost", "포트": "5000"}, FillAnswer({"host": "localhost", "포트": "5000"})),
    (TWO_BLANKS, {"포트": "5000"}, FillAnswer({"host": "", "포트": "5000"})),
    (CHOICE, 1, OptionsAnswer((1,))),
    (CHOICE, [1], OptionsAnswer((1,))),
    (CHOICE, [4, 2], OptionsAnswer((4, 2))),
    (CHOICE, [], OptionsAnswer(())),
    (ORDER, [2, 1, 4, 3], OptionsAnswer((2, 1, 4, 3))),
    (ORDER, [1, 1], OptionsAnswer((1, 1))),
    (TRUE_FALSE, {"verdict": True, "reason": "because"}, VerdictAnswer(True, "because")),
    (TRUE_FALSE, {"verdict": False}, VerdictAnswer(False)),
    (TRUE_FALSE, {"verdict": "거짓", "reason": "이름이면 충분하다"}, VerdictAnswer(False, "이름이면 충분하다")),
    (TRUE_FALSE, {"reason": "because"}, VerdictAnswer(None, "because")),
    (TRUE_FALSE, {"verdict": None}, VerdictAnswer(None)),
    (TRUE_FALSE, True, VerdictAnswer(True)),
    (TRUE_FALSE, False, VerdictAnswer(False)),
    *((key, "text ", TextAnswer("text ")) for key in TEXTS),
    *((key, "", TextAnswer("")) for key in TEXTS),
    (STATE, 3, TextAnswer("3")),
]

REFUSED: list[tuple[Key, object, str]] = [
    (ONE_BLANK, 3, "no-blanks"),
    (ONE_BLANK, None, "no-blanks"),
    (ONE_BLANK, ["webhook"], "no-blanks"),
    (ONE_BLANK, {"hook": 3}, "no-text"),
    (ONE_BLANK, {"hok": "webhook"}, "unknown-blank"),
    (ONE_BLANK, {"hook": "webhook", "x" * 99: ""}, "unknown-blank"),
    (ONE_BLANK, {"\x1b[2J": "webhook"}, "unknown-blank"),
    (TWO_BLANKS, "localhost", "no-blanks"),
    (CHOICE, "1", "no-numbers"),
    (CHOICE, True, "no-numbers"),
    (CHOICE, 1.0, "no-numbers"),
    (CHOICE, None, "no-numbers"),
    (CHOICE, {"1": True}, "no-numbers"),
    (CHOICE, [1, "2"], "no-numbers"),
    (CHOICE, [True], "no-numbers"),
    (CHOICE, [[1]], "no-numbers"),
    (CHOICE, 0, "out-of-range"),
    (CHOICE, 5, "out-of-range"),
    (CHOICE, [1, -1], "out-of-range"),
    (CHOICE, 10**99, "out-of-range"),
    (ORDER, 1, "no-numbers"),
    (ORDER, "1234", "no-numbers"),
    (ORDER, [1, 2, 9], "out-of-range"),
    (TRUE_FALSE, "maybe", "no-verdict"),
    (TRUE_FALSE, "", "no-verdict"),
    (TRUE_FALSE, 1, "no-verdict"),
    (TRUE_FALSE, [True], "no-verdict"),
    (TRUE_FALSE, {"verdict": 0}, "no-verdict"),
    (TRUE_FALSE, {"verdict": True, "why": "x"}, "no-verdict"),
    (TRUE_FALSE, {"verdict": True, "reason": None}, "no-text"),
    *((key, ["text"], "no-text") for key in TEXTS),
    *((key, None, "no-text") for key in TEXTS),
    *((key, True, "no-text") for key in TEXTS),
    (TEXTS[0], 3, "no-text"),
    (STATE, 3.5, "no-text"),
    (TEXTS[0], json.loads('"\\ud800"'), "broken-text"),
]


@pytest.mark.parametrize(("key", "raw", "answer"), READ)
def test_what_is_meant_is_read(key: Key, raw: object, answer: Answer) -> None:
    assert read_answer(key, raw) == answer


@pytest.mark.parametrize(("key", "raw", "reason"), REFUSED)
def test_what_has_another_shape_is_refused_with_what_to_write(key: Key, raw: object, reason: str) -> None:
    with pytest.raises(AnswerError) as caught:
        read_answer(key, raw)
    assert caught.value.message.key == f"grading.answers.{reason}"
    for lang in LANGUAGES:
        said = [words(lang).say(each) for each in (caught.value.message, caught.value.hint)]
        assert all("grading." not in each and each.isprintable() and len(each) < 200 for each in said)


@pytest.mark.parametrize(
    "text", ["참", "맞다", "맞음", "맞습니다.", "O", "o", "ㅇ", "○", "true", "True", "TRUE", " 참 ", "Ｏ"]
)
def test_a_word_that_says_true_is_a_verdict(text: str) -> None:
    assert read_answer(TRUE_FALSE, text) == read_answer(TRUE_FALSE, {"verdict": text}) == VerdictAnswer(True)


@pytest.mark.parametrize(
    "text", ["거짓", "틀리다", "틀림", "틀렸습니다", "X", "x", "×", "❌", "false", "False.", "✕", "Ｘ"]
)
def test_a_word_that_says_false_is_a_verdict(text: str) -> None:
    assert read_answer(TRUE_FALSE, text) == read_answer(TRUE_FALSE, {"verdict": text}) == VerdictAnswer(False)


def test_the_hint_names_every_blank() -> None:
    with pytest.raises(AnswerError) as caught:
        read_answer(TWO_BLANKS, "localhost")
    assert "host, 포트" in words("ko").say(caught.value.hint)


texts = st.text(max_size=20)
numbers = st.lists(st.integers(1, 4), max_size=6).map(tuple)
pairs = st.one_of(
    st.tuples(st.just(TWO_BLANKS), st.builds(FillAnswer, st.fixed_dictionaries({"host": texts, "포트": texts}))),
    st.tuples(st.just(ONE_BLANK), st.builds(FillAnswer, st.fixed_dictionaries({"hook": texts}))),
    st.tuples(st.sampled_from([CHOICE, ORDER]), st.builds(OptionsAnswer, numbers)),
    st.tuples(st.just(TRUE_FALSE), st.builds(VerdictAnswer, st.none() | st.booleans(), texts)),
    st.tuples(st.sampled_from(TEXTS), st.builds(TextAnswer, texts)),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["verdict", "reason", "hook"]) | texts, inner, max_size=3)
    ),
    max_leaves=6,
)


@given(pairs)
def test_what_is_written_is_read_back_through_json(pair: tuple[Key, Answer]) -> None:
    key, answer = pair
    assert read_answer(key, json.loads(json.dumps(write_answer(answer)))) == answer


@given(st.sampled_from([ONE_BLANK, TWO_BLANKS, CHOICE, ORDER, TRUE_FALSE, *TEXTS]), anything)
def test_any_json_is_an_answer_or_is_refused(key: Key, raw: object) -> None:
    try:
        answer = read_answer(key, raw)
    except AnswerError:
        return
    assert read_answer(key, write_answer(answer)) == answer
