"""What was typed as a reference, a command or a value: whether it is an attempt at all."""

from __future__ import annotations

import unicodedata

from lab.grading.grade import Grade, unmarked
from lab.grading.normal import is_blank, is_longer, normal_form
from lab.language.message import say

LONGEST = 600
"""Characters; nobody types more, and nothing else is looked at where there are more."""


def composed(text: str) -> str:
    """Return a text as any keyboard would have typed it: NFC and never NFKC, so that look-alikes stay what they are."""
    return unicodedata.normalize("NFC", text).strip()


def no_attempt(text: str) -> Grade | None:
    """Return the grade of a text that is empty, invisible or too long, and None for one to be graded."""
    if is_longer(text, LONGEST):
        return unmarked("not-graded", (say("grading.answers.too-long", most=LONGEST),))
    if is_blank(normal_form(text)):
        return unmarked("not-graded", (say("grading.answers.empty"),))
    return None
