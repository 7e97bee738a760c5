"""A quiz as Moodle's GIFT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lab.content.questions import Question, Quiz
from lab.grading.keys import Blank, ChoiceKey, FillKey, OrderKey, ShortKey, TrueFalseKey
from lab.language.message import Message, say
from lab.quiz.exchange.gaps import gaps_for
from lab.quiz.exchange.gift_text import escaped, without_wildcards
from lab.quiz.exchange.loss import Loss, general_losses, losses_of
from lab.quiz.exchange.solution import answers_in_full, solution
from lab.quiz.exchange.weights import fractions, shown


def write_gift(quiz: Quiz, lang: str = "en") -> tuple[str, tuple[Loss, ...]]:
    """Return a quiz as GIFT, with its feedback in `lang`, and what is not in it."""
    head = f"$CATEGORY: {escaped(quiz.title)}"
    blocks = [block for question in quiz.questions for block in _blocks(question, lang)]
    return "\n\n".join([head, *blocks]) + "\n", losses_of(quiz, _losses)


def _losses(question: Question) -> Iterator[Message]:
    yield from general_losses(question)
    if question.type == "state":
        return
    if isinstance(question.key, FillKey) and len(question.key.blanks) > 1:
        yield say("quiz.loss.blanks")
    if question.hints:
        yield say("quiz.loss.hints")


def _blocks(question: Question, lang: str) -> Iterator[str]:
    key = question.key
    match key:
        case FillKey():
            for blank in key.blanks:
                title = question.id if len(key.blanks) == 1 else f"{question.id}/{blank.name}"
                prose = gaps_for(question.prose, (other.name for other in key.blanks if other is not blank))
                yield _block(question, title, prose, _blank_answers(blank, lang), blank.name)
        case ChoiceKey():
            yield _block(question, question.id, question.prose, _options(question, key))
        case TrueFalseKey():
            yield _block(question, question.id, question.prose, ["TRUE" if key.truth else "FALSE"])
        case OrderKey():
            yield _block(question, question.id, question.prose, _places(question, key))
        case ShortKey():
            yield _block(question, question.id, question.prose, [])
        case _ if question.type != "state":
            yield _block(question, question.id, question.prose, _short_answers(answers_in_full(key)))


def _block(question: Question, title: str, prose: str, answers: Iterable[str], blank: str = "") -> str:
    """Write one question; the answers stand where its blank is (GIFT's "missing word"), or at the end."""
    note = solution(question) if isinstance(question.key, ShortKey | TrueFalseKey) else ""
    remark = "\n\n".join(text for text in (note, question.explanation) if text)
    lines = "".join(f"\n  {answer}" for answer in [*answers, *([f"####{escaped(remark)}"] if remark else [])])
    before, _, after = prose.partition(f"[[{blank}]]") if blank else (prose, "", "")
    return f"::{escaped(title)}::[markdown]{escaped(before)}{{{lines}\n}}{escaped(after)}"


def _short_answers(accept: Iterable[str]) -> Iterator[str]:
    yield from (f"={escaped(without_wildcards(text))}" for text in accept)


def _blank_answers(blank: Blank, lang: str) -> Iterator[str]:
    yield from _short_answers(blank.accept)
    for wrong in blank.wrong:
        for text in wrong.match:
            yield f"=%0%{escaped(without_wildcards(text))}#{escaped(wrong.say.in_language(lang))}"


def _options(question: Question, key: ChoiceKey) -> Iterator[str]:
    right = sum(option.right for option in key.options)
    gives, takes = fractions(right, len(key.options) - right)
    for option in key.options:
        weight = gives if option.right else takes
        sign = f"~%{shown(weight)}%" if key.many else "=" if option.right else "~"
        feedback = question.option_feedback[option.id - 1] if option.id <= len(question.option_feedback) else ""
        yield f"{sign}{escaped(question.options[option.id - 1])}" + (f"#{escaped(feedback)}" if feedback else "")


def _places(question: Question, key: OrderKey) -> Iterator[str]:
    """Write an order as a matching of steps and places; a step that does not belong has none."""
    for option in key.options:
        place = str(option.id) if option.right else "-"
        yield f"={escaped(question.options[option.id - 1])} -> {place}"
