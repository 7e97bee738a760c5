"""An exercise's file, read: all of it, or everything that is wrong with it."""

from __future__ import annotations

from lab.content.console import commands
from lab.content.fences import only_fence
from lab.content.fingerprint import fingerprint
from lab.content.head import Head, read_head
from lab.content.markdown import cut
from lab.content.model import Exercise, Step
from lab.content.placeholders import report_placeholders
from lab.content.problem import Report
from lab.content.sections import Section, sections
from lab.content.source import read_text
from lab.content.steps import read_step
from lab.content.table import read_table
from lab.content.twins import report_alerts_outside, report_twins
from lab.language.message import say

_ROLES = ("exercise", "step")


def parse(source: bytes, path: str) -> Exercise:
    """Read an exercise from its file's bytes; raise ContentError with all the file's problems at once."""
    report = Report(path)
    exercise = _read(source, report)
    report.stop_on_error()
    assert exercise is not None, "a file without problems is an exercise"
    return exercise


def _read(source: bytes, report: Report) -> Exercise | None:
    text = read_text(source, report)
    if text is None:
        return None
    document = cut(text)
    found = sections(document, report)
    if not found:
        return None
    introduction = found[0]
    head = _head(introduction, report)
    steps = [_step(section, report) for section in found[1:]]
    if not steps:
        report.add(introduction.line, say("content.problem.no-step"), say("content.allowed.step"))
    whole = tuple(step for step in steps if step is not None)
    if head is None:
        return None
    own = [(identity, head.line) for identity in (head.id, *head.aliases)]
    report_twins([*own, *((each, step.line) for step in whole for each in (step.id, *step.aliases))], report)
    if head.vars is not None:
        report_placeholders(document.lines, 1, [name for name, _ in head.vars], report)
    return _exercise(head, introduction, whole)


def _exercise(head: Head, section: Section, steps: tuple[Step, ...]) -> Exercise | None:
    if head.id is None or head.minutes is None or head.images is None or head.vars is None:
        return None
    return Exercise(
        id=head.id,
        title=section.title,
        introduction=section.prose,
        steps=steps,
        minutes=head.minutes,
        images=head.images,
        vars=head.vars,
        hash=fingerprint(section.title, section.prose),
        line=head.line,
        aliases=head.aliases,
        needs=head.needs,
        hosts=head.hosts,
        sources=head.sources,
        props=head.props,
    )


def _head(section: Section, report: Report) -> Head | None:
    fence = only_fence(section, "exercise", _ROLES, report)
    report_alerts_outside(section, report)
    for command in (command for console in section.consoles for command in commands(console, report)):
        report.add(command.line, say("content.problem.command-place"), say("content.allowed.in-section"))
    table = read_table(fence, report) if fence else None
    return read_head(table) if table else None


def _step(section: Section, report: Report) -> Step | None:
    fence = only_fence(section, "step", _ROLES, report)
    table = read_table(fence, report) if fence else None
    return read_step(section, table, report)
