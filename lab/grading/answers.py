"""What a learner gives as an answer, by kind of question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """`short`, `ref`, `command` and `state`: what was typed, unchanged."""

    text: str


@dataclass(frozen=True, slots=True)
class FillAnswer:
    """`fill`: what was typed into each blank, by the blank's name."""

    blanks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OptionsAnswer:
    """`choice` and `order`: ids of options; for `order` in the learner's order."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VerdictAnswer:
    """`truefalse`."""

    verdict: bool | None
    """None where the learner has not decided."""
    reason: str = ""


Answer: TypeAlias = "TextAnswer | FillAnswer | OptionsAnswer | VerdictAnswer"
