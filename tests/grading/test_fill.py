"""Words for the gaps of a sentence: no right one is refused for its spelling, and no other one is taken for it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.grading import fill
from lab.grading.answers import FillAnswer
from lab.grading.grade import Grade
from lab.grading.keys import Blank, FillKey, WrongAnswer
from lab.grading.said import Said
from lab.grading.vocabulary import vocabulary
from lab.language.message import Message
from lab.language.words import LANGUAGES, words

POLLS = Said("A timer polls.", "크론은 주기적으로 확인합니다.")
HOOK = FillKey(
    (
        Blank(
            "hook",
            ("webhook", "web hook", "웹훅", "웹 훅", "웹후크"),
            (WrongAnswer(("cron", "cron job", "크론"), POLLS),),
        ),
    )
)
SCHEME = FillKey((Blank("scheme", ("https",), exact=("https",)),))
LOOSE = FillKey((Blank("scheme", ("https",)),))
PAIR = FillKey(
    (Blank("one", ("manifest", "매니페스트")), Blank("two", ("layer", "레이어")), Blank("three", ("digest",))),
    groups=(("one", "two"),),
)
COURSE = vocabulary([HOOK, SCHEME, LOOSE, PAIR, FillKey((Blank("other", ("http", "webhooks api", "hello")),))])

RIGHT = [
    *(
        "webhook",
        "Webhook",
        "WEBHOOK",
        "web hook",
        "web-hook",
        "web_hook",
        "Web Hooks",
        "webhooks",
        "a webhook",
        "the webhook",
        "the web-hooks",
    ),
    *(
        "webhook.",
        '"webhook"',
        "`webhook`",
        "(webhook)",
        " webhook ",
        "ｗｅｂｈｏｏｋ",
        "web\u00adhook",
        "wébhook",
        "answer: webhook",
        "정답: webhook",
    ),
    *(
        "웹훅",
        "웹 훅",
        "웹-훅",
        "웹후크",
        "웹훅을",
        "웹 훅을",
        "웹훅이",
        "웹훅입니다",
        "정답은 웹훅입니다",
        "답: 웹훅",
        "webhook을",
        "webhook입니다",
        "웹훅들",
    ),
    *("웹훅(webhook)", "webhook(웹훅)", "webhook / 웹훅", "web hook = 웹훅"),
]
SPELT = ["webhok", "webhoook", "wbehook", "webhool", "web hok", "웹혹", "웹훜", "웹후ㄱ", "weebhook"]
WRONG = [
    *("cron", "크론", "Cron job", "크론을", "web", "hook", "api", "trigger", "webhook cron api trigger", "webhook and api", "not a webhook", "wbhk"),
    *("build", "자동 빌드", "훅", "웹", "웹사이트", "깃허브", "0", "webhook api", "웹훅(cron)", "webhook 아님", "hello", "push", "<script>", "webhookwebhook"),
    *("{typed}", "%s", "웹훅을 제외한 것", "a", "the", "url", "callback url", "jenkins"),
]  # fmt: skip


FRONT = FillKey(
    (
        Blank(
            "front",
            (
                "registry",
                "hostname",
                "registry server",
                "registry address",
                "레지스트리",
                "레지스트리 서버",
                "레지스트리 주소",
            ),
            (WrongAnswer(("repository", "name of the repo"), Said("A part of it.")),),
        ),
    )
)


def grade(text: str, key: FillKey = HOOK) -> Grade:
    return fill.grade(key, FillAnswer({key.blanks[0].name: text}), COURSE)


@pytest.mark.parametrize("typed", RIGHT)
def test_a_right_word_is_right_however_it_is_written(typed: str) -> None:
    found = grade(typed)
    assert (found.status, found.score) == ("correct", 1.0)


@pytest.mark.parametrize("typed", SPELT)
def test_a_slip_costs_nothing_and_is_pointed_out(typed: str) -> None:
    found = grade(typed)
    assert (found.status, found.score) == ("correct", 1.0)
    assert [note.key for note in found.feedback if isinstance(note, Message)] == ["grading.fill.spelling"]


@pytest.mark.parametrize("typed", WRONG)
def test_another_word_is_wrong_and_says_something(typed: str) -> None:
    found = grade(typed)
    assert (found.status, found.score) == ("incorrect", 0.0)
    assert found.feedback
    for lang in LANGUAGES:
        assert all("grading." not in words(lang).say(note) for note in found.feedback if isinstance(note, Message))


@pytest.mark.parametrize("typed", [*RIGHT, *SPELT, *WRONG])
def test_both_forms_of_unicode_get_the_same_mark(typed: str) -> None:
    assert grade(unicodedata.normalize("NFD", typed)) == grade(unicodedata.normalize("NFC", typed))


@pytest.mark.parametrize("typed", ["cron", "a cron job", "크론입니다", "CRON-JOB", "웹훅(cron)"])
def test_a_known_wrong_answer_gets_its_own_words(typed: str) -> None:
    assert grade(typed).feedback == (POLLS,)


def test_http_is_never_a_slip_for_https_and_htps_is_one() -> None:
    assert grade("http", LOOSE).score == 0
    assert grade("htps", LOOSE).score == 1
    assert grade("htps", SCHEME).score == 0


def test_a_word_of_the_course_is_meant_however_near_it_is() -> None:
    key = FillKey((Blank("x", ("digest",)),))
    assert fill.grade(key, FillAnswer({"x": "digesr"}), frozenset()).score == 1
    assert fill.grade(key, FillAnswer({"x": "digesr"}), frozenset({"digesr"})).score == 0


@pytest.mark.parametrize("typed", ["", "  ", "...", "\u3164", "\u200b", "?", "x" * 201, "가" * 201])
def test_nothing_and_too_much_are_not_graded(typed: str) -> None:
    found = grade(typed)
    assert (found.status, found.score, len(found.feedback)) == ("not-graded", 0.0, 1)


def test_look_alikes_are_for_a_human() -> None:
    assert grade("wеbhook").status == "review"
    assert grade("ωebhook").status == "review"


def test_blanks_count_the_same_and_an_empty_one_is_only_its_own_loss() -> None:
    found = fill.grade(PAIR, FillAnswer({"one": "manifest", "two": "", "three": "digest"}), COURSE)
    assert (found.status, found.score) == ("partial", pytest.approx(2 / 3, abs=1e-5))
    assert [str(note) for note in found.feedback] == ["grading.fill.empty"]


@pytest.mark.parametrize(
    ("one", "two", "score"),
    [
        ("manifest", "layer", 1),
        ("layer", "manifest", 1),
        ("레이어", "manifests", 1),
        ("layer", "layer", 2 / 3),
        ("digest", "layer", 2 / 3),
    ],
)
def test_blanks_of_a_group_may_change_places_and_none_counts_twice(one: str, two: str, score: float) -> None:
    found = fill.grade(PAIR, FillAnswer({"one": one, "two": two, "three": "digest"}), COURSE)
    assert found.score == pytest.approx(score, abs=1e-5)


def test_blanks_of_no_group_may_not_change_places() -> None:
    found = fill.grade(PAIR, FillAnswer({"one": "digest", "two": "layer", "three": "manifest"}), COURSE)
    assert found.score == pytest.approx(1 / 3, abs=1e-5)


def test_a_blank_that_was_not_given_and_one_that_does_not_exist_are_no_error() -> None:
    assert fill.grade(PAIR, FillAnswer({"three": "digest", "four": "x"}), COURSE).score == pytest.approx(
        1 / 3, abs=1e-5
    )


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=[]), max_size=220) | st.sampled_from(RIGHT + WRONG))
def test_any_text_is_graded_within_bounds_and_with_a_reason(text: str) -> None:
    found = grade(text)
    assert 0 <= found.score <= 1
    assert found.feedback or found.status == "correct"
    assert found == grade(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    "typed",
    [
        *("registry hostname", "레지스트리 서버 주소", "the registry's address"),
        *("registry (server)", "레지스트리(서버)", "registry (where all images are)"),
        *(
            "a registry I think?",
            "I think it's a registry",
            "maybe the registry",
            "레지스트리라는 것",
            "레지스트리인 것 같아요",
        ),
    ],
)
def test_words_of_right_answers_explanations_and_hedges_beside_a_right_one_change_nothing(typed: str) -> None:
    assert grade(typed, FRONT).status == "correct"


@pytest.mark.parametrize(
    "typed",
    [
        *("registry (repository)", "registry (name of the repo)", "registry (hub)", "server address", "not a registry"),
        *("registry registry", "registry or repository", "레지스트리가 아닌 것 같아요"),
    ],
)
def test_another_answer_beside_a_right_one_is_not_overlooked(typed: str) -> None:
    assert grade(typed, FRONT).status == "incorrect"


@pytest.mark.parametrize(
    ("accept", "typed"), [("--force", "--force 옵션"), ("SAN", "SAN field"), (".", "."), ("2018", "in 2018")]
)
def test_a_kind_behind_a_word_changes_nothing_and_a_sign_may_be_an_answer(accept: str, typed: str) -> None:
    key = FillKey((Blank("gap", (accept,)),))
    assert fill.grade(key, FillAnswer({"gap": typed}), frozenset()).status == "correct"
    assert fill.grade(key, FillAnswer({"gap": "옵션"}), frozenset()).status == "incorrect"
