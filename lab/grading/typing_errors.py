"""Whether one word is another with a slip of the hand, counted in letters; of Hangul in jamo, as it is typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from lab.grading.particles import word_set

_HANGUL = re.compile(r"[가-힣ᄀ-ᇿ]+\Z")
_REAL = word_set("http https ssh lock black reuse reused follow register remove expect")
"""Words that are one slip from a word of the subject and mean themselves; above all http, which is not https."""
_LATIN = re.compile(r"[a-z]+\Z")


def slips(typed: str, meant: str) -> int | None:
    """Count the slips (missed, added, replaced, swapped) from `meant` to `typed`; None where they are not forgiven."""
    script = _HANGUL if _HANGUL.match(meant) else _LATIN
    if (typed in _REAL and typed != meant) or not (script.match(typed) and script.match(meant)):
        return None
    left, right = _strokes(typed), _strokes(meant)
    most = forgiven(meant)
    count = OSA.distance(left, right, score_cutoff=most)
    return count if count <= most else None


def prefix_slips(typed: str, stem: str) -> int | None:
    """Count the slips in the beginning of a word of which only the stem is known."""
    if len(typed) < len(stem) - 1:
        return None
    counts = [slips(typed[:length], stem) for length in range(len(stem) - 1, len(stem) + 2)]
    return min((count for count in counts if count is not None), default=None)


@lru_cache(maxsize=8192)
def forgiven(meant: str) -> int:
    """Return how many slips a word is forgiven: none in a short one, where another word would be as near."""
    count = len(_strokes(meant))
    if _HANGUL.match(meant):
        return 0 if count < 6 else 1 if count < 13 else 2
    return 0 if count < 5 else 1 if count < 10 else 2


@lru_cache(maxsize=8192)
def _strokes(word: str) -> str:
    return unicodedata.normalize("NFD", word)
