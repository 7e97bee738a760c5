"""`truefalse`: a verdict, and the reason without which it is worth little: a coin is right half of the time."""

from __future__ import annotations

import re
from dataclasses import replace

from lab.grading import short
from lab.grading.answers import TextAnswer, VerdictAnswer
from lab.grading.grade import Feedback, Grade, marked, unmarked
from lab.grading.keys import ShortKey, TrueFalseKey
from lab.grading.normal import is_blank, is_longer, normal_form
from lab.grading.text import same_words, unseen
from lab.language.message import say

_ALONE = 1 / 3
"""Most that a verdict is worth without its reason."""
_VERDICT = re.compile(
    r"""
    \s* (?: (?:정답|답|answer|verdict) (?:은|는|:|\s+is)? \s* )?
    (?: (?P<no>
            (?: (?:it|that|this) (?:'s|\s+is)\s+ )?
            (?: not\s+true | false | wrong | incorrect | untrue )\b (?!\s+(?:that|to|if)\b)
          | 거짓 (?:이다|이에요|이며|이고|입니다|임)? (?![가-힣]) | 틀[리렸린림립][가-힣]* | 아니[다오요에][가-힣]* | 아닙니다 | 사실이\s*아[가-힣]* | x\b )
      | (?P<yes>
            (?: (?:it|that|this) (?:'s|\s+is)\s+ )? (?: true | correct | right )\b (?!\s+(?:that|to|if)\b)
          | 참 (?:이다|이에요|이며|이고|입니다|임)? (?![가-힣]) | 맞[다습아는음][가-힣]* | o\b )
    )
    \s* [,.:;!)\-]* \s* (?: (?:because|since|as)\b )?
    """,
    re.VERBOSE,
)
"""A verdict that opens the reason once more."""


def grade(key: TrueFalseKey, answer: VerdictAnswer, vocabulary: frozenset[str]) -> Grade:
    """Grade a verdict with its reason; the reason of a wrong verdict is worth nothing, and answered all the same."""
    if is_longer(answer.reason, short.LONGEST):
        return unmarked("not-graded", (say("grading.answers.too-long", most=short.LONGEST),))
    normal = normal_form(answer.reason)
    clusters_as = f"{'-' if answer.verdict is None else str(answer.verdict).lower()} {normal.text}".strip()
    if answer.verdict is None:
        return unmarked("not-graded", (say("grading.truefalse.undecided"),), clusters_as)
    if answer.verdict != key.truth:
        return marked(0.0, (say("grading.truefalse.wrong-verdict"), *_at_odds(key, answer, vocabulary)), clusters_as)
    if any(same_words(normal.text, normal_form(each).text) for each in key.accept):
        return marked(1.0, unseen(normal), clusters_as)
    opening = _VERDICT.match(normal.text)
    if opening and bool(opening["yes"]) != answer.verdict:
        return unmarked("review", (say("grading.truefalse.two-verdicts"),), clusters_as)
    reasoned = _reason(key, normal.text[opening.end() :] if opening else normal.text, vocabulary)
    return replace(reasoned, feedback=(*reasoned.feedback, *unseen(normal)), normal=clusters_as)


def _at_odds(key: TrueFalseKey, answer: VerdictAnswer, vocabulary: frozenset[str]) -> tuple[Feedback, ...]:
    """Return a remark where the reason is right and the verdict is not: one of the two was a slip."""
    reasoned = short.grade(ShortKey(key.rubric, key.accept), TextAnswer(answer.reason), vocabulary)
    return (say("grading.truefalse.reason-disagrees"),) if reasoned.status == "correct" else ()


def _reason(key: TrueFalseKey, reason: str, vocabulary: frozenset[str]) -> Grade:
    """Grade a right verdict by its reason."""
    alone = min(key.verdict_weight, _ALONE)
    if is_blank(normal_form(reason)):
        asked: list[Feedback] = [each.missing for each in key.rubric.concepts if each.missing]
        return marked(alone, (say("grading.truefalse.no-reason"), *asked))
    reasoned = short.grade(ShortKey(key.rubric, key.accept), TextAnswer(reason), vocabulary)
    if reasoned.status in ("review", "not-graded"):
        return reasoned
    first: tuple[Feedback, ...] = () if reasoned.status == "correct" else (say("grading.truefalse.right-verdict"),)
    return marked(alone + (1 - alone) * reasoned.score, (*first, *reasoned.feedback))
