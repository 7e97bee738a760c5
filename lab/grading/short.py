"""`short`: a sentence or two, graded by the ideas in it."""

from __future__ import annotations

from lab.grading.answers import TextAnswer
from lab.grading.grade import Feedback, Grade, marked, unmarked
from lab.grading.keys import ShortKey
from lab.grading.normal import normal_form
from lab.grading.rubric import mark
from lab.grading.text import look_alikes, not_an_answer, same_words, unseen
from lab.grading.words import words_of
from lab.language.message import say

LONGEST = 2000
"""Letters."""


def grade(key: ShortKey, answer: TextAnswer, vocabulary: frozenset[str]) -> Grade:
    """Grade a free text; no word of the course (`vocabulary`) is taken for a typing error in another."""
    refused = not_an_answer(answer.text, LONGEST)
    if refused:
        return refused
    normal = normal_form(answer.text)
    if any(same_words(normal.text, normal_form(each).text) for each in key.accept):
        return marked(1.0, unseen(normal), normal.text)
    words = words_of(normal.text)
    # A word may be cut in two where scripts meet; more pieces than that are words without spaces between them.
    if len(normal.text.split()) > key.rubric.max_words or len(words) > 2 * key.rubric.max_words:
        return unmarked("not-graded", (say("grading.short.too-many-words", most=key.rubric.max_words),), normal.text)
    doubt = look_alikes(normal)
    if doubt:
        return unmarked("review", (doubt,), normal.text)
    marking = mark(key.rubric, words, vocabulary)
    if marking.doubts:
        return unmarked("review", (*marking.doubts, *marking.spelling), normal.text)
    feedback: tuple[Feedback, ...] = (*marking.feedback, *marking.spelling, *unseen(normal))
    return marked(marking.score, feedback, normal.text)
