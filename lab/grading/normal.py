"""The form in which answers that look equal are equal: whatever keyboard, layout or clipboard they came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANKS = frozenset("\u115f\u1160\u2800")
"""Letters that show nothing: Hangul fillers (NFKC turns U+3164 and U+FFA0 into U+1160), and the empty Braille cell."""
_UNSEEN = frozenset({"Cf", "Cc", "Cs"})
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        "−": "-",
        "。": ".",
        "、": ",",
        "·": ",",
        "ㆍ": ",",
    }
)
_OURS = re.compile(r"[a-z0-9가-힣ᄀ-ᇿ]")
_LONGEST_DECOMPOSITION = 4
"""Code points that one letter has at most in NFD (UAX 15, section 9)."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in normal form, and what it took to get there."""

    text: str
    bidi: bool = False
    """Whether it held marks that reverse the direction of reading."""
    invisible: bool = False
    """Whether it held characters that cannot be seen, marks of direction among them."""
    folded: bool = False
    """Whether it held full-width or other variants of plain letters."""
    foreign: tuple[str, ...] = ()
    """Letters and digits that are neither a-z, 0-9 nor Hangul, in order: often look-alikes of another alphabet."""


@lru_cache(maxsize=512)
def normal_form(text: str) -> Normal:
    """Return the normal form of any text: NFKC, lower case, no accents, nothing unseen; the same for NFC and NFD."""
    compatible = unicodedata.normalize("NFKC", text)
    seen = "".join(letter for letter in compatible.casefold() if not _is_unseen(letter))
    dashes = "".join("-" if unicodedata.category(letter) == "Pd" else letter for letter in seen.translate(_FOLDED))
    bare = "".join(letter for letter in unicodedata.normalize("NFD", dashes) if unicodedata.category(letter) != "Mn")
    plain = " ".join(unicodedata.normalize("NFC", bare).split())
    return Normal(
        plain,
        bidi=any(letter in _BIDI for letter in compatible),
        invisible=any(_is_unseen(letter) for letter in compatible),
        folded=compatible != unicodedata.normalize("NFC", text),
        foreign=tuple(dict.fromkeys(letter for letter in plain if letter.isalnum() and not _OURS.match(letter))),
    )


def is_longer(text: str, most: int) -> bool:
    """Tell whether a text has more than `most` letters, counted in NFC, so that both forms of Hangul count alike."""
    return len(unicodedata.normalize("NFC", text[: most * _LONGEST_DECOMPOSITION + 1])) > most


def is_blank(normal: Normal) -> bool:
    """Tell whether nothing was answered: no letter and no digit of any script."""
    return not any(letter.isalnum() for letter in normal.text)


def _is_unseen(letter: str) -> bool:
    return letter in _BLANKS or (unicodedata.category(letter) in _UNSEEN and not letter.isspace())
