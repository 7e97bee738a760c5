"""Where a learner stands in each quiz, folded out of the records: the best result, what is under way, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lab.content.questions import Question, Quiz
from lab.grading.answers import Answer
from lab.grading.grade import Grade
from lab.quiz.attempt import Attempt, attempts
from lab.quiz.deck import due
from lab.quiz.scoring import result_of
from lab.record import Record
from lab.session.workplace import QuizStanding, UnderWay


def standings(quizzes: Iterable[Quiz], records: Sequence[Record], learner: str, now: float) -> tuple[QuizStanding, ...]:
    """Return the learner's standing in each quiz; `now` in seconds since 1970."""
    mine = [attempt for attempt in attempts(records).values() if attempt.learner == learner]
    waiting = [(card.quiz, card.question) for card in due(records, learner, now)]
    return tuple(_standing(quiz, [each for each in mine if each.quiz == quiz.id], waiting) for quiz in quizzes)


def due_questions(
    quiz: Quiz, questions: Iterable[Question], records: Sequence[Record], learner: str, now: float
) -> tuple[Question, ...]:
    """Return those of a quiz's questions that are due, the most overdue first."""
    known = {question.id: question for question in questions}
    cards = due(records, learner, now)
    return tuple(known[card.question] for card in cards if card.quiz == quiz.id and card.question in known)


def _standing(quiz: Quiz, mine: Sequence[Attempt], waiting: Sequence[tuple[str, str]]) -> QuizStanding:
    ended = [each for each in mine if each.submitted is not None and each.mode != "review"]
    percents = [percent for each in ended if (percent := result_of(quiz, each, _no_reasons).percent) is not None]
    best = max(percents, default=None)
    known = {question.id for question in quiz.questions}
    return QuizStanding(
        quiz.id,
        best,
        best is not None and best >= quiz.passing,
        sum(name == quiz.id and question in known for name, question in waiting),
        {each.mode: _under_way(each) for each in mine if each.submitted is None and each.mode != "review"},
    )


def _under_way(attempt: Attempt) -> UnderWay:
    asked = attempt.layout.questions
    return UnderWay(sum(bool(attempt.item(name).tries) for name in asked), len(asked))


def _no_reasons(question: Question, answer: Answer) -> Grade:
    """Stand in for the grader where only the marks on record are wanted."""
    return Grade("not-graded", 0.0)
