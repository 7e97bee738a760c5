"""What another program's form cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lab.content.questions import Question, Quiz
from lab.language.message import Message, say


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of one question, or of the whole, that is not in the export."""

    question: str | None
    """None for the whole."""
    what: Message


def losses_of(quiz: Quiz, of_question: Callable[[Question], Iterator[Message]]) -> tuple[Loss, ...]:
    """Gather what each question loses."""
    return tuple(Loss(question.id, what) for question in quiz.questions for what in of_question(question))


def general_losses(question: Question) -> Iterator[Message]:
    """Tell what a question loses in a program that compares whole answers and knows no rubrics."""
    match question.type:
        case "truefalse":
            yield say("quiz.loss.reason")
        case "short":
            yield say("quiz.loss.rubric")
        case "order":
            yield say("quiz.loss.orders")
        case "ref":
            yield say("quiz.loss.parts")
        case "command":
            yield say("quiz.loss.spellings")
        case "state":
            yield say("quiz.loss.engine")
