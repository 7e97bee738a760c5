"""An answer and its key in, a grade out, whatever kind of question it is."""

from __future__ import annotations

from dataclasses import dataclass

from lab.docker_cli.place import Place
from lab.grading import choice, command, fill, order, ref, short, state, truefalse
from lab.grading.answers import Answer, FillAnswer, OptionsAnswer, TextAnswer, VerdictAnswer
from lab.grading.grade import Grade
from lab.grading.keys import (
    ChoiceKey,
    CommandKey,
    FillKey,
    Key,
    OrderKey,
    RefKey,
    ShortKey,
    StateKey,
    TrueFalseKey,
)
from lab.grading.place import NOWHERE


@dataclass(frozen=True, slots=True)
class Context:
    """What a grader needs to know beside key and answer."""

    vocabulary: frozenset[str] = frozenset()
    """Words of the quiz's keys: a typing error that makes another of them is none."""
    place: Place | None = None
    """Where commands are typed; None for a quiz that belongs to no exercise."""
    truth: str | None = None
    """What the learner's engine answers to a `state` question; None where it was not asked."""


NOTHING = Context()


def grade(key: Key, answer: Answer, context: Context = NOTHING) -> Grade:
    """Grade an answer; an answer of the wrong class for its key is a programming error, `TypeError`."""
    match key, answer:
        case FillKey(), FillAnswer():
            return fill.grade(key, answer, context.vocabulary)
        case ChoiceKey(), OptionsAnswer():
            return choice.grade(key, answer)
        case TrueFalseKey(), VerdictAnswer():
            return truefalse.grade(key, answer, context.vocabulary)
        case ShortKey(), TextAnswer():
            return short.grade(key, answer, context.vocabulary)
        case OrderKey(), OptionsAnswer():
            return order.grade(key, answer)
        case RefKey(), TextAnswer():
            return ref.grade(key, answer)
        case CommandKey(), TextAnswer():
            return command.grade(key, answer, context.place or NOWHERE)
        case StateKey(), TextAnswer():
            return state.grade(key, answer, context.truth)
    raise TypeError(f"{type(answer).__name__} is no answer to {type(key).__name__}")
