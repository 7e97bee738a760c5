"""`state`: the answer is what the learner's own engine says; somebody else has asked it."""

from __future__ import annotations

import re

from lab.grading.answers import TextAnswer
from lab.grading.grade import Grade, marked, unmarked
from lab.grading.keys import StateKey
from lab.grading.normal import normal_form
from lab.grading.numbers import read_numbers
from lab.grading.packaging import spoken_word, unwrapped
from lab.grading.typed import no_attempt
from lab.language.message import say

WHOLE = 64
"""Hexadecimal digits of a SHA-256 digest."""

_LOOK = {
    "pushed-digest": say("grading.state.look-pushed-digest"),
    "second-push-blobs": say("grading.state.look-second-push-blobs"),
    "stored-blobs": say("grading.state.look-stored-blobs"),
    "layer-count": say("grading.state.look-layer-count"),
    "repository-count": say("grading.state.look-repository-count"),
}
"""Question to where its answer is seen."""


def grade(key: StateKey, answer: TextAnswer, truth: str | None) -> Grade:
    """Grade what was seen against `truth`: a digest, or a number in digits; None where no engine could be asked."""
    if truth is None:
        return unmarked("not-graded", (say("grading.state.no-engine"),))
    if refused := no_attempt(answer.text):
        return refused
    text = normal_form(answer.text).text
    return _digest(key, text, truth) if key.asks == "pushed-digest" else _number(key, text, truth)


def _digest(key: StateKey, text: str, truth: str) -> Grade:
    """Compare the beginning of a digest; `sha256:` and the name before an `@` may be left out, and talk may stand around."""
    told = spoken_word(unwrapped(text)) or text
    digits = told.rstrip(" .").rpartition("@")[2].removeprefix("sha256:")
    least = key.digits or WHOLE
    if not re.fullmatch(r"[0-9a-f]{1,64}", digits):
        return marked(0, (say("grading.state.no-digest"), _LOOK[key.asks]), text)
    if len(digits) < least:
        return unmarked("not-graded", (say("grading.state.too-short", least=least),), digits)
    if truth.removeprefix("sha256:").startswith(digits):
        return marked(1, (), digits[:least])
    return marked(0, (say("grading.state.other-digest"), _LOOK[key.asks]), digits[:least])


def _number(key: StateKey, text: str, truth: str) -> Grade:
    numbers = read_numbers(text)
    if numbers is None:
        return unmarked("review", (say("grading.state.unclear"),), text)
    if len(numbers) != 1:
        return unmarked("not-graded", (say("grading.state.one-number"),), text)
    (number,) = numbers
    if number == int(truth):
        return marked(1, (), str(number))
    return marked(0, (say("grading.state.other-number", number=number), _LOOK[key.asks]), str(number))
