"""Questions about the learner's own engine: digests by their beginning, numbers in any spelling."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.grading import state
from lab.grading.answers import TextAnswer
from lab.grading.grade import Grade
from lab.grading.keys import StateKey
from lab.grading.numbers import read_numbers
from lab.language.message import Message
from lab.language.words import LANGUAGES, words

HEX = "1b44b5a3e06a9aae883e7bf25e45c100be0bb81a0e01b32de604f3ac44711634"
DIGEST = f"sha256:{HEX}"
REFERENCE = "127.0.0.1:5000/hello-world"
PUSHED = StateKey("pushed-digest", REFERENCE, digits=12)
WHOLE = StateKey("pushed-digest", REFERENCE)
SENT = StateKey("second-push-blobs", REFERENCE)


def graded(key: StateKey, text: str, truth: str | None) -> Grade:
    return state.grade(key, TextAnswer(text), truth)


def reasons(grade: Grade) -> list[str]:
    found = []
    for reason in grade.feedback:
        assert isinstance(reason, Message)
        assert all(reason.key not in words(lang).say(reason) for lang in LANGUAGES)
        found.append(reason.key.rpartition(".")[2])
    return found


@pytest.mark.parametrize("key", [PUSHED, SENT])
@pytest.mark.parametrize("text", ["3", DIGEST, "", "가"])
def test_without_an_engine_nothing_is_counted(key: StateKey, text: str) -> None:
    grade = graded(key, text, None)
    assert (grade.status, reasons(grade)) == ("not-graded", ["no-engine"])


@pytest.mark.parametrize(
    "text",
    [
        DIGEST,
        HEX,
        DIGEST.upper(),
        HEX[:12],
        f"sha256:{HEX[:12]}",
        HEX[:40],
        f"{REFERENCE}@{DIGEST}",
        f"  {DIGEST}\n",
        f"다이제스트는 {HEX[:12]}입니다",
        f"the digest is {HEX[:12]}",
        f"sha256:{HEX[:12]}...",
        f"sha256:{HEX[:12]}…",
        "１" + HEX[1:],
    ],
)
def test_a_digest_is_right_from_its_beginning_on(text: str) -> None:
    assert graded(PUSHED, text, DIGEST).status == "correct"


def test_spellings_of_a_digest_have_one_normal_form() -> None:
    assert {graded(PUSHED, text, DIGEST).normal for text in (DIGEST, HEX, HEX[:12], HEX[:20])} == {HEX[:12]}


@pytest.mark.parametrize("text", [HEX[:11], HEX[0], f"sha256:{HEX[:6]}", "fff"])
def test_too_few_digits_cost_no_attempt_whether_they_are_right_or_not(text: str) -> None:
    grade = graded(PUSHED, text, DIGEST)
    assert (grade.status, reasons(grade)) == ("not-graded", ["too-short"])


def test_without_a_number_of_digits_the_whole_digest_is_wanted() -> None:
    assert graded(WHOLE, HEX[:63], DIGEST).status == "not-graded"
    assert graded(WHOLE, HEX, DIGEST).status == "correct"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0" * 64, "other-digest"),
        ("sha256:" + "0" * 12, "other-digest"),
        (HEX[1:], "other-digest"),
        (f"{HEX[:12]}0", "other-digest"),
        (HEX + "0", "no-digest"),
        ("latest", "no-digest"),
        (f"sha512:{HEX}", "no-digest"),
        ("모르겠습니다", "no-digest"),
        (f"{HEX[:12]} {HEX[:12]}", "no-digest"),
        ("а" + HEX[1:], "no-digest"),  # a Cyrillic letter
    ],
)
def test_another_digest_is_wrong_and_told_where_to_look(text: str, reason: str) -> None:
    grade = graded(PUSHED, text, DIGEST)
    assert (grade.status, reasons(grade)) == ("incorrect", [reason, "look-pushed-digest"])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("3", 3), ("03", 3), (" 3. ", 3), ("３", 3), ("three", 3), ("Three", 3), ("THREE blobs", 3), ("3 blobs", 3)),
        *(("It sent 3 blobs.", 3), ("exactly three", 3), ("3 (three)", 3), ("number of blobs: 3", 3), ("0", 0)),
        *(("none", 0), ("no blobs", 0), ("zero", 0), ("nothing", 0), ("one layer", 1), ("twelve", 12), ("20", 20)),
        *(
            ("세 개", 3),
            ("세개", 3),
            ("3개", 3),
            ("3 개입니다", 3),
            ("셋", 3),
            ("셋입니다.", 3),
            ("삼", 3),
            ("삼 개", 3),
        ),
        *(("블롭 세 개", 3), ("블롭 3개입니다", 3), ("블롭은 3개", 3), ("레이어가 세 개 있습니다", 3), ("한 개", 1)),
        *(("하나", 1), ("두 개예요", 2), ("열두 개", 12), ("열하나", 11), ("스무 개", 20), ("십이", 12), ("없음", 0)),
        *(("없습니다", 0), ("영", 0), ("공", 0), ("네 개", 4), ("일곱", 7), ("일", 1), ("총 5개", 5)),
    ],
)
def test_a_number_is_read_in_digits_and_in_words(text: str, number: int) -> None:
    assert graded(SENT, text, str(number)) == Grade("correct", 1, (), str(number))
    wrong = graded(SENT, text, str(number + 1))
    assert (wrong.status, reasons(wrong)) == ("incorrect", ["other-number", "look-second-push-blobs"])


@pytest.mark.parametrize("text", ["3 or 4", "2, 3, 4", "세 개 아니면 네 개 3", "3개 없습니다", "blobs", "개", "3,000"])
def test_several_numbers_and_none_are_no_right_answer(text: str) -> None:
    assert graded(SENT, text, "3").status in ("not-graded", "review")


@pytest.mark.parametrize(
    "text",
    ["not 3", "-3", "3?", "at least 3", "more than 3", "3 이상", "3개가 아닙니다", "3개 아님", "about 3", "3%"],
)
def test_what_says_more_than_a_number_is_for_review_and_never_right(text: str) -> None:
    assert read_numbers(text) is None
    assert graded(SENT, text, "3").status == "review"


@pytest.mark.parametrize("text", ["", "  ", "...", "\u3164", "\u200b", "3" * 601])
def test_nothing_and_too_much_cost_no_attempt(text: str) -> None:
    assert graded(SENT, text, "3").status == "not-graded"
    assert graded(PUSHED, text, DIGEST).status == "not-graded"


asks = st.sampled_from(
    [
        (PUSHED, DIGEST),
        (WHOLE, DIGEST),
        *((StateKey(name, REFERENCE), "3") for name in ("stored-blobs", "layer-count", "repository-count")),
    ]
)
answers = (
    st.text(max_size=30)
    | st.text("0123abc:sha256@ 개세three", max_size=30)
    | st.sampled_from([DIGEST, HEX[:12], "3", "세 개"])
)


@given(asks, answers)
def test_a_grade_is_bounded_and_the_same_for_composed_and_decomposed_letters(
    asked: tuple[StateKey, str], text: str
) -> None:
    key, truth = asked
    composed, decomposed = (graded(key, unicodedata.normalize(form, text), truth) for form in ("NFC", "NFD"))
    assert composed == decomposed
    assert composed.score == (composed.status == "correct")
    assert composed.feedback or composed.status == "correct"
