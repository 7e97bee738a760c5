"""What a question's file promises of its own grading: answers, and the marks they must get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lab.content.question_parser import QuestionSource
from lab.content.question_text import typed_model_answer
from lab.content.sections import Section
from lab.content.table import Table
from lab.grading.answers import Answer, FillAnswer, OptionsAnswer, TextAnswer, VerdictAnswer
from lab.grading.grade import Status
from lab.grading.keys import (
    Blank,
    ChoiceKey,
    CommandKey,
    FillKey,
    Key,
    OrderKey,
    RefKey,
    ShortKey,
    TrueFalseKey,
)


@dataclass(frozen=True, slots=True)
class Promise:
    """An answer and the mark it must get."""

    answer: Answer
    expect: Status | None
    """None for any but `correct`."""
    line: int
    """Where the file says so."""
    says: str = ""
    """What the feedback must contain, in English."""
    truth: str | None = None
    """Of a `state` question: what the engine says."""


def promises(origin: QuestionSource) -> Iterator[Promise]:
    """Yield what the samples of a question promise, and what its key, its options and its model answer do."""
    for sample in origin.question.samples:
        yield Promise(sample.answer, sample.expect, sample.line, sample.said, sample.truth)
    key, table, section = origin.question.key, origin.table, origin.section
    match key:
        case FillKey():
            yield from _of_blanks(key, table)
        case ChoiceKey() | OrderKey():
            right = tuple(option.id for option in key.options if option.right)
            yield Promise(OptionsAnswer(right), "correct", section.line)
        case RefKey():
            yield Promise(TextAnswer(key.want), "correct", table.line_of("want"))
        case CommandKey():
            yield from (Promise(TextAnswer(line), "correct", table.line_of("want")) for line in key.want)
            for wrong, entry in zip(key.wrong, table.tables("wrong"), strict=True):
                yield from (Promise(TextAnswer(line), None, entry.line_of("match")) for line in wrong.match)
        case ShortKey() | TrueFalseKey():
            accepted = table.values.get("accept", ())
            yield from (Promise(reasoned(key, text), "correct", table.line_of("accept")) for text in accepted)
            yield from of_model_answer(key, section)


def of_model_answer(key: Key, section: Section) -> Iterator[Promise]:
    """Yield that the model answer of a section, in whatever language, is right."""
    text = typed_model_answer(section)
    if text and isinstance(key, ShortKey | TrueFalseKey):
        line = next(alert.line for alert in section.alerts if alert.kind == "IMPORTANT")
        yield Promise(reasoned(key, text), "correct", line)


def reasoned(key: ShortKey | TrueFalseKey, text: str) -> Answer:
    """Return a text as an answer, under the right verdict where there is one to give."""
    return TextAnswer(text) if isinstance(key, ShortKey) else VerdictAnswer(key.truth, text)


def _of_blanks(key: FillKey, table: Table) -> Iterator[Promise]:
    right = {blank.name: blank.accept[0] for blank in key.blanks}
    tables = table.table("blank")
    for blank in key.blanks:
        own = tables.table(blank.name) if tables else None
        if own is None:
            continue
        for text in blank.accept:
            yield Promise(FillAnswer({**right, blank.name: text}), "correct", own.line_of("accept"))
        yield from _of_wrong(blank, right, own)


def _of_wrong(blank: Blank, right: dict[str, str], table: Table) -> Iterator[Promise]:
    for wrong, entry in zip(blank.wrong, table.tables("wrong"), strict=True):
        for text in wrong.match:
            yield Promise(FillAnswer({**right, blank.name: text}), None, entry.line_of("match"))
