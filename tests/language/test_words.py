"""Choosing a language, and putting messages into words."""

from __future__ import annotations

import pytest

from lab.language.message import Message, say
from lab.language.words import LANGUAGES, Words, choose_language, words


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (("ko",), "ko"),
        (("ko_KR.UTF-8",), "ko"),
        (("ko-KR",), "ko"),
        (("KO_kr",), "ko"),
        (("ko_KR.eucKR@hanja",), "ko"),
        (("ko.UTF-8",), "ko"),
        (("en",), "en"),
        (("en_US",), "en"),
        (("en_US.UTF-8",), "en"),
        (("C",), "en"),
        (("C.UTF-8",), "en"),
        (("POSIX",), "en"),
        (("fr",), "en"),
        (("fr_FR.UTF-8",), "en"),
        (("",), "en"),
        ((None,), "en"),
        ((), "en"),
        ((None, None, "ko_KR.UTF-8"), "ko"),
        ((None, "", "ko"), "ko"),
        (("fr", None, "ko_KR"), "ko"),
        (("en", "ko"), "en"),
        (("ko", "en"), "ko"),
        (("C", "ko"), "en"),
        (("korean",), "en"),
    ],
)
def test_the_first_language_that_the_lab_speaks_is_chosen(wanted: tuple[str | None, ...], chosen: str) -> None:
    assert choose_language(*wanted) == chosen


def test_a_message_in_a_message_is_said_in_the_same_language() -> None:
    speech = Words("en", {"outer": "taken by {user}", "inner": "the container {name}"})
    assert speech.say(say("outer", user=say("inner", name="web"))) == "taken by the container web"


def test_a_list_is_said_with_commas() -> None:
    speech = Words("en", {"list": "here: {others}", "one": "one"})
    assert speech.say(say("list", others=("a", say("one"), "b"))) == "here: a, one, b"


def test_a_number_is_said_as_it_is() -> None:
    assert Words("en", {"port": "port {port}"}).say(say("port", port=5000)) == "port 5000"


def test_braces_in_what_fills_a_blank_are_left_alone() -> None:
    assert Words("en", {"text": "got {it}"}).say(say("text", it="{name} {0} {{x}}")) == "got {name} {0} {{x}}"


def test_a_message_without_words_shows_its_key_and_does_not_fail() -> None:
    assert words("en").say(say("no.such-key", name="x")) == "no.such-key name=x"


def test_equal_messages_are_equal() -> None:
    assert say("a.b", name="x", port=1) == Message("a.b", (("name", "x"), ("port", 1)))
    assert say("a.b", name="x") != say("a.b", name="y")


def test_arguments_are_found_by_name() -> None:
    assert say("a.b", name="x", port=1).arguments() == {"name": "x", "port": 1}


def test_a_language_is_completed_from_english() -> None:
    assert words("ko").catalogue.keys() == words("en").catalogue.keys()


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_another_language_says_something_else(lang: str) -> None:
    message = say("checks.image-present.here", reference="x")
    assert words(lang).say(message) != words("en").say(message)
