"""The quizzes that come with the lab: no trick is worth more than a guess, and no dress costs an answer anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest

from lab.content.questions import Question, Quiz
from lab.content.quiz_library import load_quizzes, quizzes_folder
from lab.grading.answers import TextAnswer, VerdictAnswer
from lab.grading.grade import Grade
from lab.grading.grading import Context, grade
from lab.grading.keys import Rubric, ShortKey, TrueFalseKey
from lab.grading.vocabulary import vocabulary

QUESTIONS = [
    pytest.param(quiz, question, translated, id=question.id)
    for quiz, korean in zip(load_quizzes(quizzes_folder(), "en"), load_quizzes(quizzes_folder(), "ko"), strict=True)
    for question, translated in zip(quiz.questions, korean.questions, strict=True)
    if question.type in ("short", "truefalse")
]
GUESS = 1 / 3
"""What the right verdict alone is worth; of a `short` question, less than one idea of three."""
CYRILLIC = str.maketrans("aeopc", "аеорс")
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(ord("a"), ord("z") + 1)})


def grader(quiz: Quiz, question: Question) -> Callable[[str], Grade]:
    """Return what marks a text, under the right verdict where there is one to give."""
    key, known = question.key, Context(vocabulary=vocabulary(each.key for each in quiz.questions))
    if isinstance(key, TrueFalseKey):
        return lambda text: grade(key, VerdictAnswer(key.truth, text), known)
    return lambda text: grade(key, TextAnswer(text), known)


def right_texts(question: Question) -> list[str]:
    answers = (sample.answer for sample in question.samples if sample.expect == "correct")
    return [each.text if isinstance(each, TextAnswer) else each.reason for each in answers]  # type: ignore[union-attr]


def rubric_of(question: Question) -> Rubric:
    assert isinstance(question.key, ShortKey | TrueFalseKey)
    return question.key.rubric


def is_korean(text: str) -> bool:
    return bool(re.search("[가-힣]", text))


@pytest.mark.parametrize(("quiz", "question", "korean"), QUESTIONS)
def test_the_question_copied_is_no_answer(quiz: Quiz, question: Question, korean: Question) -> None:
    """An author who fails here has listed words of his question as the idea that is asked for."""
    mark = grader(quiz, question)
    for prose in (question.prose, korean.prose):
        copied = mark(re.sub(r"[`*\"]", "", prose))
        assert copied.status != "correct"
        assert copied.score <= GUESS, prose


@pytest.mark.parametrize(("quiz", "question", "korean"), QUESTIONS)
def test_the_rubrics_words_in_a_heap_are_no_answer(quiz: Quiz, question: Question, korean: Question) -> None:
    mark = grader(quiz, question)
    words = [
        pattern.rstrip("*") for concept in rubric_of(question).concepts for pattern in concept.any if " " not in pattern
    ]
    for few in ([each for each in words if is_korean(each)], [each for each in words if not is_korean(each)]):
        heap = mark(" ".join(few[:12]))
        assert len(few) < 6 or heap.status in ("review", "not-graded", "incorrect"), heap


@pytest.mark.parametrize(("quiz", "question", "korean"), QUESTIONS)
def test_a_right_sentence_that_is_denied_is_no_answer(quiz: Quiz, question: Question, korean: Question) -> None:
    mark = grader(quiz, question)
    denied = [
        template.format(text.rstrip(". "))
        for text in right_texts(question)
        if not is_korean(text)
        for template in ("It is not true that {}", "I deny that {}", "never: {}", "{}, not", "It is a lie that {}")
    ]
    denied += [
        f"{text.rstrip('. ')}는 것은 아니다" for text in right_texts(question) if text.rstrip(". ").endswith("다")
    ]
    assert [text for text in denied if mark(text).status == "correct"] == []


@pytest.mark.parametrize(("quiz", "question", "korean"), QUESTIONS)
def test_how_letters_are_dressed_changes_nothing(quiz: Quiz, question: Question, korean: Question) -> None:
    mark = grader(quiz, question)
    for text in right_texts(question):
        plain = mark(text)
        dressed = (
            unicodedata.normalize("NFD", text),
            f"\u202e{text}\u202c",
            text.lower().translate(FULL_WIDTH),
            "\u200b".join(text),
            text.upper(),
        )
        assert {(mark(each).status, mark(each).score) for each in dressed} == {(plain.status, plain.score)}, text


@pytest.mark.parametrize(("quiz", "question", "korean"), QUESTIONS)
def test_letters_of_another_alphabet_are_for_a_human(quiz: Quiz, question: Question, korean: Question) -> None:
    mark = grader(quiz, question)
    texts = [text.translate(CYRILLIC) for text in right_texts(question) if not is_korean(text)]
    assert {mark(text).status for text in texts} == {"review"}


@pytest.mark.parametrize(("quiz", "question", "korean"), QUESTIONS)
def test_nothing_and_too_much_are_no_attempt(quiz: Quiz, question: Question, korean: Question) -> None:
    mark = grader(quiz, question)
    nothing = ("", "...", "\u3164", "\u200b\u2060")
    expected = "partial" if question.type == "truefalse" else "not-graded"  # the verdict alone is an answer
    assert {mark(text).status for text in nothing} == {expected}
    assert {mark("x" * 5_000).status, mark("가" * 5_000).status, mark("http " * 400).status} == {"not-graded"}
