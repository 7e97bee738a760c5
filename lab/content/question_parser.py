"""A question's section: its fence, its options and the rest, which the learner reads."""

from __future__ import annotations

from dataclasses import dataclass

from lab.content.head import ID
from lab.content.options import Options, read_options
from lab.content.problem import Report
from lab.content.question_key import KEYS, accepting, read_key
from lab.content.question_text import report_blanks, report_second_alerts, text_hash, typed_model_answer, words_of
from lab.content.questions import Question
from lab.content.samples import read_samples
from lab.content.sections import Section
from lab.content.table import Table
from lab.grading.keys import KINDS
from lab.language.message import say

COMMON_KEYS = ("id", "type", "points", "tags", "test")
_POINTS = range(1, 21)


@dataclass(frozen=True, slots=True)
class QuestionSource:
    """A question, and what of its file it was made from."""

    question: Question
    section: Section
    table: Table
    options: Options


def read_question(section: Section, table: Table, report: Report) -> QuestionSource | None:
    """Make a question of its section and its fence's table, or report what is wrong."""
    kind = table.one_of("type", KINDS)
    if kind:
        table.only((*COMMON_KEYS, *KEYS[kind]))
    identity = table.text("id", say("content.allowed.id"), ID)
    limits = say("content.allowed.number", low=_POINTS.start, high=_POINTS.stop - 1)
    points = table.number("points", limits, _POINTS)
    tags = table.texts("tags", say("content.allowed.texts"), optional=True)
    options = read_options(section, kind, report)
    key = read_key(table, kind, options) if kind else None
    samples = tuple(read_samples(table, key))
    if not options.prose:
        report.add(section.line, say("content.problem.no-question"), say("content.allowed.question"))
    if key is not None:
        report_blanks(section, options.prose, key, report)
    if kind is None or identity is None or points is None or tags is None or key is None:
        return None
    report_second_alerts(section, report)
    question = Question(
        id=identity,
        type=kind,
        points=points,
        key=accepting(key, typed_model_answer(section)),
        samples=samples,
        tags=tags,
        hash=text_hash(section, options),
        line=section.line,
        **words_of(section, options),
    )
    return QuestionSource(question, section, table, options)
