"""The words of this room are in both languages, and read well in Korean."""

from __future__ import annotations

import re

from lab.language.words import catalogue_of


def test_no_korean_particle_depends_on_what_fills_a_blank() -> None:
    particle = re.compile(r"\}['\"]?(은|는|이|가|을|를|과|와|으로|로|라고|이라고)(?=[\s,.;]|$)")
    ours = {key: text for key, text in catalogue_of("ko").items() if key.startswith("tui.")}
    assert {key: text for key, text in ours.items() if particle.search(text)} == {}
