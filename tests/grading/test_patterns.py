"""What a pattern of a rubric finds."""

from __future__ import annotations

import pytest

from lab.grading import short
from lab.grading.answers import TextAnswer
from lab.grading.keys import Concept, Rubric, ShortKey


def finds(pattern: str, text: str, *exact: str) -> bool:
    key = ShortKey(Rubric((Concept("idea", (pattern,)),), exact=exact))
    return short.grade(key, TextAnswer(text), frozenset()).status == "correct"


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("webhook", "a webhook"),
        ("webhook", "webhooks"),
        ("webhook", "web hook"),
        ("web hook", "the webhook"),
        ("webhooks", "webhook"),
        ("webhook", "webhok"),
        ("refuse*", "refusing"),
        ("막*", "막습니다"),
        ("로컬호스트", "로컬호스트에서는"),
        ("로컬호스트", "로컬 호스트는"),
        ("로컬 호스트", "로컬호스트는"),
        ("image name", "the name of the image is the image name"),
        ("without https/tls", "without TLS"),
        ("without https/tls", "without any tls"),
        ("registry name", "registry in its very own name"),
        ("https 없*", "HTTPS가 없습니다"),
        ("https 없*", "HTTPS없이"),
        ("https/tls만", "TLS만"),
        ("https만", "HTTPS 레지스트리만"),
        ("only https", "only registries over https"),
        ("127.0.0.0/8", "127.0.0.0/8"),
        ("127.0.0.1", "127.0.0.1:5000"),
        ("localhost", "localhost:5000"),
        ("hello-world", "hello-world"),
        ("데몬 설정", "데몬의 설정"),
    ],
)
def test_a_pattern_finds_its_words_in_order_close_together_and_inflected(pattern: str, text: str) -> None:
    assert finds(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("http", "https"),
        ("https", "http"),
        ("image name", "name image"),
        ("without https", "https without"),
        ("without https", "without docker image registry https"),
        ("without https", "without it. Https"),
        ("without https", "without it, https"),
        ("registry name", "registry except name"),
        ("registry name", "registry not name"),
        ("https만", "HTTPS"),
        ("https/tls만", "https"),
        ("local", "localhost"),
        ("push", "psuh"),
        ("웹훅", "웹"),
        ("경로", "경"),
        ("*", "docker"),
        ("", "docker"),
        ("/", "docker"),
    ],
)
def test_a_pattern_does_not_find_other_words(pattern: str, text: str) -> None:
    assert not finds(pattern, text)


def test_an_exact_word_is_not_forgiven_a_slip() -> None:
    assert finds("https", "htps")
    assert not finds("https", "htps", "https")
