"""A rubric, made ready to be looked for in answers; made once for each key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lab.grading.keys import Axis, Rubric, Stance
from lab.grading.lexicon import is_small
from lab.grading.normal import normal_form
from lab.grading.patterns import Atom, Index, Pattern, index, patterns_of
from lab.grading.scene import Kind
from lab.grading.typing_errors import may_slip
from lab.grading.words import Word, words_of


class _Idea(NamedTuple):
    kind: Kind
    number: int
    """Of the idea among those of its kind."""
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Compiled:
    """Patterns and words of a rubric."""

    ideas: tuple[_Idea, ...]
    """Concepts and bonus ideas, the longest patterns first: `unless listed as insecure` before `insecure`."""
    decoys: tuple[_Idea, ...]
    axis: tuple[tuple[Stance, Pattern], ...]
    index: Index
    """Every word of every pattern."""
    forgiving: tuple[Atom, ...]
    """Those that may be misspelt."""


@lru_cache(maxsize=512)
def compiled(rubric: Rubric) -> Compiled:
    """Return a rubric's patterns."""
    concepts = [_Idea("concept", at, each) for at, idea in enumerate(rubric.concepts) for each in _patterns(idea.any)]
    bonus = [
        _Idea("bonus", at, each)
        for at, written in enumerate(rubric.bonus)
        for each in patterns_of(written)
        if not _is_small(each)
    ]
    decoys = [_Idea("decoy", at, each) for at, idea in enumerate(rubric.decoys) for each in _patterns(idea.any)]
    axis = _axis(rubric.axis)
    every = [pattern for *_, pattern in (*concepts, *bonus, *decoys)] + [pattern for _, pattern in axis]
    atoms = tuple(dict.fromkeys(atom for pattern in every for slot in pattern.slots for atom in slot))
    exact = {word.text for each in rubric.exact for word in words_of(normal_form(each).text)}
    return Compiled(
        _longest_first((*concepts, *bonus)),
        _longest_first(decoys),
        axis,
        index(atoms),
        tuple(atom for atom in atoms if atom.text not in exact and not atom.only and may_slip(atom.text)),
    )


def _is_small(pattern: Pattern) -> bool:
    """Tell whether a pattern is only small words, such as `not` or `it`: an idea would hide what they do in a sentence."""
    return len(pattern.slots) == 1 and all(
        not atom.prefix and is_small(Word(atom.text, (atom.text,))) for atom in pattern.slots[0]
    )


def _patterns(written: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(dict.fromkeys(pattern for each in written for pattern in patterns_of(each)))


def _axis(axis: Axis) -> tuple[tuple[Stance, Pattern], ...]:
    sides: tuple[tuple[Stance, tuple[str, ...]], ...] = (("deny", axis.deny), ("allow", axis.allow))
    found = [(side, pattern) for side, written in sides for pattern in _patterns(written)]
    return tuple(sorted(found, key=lambda pair: _weight(pair[1]), reverse=True))


def _longest_first(ideas: Iterable[_Idea]) -> tuple[_Idea, ...]:
    return tuple(sorted(ideas, key=lambda idea: _weight(idea.pattern), reverse=True))


def _weight(pattern: Pattern) -> tuple[int, int]:
    return len(pattern.slots), max(len(atom.text) for slot in pattern.slots for atom in slot)
