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
_INFLECTION = re.compile(r"e?[dr]|ing")
"""What makes another form of an English word, and no misspelling: store, stored."""
_SAME_SOUND = str.maketrans({"ᅢ": "ᅦ", "ᅤ": "ᅨ", "ᅫ": "ᅰ", "ᅬ": "ᅰ"})
"""Vowels that are spoken alike today, and mixed up for that: 태그, 테그."""
_SYLLABLES = 2
"""Of a word in which a vowel that sounds the same is forgiven; a single syllable would be another word: 내, 네."""


def slips(typed: str, meant: str) -> int | None:
    """Count the slips (missed, added, replaced, swapped) from `meant` to `typed`; None where they are not forgiven."""
    script = _HANGUL if _HANGUL.match(meant) else _LATIN
    if (typed in _REAL and typed != meant) or not (script.match(typed) and script.match(meant)):
        return None
    left, right = _strokes(typed), _strokes(meant)
    if typed != meant and _sounds(typed) == _sounds(meant) != "":
        return 1
    if _is_inflected(typed, meant):
        return None
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


def may_slip(meant: str) -> bool:
    """Tell whether any slip at all in a word would be forgiven."""
    return forgiven(meant) > 0 or (_sounds(meant) != "" and bool(set("ᅢᅤᅫᅬᅦᅨᅰ") & set(_strokes(meant))))


def _sounds(word: str) -> str:
    """Return a Korean word as it sounds; nothing for a word to which no such mistake is forgiven."""
    spoken = _HANGUL.match(word) and len(unicodedata.normalize("NFC", word)) >= _SYLLABLES
    return _strokes(word).translate(_SAME_SOUND) if spoken else ""


def _is_inflected(typed: str, meant: str) -> bool:
    short, long = sorted((typed, meant), key=len)
    return long.startswith(short) and bool(_INFLECTION.fullmatch(long[len(short) :]))


@lru_cache(maxsize=8192)
def _strokes(word: str) -> str:
    return unicodedata.normalize("NFD", word)
