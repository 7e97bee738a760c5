"""The quizzes that come with the lab: a wrong sentence beside a right one never makes it better, and is noticed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.content.questions import Question, Quiz, Sample
from lab.content.quiz_library import load_quizzes, quizzes_folder
from lab.grading.answers import TextAnswer, VerdictAnswer
from lab.grading.grade import Grade
from lab.grading.grading import Context, grade
from lab.grading.keys import TrueFalseKey
from lab.grading.vocabulary import vocabulary

QUESTIONS = [
    pytest.param(quiz, question, id=question.id)
    for quiz in load_quizzes(quizzes_folder(), "en")
    for question in quiz.questions
    if question.type in ("short", "truefalse")
]


def grader(quiz: Quiz, question: Question) -> Callable[[str], Grade]:
    """Return what marks a text, under the right verdict where there is one to give."""
    key, known = question.key, Context(vocabulary=vocabulary(each.key for each in quiz.questions))
    if isinstance(key, TrueFalseKey):
        return lambda text: grade(key, VerdictAnswer(key.truth, text), known)
    return lambda text: grade(key, TextAnswer(text), known)


def text_of(sample: Sample) -> str:
    answer = sample.answer
    return answer.text if isinstance(answer, TextAnswer) else answer.reason if isinstance(answer, VerdictAnswer) else ""


def texts(question: Question, mark: Callable[[str], Grade], *, right: bool) -> dict[str, Grade]:
    """Return what the samples say that is worth something, or what they say that is wrong and worth nothing."""
    wanted = ("correct", "partial") if right else ("incorrect",)
    alone = 1 / 3 if question.type == "truefalse" else 0  # what the verdict is worth
    found = {text_of(sample): mark(text_of(sample)) for sample in question.samples if sample.expect in wanted}
    return {
        text: each
        for text, each in found.items()
        if text.strip() and each.status in ("correct", "partial", "incorrect") and (each.score > alone + 0.01) == right
    }


@pytest.mark.parametrize(("quiz", "question"), QUESTIONS)
def test_a_wrong_sentence_behind_a_right_one_is_noticed_and_raises_no_mark(quiz: Quiz, question: Question) -> None:
    """An author who fails here lists the wrong idea as a decoy."""
    mark = grader(quiz, question)
    wrongs = texts(question, mark, right=False)
    overlooked = []
    for right, alone in texts(question, mark, right=True).items():
        for wrong in wrongs:
            both = mark(f"{right}. {wrong}")
            if both.status == "correct" or both.score > alone.score:
                overlooked.append((right, wrong))
    assert overlooked == []


@pytest.mark.parametrize(("quiz", "question"), QUESTIONS)
def test_there_are_sentences_of_both_kinds(quiz: Quiz, question: Question) -> None:
    mark = grader(quiz, question)
    assert texts(question, mark, right=True)
    assert texts(question, mark, right=False)
