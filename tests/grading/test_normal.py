"""Answers that look equal are equal, and what was hidden in them is known."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.grading.normal import is_blank, is_longer, normal_form


@pytest.mark.parametrize(
    "typed",
    [
        "https 웹훅",
        "HTTPS 웹훅",
        "  https\t웹훅\n",
        "ｈｔｔｐｓ 웹훅",
        "ht\u00adtps 웹훅",
        "https\u3000웹\u200b훅",
        "\u202ehttps\u202c 웹훅",
        "\ufeffhttps 웹훅\u2060",
        "https\ufe0f 웹\u3164훅",
        unicodedata.normalize("NFD", "https 웹훅"),
        "hťtps 웹훅",
        "http\ud800s 웹훅",
        "ht\x00tps 웹훅",
    ],
)
def test_every_way_of_typing_it_is_the_same_text(typed: str) -> None:
    assert normal_form(typed).text == "https 웹훅"


def test_dashes_and_quotes_are_folded() -> None:
    assert normal_form("web–hook ‘don’t’ “x”").text == "web-hook 'don't' \"x\""


def test_what_cannot_be_seen_is_reported() -> None:
    assert normal_form("a\u200bb").invisible
    assert normal_form("\u3164").invisible
    assert normal_form("\u202eba\u202c").bidi
    assert not normal_form("a b\n").invisible
    assert not normal_form("a\u200bb").bidi


def test_variants_of_letters_are_reported_and_forms_of_unicode_are_not() -> None:
    assert normal_form("ｈｔｔｐ").folded
    assert not normal_form(unicodedata.normalize("NFD", "é 웹훅")).folded


def test_letters_of_another_alphabet_are_named_and_not_mapped() -> None:
    assert normal_form("wеbhооk").foreign == ("е", "о")
    assert normal_form("ωebhook").foreign == ("ω",)
    assert normal_form("café naïve 웹훅 1.2").foreign == ()


@pytest.mark.parametrize("text", ["", " ", "...", "\u3164", "\u200b\u200b", "\u2800", "?!", "🤷"])
def test_nothing_is_blank(text: str) -> None:
    assert is_blank(normal_form(text))


@pytest.mark.parametrize("text", ["a", "0", "ㅇ", "가", "漢"])
def test_a_letter_or_a_digit_is_something(text: str) -> None:
    assert not is_blank(normal_form(text))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_length_is_the_same_in_both_forms(form: str) -> None:
    assert not is_longer(unicodedata.normalize(form, "각" * 200), 200)  # type: ignore[arg-type]
    assert is_longer(unicodedata.normalize(form, "각" * 201), 200)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_any_text_has_one_normal_form_whatever_form_of_unicode_it_comes_in(text: str) -> None:
    found = normal_form(text)
    assert normal_form(unicodedata.normalize("NFC", text)) == found
    assert normal_form(unicodedata.normalize("NFD", text)) == found
    assert found.text == " ".join(found.text.split())
