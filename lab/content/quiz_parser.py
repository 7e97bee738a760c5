"""A quiz's file, read: all of it, or everything that is wrong with it."""

from __future__ import annotations

from lab.content.fences import only_fence
from lab.content.fingerprint import fingerprint
from lab.content.head import ID
from lab.content.markdown import cut
from lab.content.problem import Report
from lab.content.question_parser import QuestionSource, read_question
from lab.content.questions import Question, Quiz
from lab.content.sections import Section, sections
from lab.content.source import QUIZ_LIMITS, read_text
from lab.content.table import Table, read_table
from lab.content.twins import report_alerts_outside, report_twins
from lab.content.uncollected import uncollected
from lab.language.message import say

ROLES = ("quiz", "question")

HEAD_KEYS = ("id", "pass", "exercise")
_PERCENT = range(101)
_PASSING = 70


def parse_quiz(source: bytes, path: str, origins: list[QuestionSource] | None = None) -> Quiz:
    """Read a quiz from its file's bytes; raise ContentError with all the file's problems at once.

    `origins` receives what each question was made from.
    """
    report = Report(path)
    with uncollected():
        quiz = _read(source, report, origins)
    report.stop_on_error()
    assert quiz is not None, "a file without problems is a quiz"
    return quiz


def _read(source: bytes, report: Report, origins: list[QuestionSource] | None) -> Quiz | None:
    text = read_text(source, report, QUIZ_LIMITS)
    found = sections(cut(text), report) if text is not None else ()
    if not found:
        return None
    introduction = found[0]
    report_alerts_outside(introduction, report)
    fence = only_fence(introduction, "quiz", ROLES, report)
    head = read_table(fence, report) if fence else None
    questions: list[Question] = []
    for section in found[1:]:
        origin = _question(section, report)
        if origin is None:
            continue
        questions.append(origin.question)
        if origins is not None:
            origins.append(origin)
    if len(found) == 1:
        report.add(introduction.line, say("content.problem.no-questions"), say("content.allowed.questions"))
    return _quiz(head, introduction, tuple(questions), report) if head else None


def _question(section: Section, report: Report) -> QuestionSource | None:
    fence = only_fence(section, "question", ROLES, report)
    table = read_table(fence, report) if fence else None
    return read_question(section, table, report) if table else None


def _quiz(head: Table, section: Section, questions: tuple[Question, ...], report: Report) -> Quiz | None:
    head.only(HEAD_KEYS)
    identity = head.text("id", say("content.allowed.id"), ID)
    limits = say("content.allowed.number", low=_PERCENT.start, high=_PERCENT.stop - 1)
    passing = head.number("pass", limits, _PERCENT, _PASSING)
    exercise = head.text("exercise", say("content.allowed.id"), ID, optional=True)
    line = head.line_of("id")
    report_twins([(identity, line), *((question.id, question.line) for question in questions)], report)
    if identity is None or passing is None:
        return None
    return Quiz(
        id=identity,
        title=section.title,
        introduction=section.prose,
        questions=questions,
        passing=passing,
        exercise=exercise,
        hash=fingerprint(section.title, section.prose),
        line=line,
    )
