"""An overlay's file, read: which of its sections translates which part of the exercise, and from which wording."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from lab.content.fences import only_fence
from lab.content.head import ID
from lab.content.markdown import Block, Document, cut
from lab.content.model import Exercise
from lab.content.names import overlay_of
from lab.content.placeholders import report_placeholders
from lab.content.problem import Report
from lab.content.sections import Section, is_console, sections
from lab.content.source import read_text
from lab.content.table import Table, read_table
from lab.language.message import say

ROLE = "translation"
_ROLES = ("exercise", "step", ROLE)
_LANG = r"[a-z]{2}"
_HASH = r"[0-9a-f]{8,12}"


@dataclass(frozen=True, slots=True)
class Part:
    """A section of an overlay, and what it translates."""

    of: str
    """A step's id, or the exercise's for the introduction."""
    section: Section
    fence: Block
    """Its ` ```toml translation `."""
    stale: bool
    """Whether it was made from another wording, or has never been stamped."""


@dataclass(frozen=True, slots=True)
class _Original:
    """What a section may translate."""

    hash: str
    prose: str
    alerts: tuple[int, int, int]
    """How many hints, warnings and notes there are."""


def read_parts(exercise: Exercise, source: bytes, report: Report) -> dict[str, Part]:
    """Return an overlay's sections by what they translate, without those that something is wrong with."""
    text = read_text(source, report)
    if text is None:
        return {}
    document = cut(text)
    whole = sections(document, report)
    flawed = {problem.line for problem in report.problems}
    reader = _Reader(exercise, document, report, _originals(exercise))
    found: dict[str, Part] = {}
    last = -1
    for index, section in enumerate(whole):
        problems = len(report.problems)
        part = reader.part(section, top=index == 0)
        if part is None:
            continue
        last = _report_order(part, last, found, tuple(reader.originals), report)
        if len(report.problems) == problems and flawed.isdisjoint(range(section.line, section.end)):
            found[part.of] = part
    return found


def _report_order(part: Part, last: int, found: Collection[str], ids: tuple[str, ...], report: Report) -> int:
    position = ids.index(part.of)
    allowed = say("content.allowed.order", ids=ids)
    if part.of in found:
        report.add(part.section.line, say("content.problem.part-twin", id=part.of), allowed)
    elif position < last:
        report.add(part.section.line, say("content.problem.part-order", id=part.of), allowed)
    return max(position, last)


def _originals(exercise: Exercise) -> dict[str, _Original]:
    found = {exercise.id: _Original(exercise.hash, exercise.introduction, (0, 0, 0))}
    for step in exercise.steps:
        found[step.id] = _Original(step.hash, step.prose, (len(step.hints), len(step.warnings), len(step.notes)))
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    exercise: Exercise
    document: Document
    report: Report
    originals: Mapping[str, _Original]

    def part(self, section: Section, *, top: bool) -> Part | None:
        lines = self.document.lines[section.line - 1 : section.end - 1]
        report_placeholders(lines, section.line, [name for name, _ in self.exercise.vars], self.report)
        fence = only_fence(section, ROLE, _ROLES, self.report)
        table = read_table(fence, self.report) if fence else None
        if fence is None or table is None:
            return None
        of, given = self._translation(table, top=top)
        if of is None:
            return None
        original = self.originals[of]
        stale = given is None or not original.hash.startswith(given)
        _report_consoles(section, original, self.report)
        if top or not stale:
            _report_alerts(section, original, self.report)
        return Part(of, section, fence, stale)

    def _translation(self, table: Table, *, top: bool) -> tuple[str | None, str | None]:
        table.only(("lang", "of", "hash") if top else ("of", "hash"))
        if top:
            named = overlay_of(PurePath(self.report.path))
            lang = named[1] if named else None
            allowed = say("content.allowed.lang-named", lang=lang) if lang else say("content.allowed.lang")
            table.text("lang", allowed, lang or _LANG)
        ids = (self.exercise.id,) if top else tuple(step.id for step in self.exercise.steps)
        allowed = say("content.allowed.of", ids=ids)
        of = table.text("of", allowed, ID)
        if of is not None and of not in ids:
            table.wrong("of", allowed)
            of = None
        return of, table.text("hash", say("content.allowed.hash"), _HASH, optional=True)


def _report_consoles(section: Section, original: _Original, report: Report) -> None:
    count = sum(map(is_console, cut(original.prose).blocks))
    for index, fence in enumerate(section.consoles):
        if fence.text.strip():
            report.add(fence.line, say("content.problem.console-full"), say("content.allowed.console-empty"))
        elif index >= count:
            what = say("content.problem.console-extra", count=count)
            report.add(fence.line, what, say("content.allowed.console-empty"))


def _report_alerts(section: Section, original: _Original, report: Report) -> None:
    for kind, count in zip(("TIP", "IMPORTANT", "NOTE"), original.alerts, strict=True):
        found = len(section.texts(kind))
        if found != count:
            what = say("content.problem.alert-count", kind=f"[!{kind}]", found=found, count=count)
            report.add(section.line, what, say("content.allowed.alert-count"))
