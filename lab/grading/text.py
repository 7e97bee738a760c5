"""What every free text goes through before its meaning is looked at: is it an answer at all, and can it be read."""

from __future__ import annotations

from lab.grading.grade import Grade, unmarked
from lab.grading.normal import Normal, is_blank, is_longer, normal_form
from lab.grading.words import words_of
from lab.language.message import Message, say


def not_an_answer(text: str, most: int) -> Grade | None:
    """Return the grade of a text that is too long or empty, None for any other; a long one is looked at no further."""
    if is_longer(text, most):
        return unmarked("not-graded", (say("grading.answers.too-long", most=most),))
    if is_blank(normal_form(text)):
        return unmarked("not-graded", (say("grading.answers.empty"),))
    return None


def look_alikes(normal: Normal) -> Message | None:
    """Return the doubt about letters neither English nor Korean, with code points, since two may look the same."""
    if not normal.foreign:
        return None
    letters = tuple(f"{letter} (U+{ord(letter):04X})" for letter in normal.foreign[:5])
    return say("grading.general.foreign", letters=letters)


def unseen(normal: Normal) -> tuple[Message, ...]:
    """Return a note on characters that cannot be seen and were left out."""
    return (say("grading.general.invisible"),) if normal.invisible else ()


def same_words(left: str, right: str) -> bool:
    """Tell whether two texts in normal form are the same words, whatever their punctuation and spaces."""
    return bool(left) and _letters(left) == _letters(right)


def _letters(text: str) -> str:
    return "".join(word.text + (word.particle if not word.korean else "") for word in words_of(text))
