"""`choice`: one option, or several; ticking everything is worth little."""

from __future__ import annotations

from collections.abc import Iterable

from lab.grading.answers import OptionsAnswer
from lab.grading.grade import Feedback, Grade, marked, unmarked
from lab.grading.keys import ChoiceKey, Option
from lab.language.message import say


def grade(key: ChoiceKey, answer: OptionsAnswer) -> Grade:
    """Grade ticked options; several are scored by coverage times precision, PrairieLearn's `COV`."""
    chosen = set(answer.ids)
    normal = " ".join(map(str, sorted(chosen)))
    if not chosen:
        return unmarked("not-graded", (say("grading.choice.none"),))
    if len(chosen) > 1 and not key.many:
        return unmarked("not-graded", (say("grading.choice.only-one"),), normal)
    right = {option.id for option in key.options if option.right}
    if chosen == right or (chosen <= right and not key.many):
        return marked(1, _feedback(key.options, chosen), normal)
    hits = len(chosen & right)
    score = hits / len(right) * hits / len(chosen) if hits and key.many else 0
    return marked(score, _reasons(key, chosen, right), normal)


def _reasons(key: ChoiceKey, chosen: set[int], right: set[int]) -> tuple[Feedback, ...]:
    """Say what is wrong with each wrong option, and how many are missing, but never which."""
    wrong = chosen - right
    said = _feedback(key.options, wrong)
    if not key.many:
        return said or (say("grading.choice.wrong"),)
    if unsaid := len(wrong) - len(said):
        said += (say("grading.choice.some-wrong", count=unsaid),)
    missing = len(right - chosen)
    if missing == 1:
        said += (say("grading.choice.one-more"),)
    elif missing:
        said += (say("grading.choice.more", count=missing),)
    return said


def _feedback(options: Iterable[Option], ids: set[int]) -> tuple[Feedback, ...]:
    return tuple(option.feedback for option in options if option.id in ids and option.feedback)
