"""Slips of the hand are forgiven, other words are not."""

from __future__ import annotations

import unicodedata

import pytest

from lab.grading.typing_errors import forgiven, prefix_slips, slips


@pytest.mark.parametrize(
    ("typed", "meant", "count"),
    [
        ("htps", "https", 1),
        ("htpts", "https", 1),
        ("httpss", "https", 1),
        ("webhok", "webhook", 1),
        ("webhoko", "webhook", 1),
        ("authentification", "authentication", 2),
        ("웹혹", "웹훅", 1),
        ("레지스트라", "레지스트리", 1),
        ("레지스터리", "레지스트리", 1),
        ("테그", "태그", 1),
        ("메니페스트", "매니페스트", 1),
        ("웹훅", "웹훅", 0),
    ],
)
def test_a_slip_is_counted_in_letters_and_in_jamo(typed: str, meant: str, count: int) -> None:
    assert slips(typed, meant) == count
    assert slips(unicodedata.normalize("NFC", unicodedata.normalize("NFD", typed)), meant) == count


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https", "http"),
        ("tag", "tog"),
        ("pusg", "push"),
        ("webhooook", "webhook"),
        ("웹", "웹훅"),
        ("크론", "웹훅"),
        ("허브", "허용"),
        ("sha257", "sha256"),
        ("webhook", "웹훅"),
        ("네", "내"),
        ("태구", "태그"),
        ("store", "stored"),
        ("blocked", "block"),
    ],
)
def test_a_short_word_a_far_one_and_one_with_a_digit_are_not_forgiven(typed: str, meant: str) -> None:
    assert slips(typed, meant) is None


def test_longer_words_are_forgiven_more() -> None:
    assert [
        forgiven(word) for word in ("http", "https", "repository", "막다", "웹훅", "레지스트리", "인증기관목록")
    ] == [0, 1, 2, 0, 1, 1, 2]


def test_of_a_stem_only_the_beginning_is_compared() -> None:
    assert prefix_slips("prevnting", "prevent") == 1
    assert prefix_slips("preventing", "prevent") == 0
    assert prefix_slips("permission", "prevent") is None
    assert prefix_slips("pre", "prevent") is None
