"""What a class's answers say about the questions: classical item analysis, of everybody's first try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from math import sqrt
from statistics import fmean, median
from typing import TypeAlias

from lab.content.questions import Question, Quiz
from lab.grading.keys import ChoiceKey
from lab.language.message import Message, say
from lab.quiz.appeal import cases
from lab.quiz.attempt import Try, attempts
from lab.record import Record

FEWEST = 10
"""Learners below whom nothing is told: it would say more about them than about the question."""
MOST_ANSWERS = 5
"""Answers that are listed."""

_EASY, _HARD = 0.9, 0.3
"""Mean scores above which almost everybody is right, and below which almost nobody is."""
_WEAK = 0.1
"""Correlation below which a question does not tell those who know the rest from those who do not."""
_DOMINANT = 0.3
"""Share of all learners from which on one wrong answer is worth a feedback of its own."""

Firsts: TypeAlias = "Mapping[str, Mapping[str, Try]]"
"""Question to learner to their first try."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Answers that are equal in normal form."""

    text: str
    """The normal form; of a choice, its options' numbers."""
    share: float
    """0 to 1, of the learners who answered."""
    right: bool


@dataclass(frozen=True, slots=True)
class ItemStats:
    """What is known of one question; nothing but `learners` below `FEWEST` of them."""

    question: str
    learners: int
    mean: float | None = None
    """Mean score, 0 to 1: the higher, the easier."""
    discrimination: float | None = None
    """Correlation of the score here with the mean score elsewhere, -1 to 1; None where one of them never varies."""
    answers: tuple[Cluster, ...] = ()
    """The most frequent, at most `MOST_ANSWERS`."""
    hinted: float | None = None
    """Share that asked for a hint first."""
    seconds: float | None = None
    """Median time to the answer."""
    in_review: float | None = None
    """Share that the grader did not understand."""
    upheld: int = 0
    """Appeals that a teacher accepted."""
    remarks: tuple[Message, ...] = ()
    """What it means, in plain words."""


def item_stats(quiz: Quiz, records: Iterable[Record]) -> tuple[ItemStats, ...]:
    """Return what is known of each question of a quiz, in the quiz's order."""
    rows = list(records)
    firsts = _firsts(quiz, rows)
    upheld = Counter(
        case.question
        for case in cases(rows)
        if case.quiz == quiz.id and case.kind == "appeal" and case.settled == "accepted"
    )
    return tuple(_stats(question, firsts, upheld[question.id]) for question in quiz.questions)


def correlation(pairs: Iterable[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation, None where one side never varies."""
    points = list(pairs)
    if len(points) < 2:
        return None
    left, right = fmean(x for x, _ in points), fmean(y for _, y in points)
    across = sum((x - left) * (y - right) for x, y in points)
    spread = sqrt(sum((x - left) ** 2 for x, _ in points) * sum((y - right) ** 2 for _, y in points))
    return across / spread if spread > 1e-12 else None


def _firsts(quiz: Quiz, records: Iterable[Record]) -> Firsts:
    found: dict[str, dict[str, Try]] = {question.id: {} for question in quiz.questions}
    for attempt in attempts(records).values():
        if attempt.quiz != quiz.id or not attempt.counts:
            continue
        for question, item in attempt.items.items():
            if item.tries and question in found:
                found[question].setdefault(attempt.learner, item.tries[0])
    return found


def _stats(question: Question, firsts: Firsts, upheld: int) -> ItemStats:
    given = firsts[question.id]
    if len(given) < FEWEST:
        return ItemStats(question.id, len(given))
    marked = {learner: each.mark.score for learner, each in given.items() if _is_marked(each)}
    mean = fmean(marked.values()) if marked else None
    discrimination = correlation(
        (score, rest) for learner, score in marked.items() if (rest := _rest(question.id, learner, firsts)) is not None
    )
    clusters = _clusters(question, given.values())
    times = [each.ms / 1000 for each in given.values() if each.ms is not None]
    in_review = sum(each.mark.status == "review" for each in given.values()) / len(given)
    return ItemStats(
        question.id,
        len(given),
        mean,
        discrimination,
        clusters[:MOST_ANSWERS],
        sum(each.hints > 0 for each in given.values()) / len(given),
        median(times) if times else None,
        in_review,
        upheld,
        tuple(_remarks(mean, discrimination, clusters, in_review, upheld)),
    )


def _is_marked(given: Try) -> bool:
    return given.mark.status in ("correct", "partial", "incorrect")


def _rest(question: str, learner: str, firsts: Firsts) -> float | None:
    """Return a learner's mean score in the other questions: with its own in it, any question would seem to discriminate."""
    others = [
        given[learner].mark.score
        for other, given in firsts.items()
        if other != question and learner in given and _is_marked(given[learner])
    ]
    return fmean(others) if others else None


def _clusters(question: Question, given: Iterable[Try]) -> tuple[Cluster, ...]:
    every = list(given)
    counts = Counter(chain.from_iterable(_forms(question, each) for each in every))
    found = (Cluster(text, count / len(every), right) for (text, right), count in counts.items())
    return tuple(sorted(found, key=lambda cluster: (-cluster.share, cluster.text)))


def _forms(question: Question, given: Try) -> list[tuple[str, bool]]:
    """Return what an answer is counted as: each option that was chosen, or the answer's normal form."""
    if isinstance(question.key, ChoiceKey) and isinstance(given.answer, list):
        right = {option.id for option in question.key.options if option.right}
        return [(str(option), option in right) for option in given.answer]
    return [(given.normal, given.mark.status == "correct")]


def _remarks(
    mean: float | None,
    discrimination: float | None,
    clusters: tuple[Cluster, ...],
    in_review: float,
    upheld: int,
) -> Iterable[Message]:
    if mean is not None and mean >= _EASY:
        yield say("quiz.remark.easy")
    if mean is not None and mean <= _HARD:
        yield say("quiz.remark.hard")
    if discrimination is not None and discrimination < 0:
        yield say("quiz.remark.strong-miss")
    elif discrimination is not None and discrimination < _WEAK:
        yield say("quiz.remark.weak")
    wrong = next((cluster for cluster in clusters if not cluster.right), None)
    if wrong is not None and wrong.share >= _DOMINANT:
        yield say("quiz.remark.dominant", answer=wrong.text, percent=round(100 * wrong.share))
    if in_review >= _DOMINANT:
        yield say("quiz.remark.not-understood", percent=round(100 * in_review))
    if upheld:
        yield say("quiz.remark.upheld", appeals=upheld)
