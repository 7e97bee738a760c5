"""How answers are marked: the grader with everything it has to know of a quiz and of the learner's engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lab.content.questions import Question, Quiz
from lab.grading.answers import Answer
from lab.grading.grade import Grade
from lab.grading.grading import Context, grade
from lab.grading.keys import StateKey
from lab.grading.vocabulary import vocabulary
from lab.quiz.marker import Marker


def marker(quiz: Quiz, truths: Mapping[str, str]) -> Marker:
    """Return what marks a quiz; `truths` has the right answer of each `state` question, by its id, as far as it is known."""
    words = vocabulary(question.key for question in quiz.questions)

    def mark(question: Question, answer: Answer) -> Grade:
        return grade(question.key, answer, Context(vocabulary=words, truth=truths.get(question.id)))

    return mark


def askable(questions: Iterable[Question], truths: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions that can be asked: of those about the learner's engine, only where it has the answer."""
    return tuple(each for each in questions if not isinstance(each.key, StateKey) or each.id in truths)
