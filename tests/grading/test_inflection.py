"""Korean stems: what they melt into is found, and what is none stays as it is."""

from __future__ import annotations

import unicodedata

import pytest

from lab.grading.inflection import stems

FORMS = [
    ("바꾸", "바꾼다 바꿀 바꿈 바꿉니다 바꿔요 바꿨다"),
    ("봐주", "봐준다 봐줘요 봐줬어요 봐줍니다"),
    ("다르", "다른 다릅니다 달라요 달랐다"),
    ("움직이", "움직인다 움직여서 움직임"),
    ("허용하", "허용한다 허용해요 허용했다 허용합니다"),
    ("되", "된다 돼요 됐다 됩니다"),
    ("쓰", "쓴다 써요 썼다"),
]


@pytest.mark.parametrize(("stem", "forms"), FORMS)
def test_every_form_of_a_stem_on_a_vowel_begins_with_one_of_its_beginnings(stem: str, forms: str) -> None:
    assert [form for form in forms.split() if not form.startswith(stems(stem))] == []


@pytest.mark.parametrize("stem", ["막", "않", "webhook", "ㅇ"])
def test_what_is_no_stem_on_a_vowel_stays_as_it_is(stem: str) -> None:
    assert stems(stem) == (stem,)


def test_another_word_is_no_form() -> None:
    assert not "바깥".startswith(stems("바꾸"))
    assert not "달력".startswith(stems("다르"))


def test_beginnings_are_composed() -> None:
    assert all(unicodedata.is_normalized("NFC", each) for stem, _ in FORMS for each in stems(stem))
