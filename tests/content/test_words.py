"""Every message of this room has words in every language."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import lab.content
from lab.language.words import LANGUAGES, catalogue_of

USED = {
    key
    for path in Path(lab.content.__file__ or "").parent.glob("*.py")
    for key in re.findall(r'say\(\s*"(content\.[^"]+)"', path.read_text(encoding="utf-8"))
}


def ours(lang: str) -> dict[str, str]:
    return {key: text for key, text in catalogue_of(lang).items() if key.startswith("content.")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_are_exactly_those_in_use(lang: str) -> None:
    assert set(ours(lang)) == USED


def test_translations_have_the_same_blanks() -> None:
    def blanks(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    english, korean = ours("en"), ours("ko")
    assert {key: blanks(text) for key, text in english.items()} == {key: blanks(text) for key, text in korean.items()}


def test_no_korean_particle_depends_on_what_fills_a_blank() -> None:
    particle = re.compile(r"\}[`'\"]?(은|는|이|가|을|를|과|와|으로|로|라고|이라고)(?=[\s,.;]|$)")
    assert {key: text for key, text in ours("ko").items() if particle.search(text)} == {}
