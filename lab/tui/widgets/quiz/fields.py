"""Which field takes the answer to which kind of question."""

from __future__ import annotations

from lab.grading.answers import Answer, FillAnswer, OptionsAnswer, TextAnswer, VerdictAnswer
from lab.grading.keys import ChoiceKey, CommandKey, FillKey, OrderKey, RefKey, ShortKey, TrueFalseKey
from lab.language.words import Words
from lab.quiz.events import QuestionAsked
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.choice_field import ChoiceField
from lab.tui.widgets.quiz.command_field import CommandField
from lab.tui.widgets.quiz.fill_field import FillField
from lab.tui.widgets.quiz.order_field import OrderField
from lab.tui.widgets.quiz.ref_field import RefField
from lab.tui.widgets.quiz.short_field import ShortField
from lab.tui.widgets.quiz.value_field import ValueField
from lab.tui.widgets.quiz.verdict_field import VerdictField


def field_for(asked: QuestionAsked, given: Answer | None, words: Words, *, aided: bool) -> AnswerField:
    """Return the field of a question, with what was typed before; `aided` ones say what they read while one types."""
    text = given if isinstance(given, TextAnswer) else None
    chosen = given if isinstance(given, OptionsAnswer) else None
    match asked.question.key:
        case FillKey() as key:
            return FillField(asked.question.prose, key, given if isinstance(given, FillAnswer) else None, words)
        case ChoiceKey() as key:
            return ChoiceField(asked.options, key.many, chosen, words)
        case OrderKey():
            return OrderField(asked.options, chosen, words)
        case TrueFalseKey() as key:
            return VerdictField(key, given if isinstance(given, VerdictAnswer) else None, words)
        case ShortKey() as key:
            return ShortField(key, text, words)
        case RefKey():
            return RefField(text, words, aided=aided)
        case CommandKey():
            return CommandField(text, words, aided=aided)
        case _:
            return ValueField(text)
