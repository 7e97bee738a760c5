"""An overlay's file, read: which of its sections translates which part of the main file, and from which wording."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from lab.content.fences import only_fence
from lab.content.head import ID
from lab.content.markdown import Block, Document, cut
from lab.content.names import overlay_of
from lab.content.placeholders import report_placeholders
from lab.content.problem import Report
from lab.content.sections import Section, is_console, sections
from lab.content.source import Limits, read_text
from lab.content.table import Table, read_table
from lab.language.message import say

ROLE = "translation"
_LANG = r"[a-z]{2}"
_HASH = r"[0-9a-f]{8,12}"


@dataclass(frozen=True, slots=True)
class Part:
    """A section of an overlay, and what it translates."""

    of: str
    """A step's or a question's id, or the whole's for the introduction."""
    section: Section
    fence: Block
    """Its ` ```toml translation `."""
    stale: bool
    """Whether it was made from another wording, or has never been stamped."""


@dataclass(frozen=True, slots=True)
class Original:
    """What a section of an overlay may translate."""

    hash: str
    prose: str
    alerts: tuple[int, int, int] = (0, 0, 0)
    """How many hints, warnings or model answers, and notes there are."""
    fits: Callable[[Section, Report], None] | None = None
    """Complains of what else a section has different that must be the same."""


@dataclass(frozen=True, slots=True)
class Main:
    """What an overlay knows of its main file."""

    originals: Mapping[str, Original]
    """By id, in order; the first is the whole's, for the introduction."""
    roles: tuple[str, ...]
    """Of the fences that stand in the main file, and not here."""
    limits: Limits
    vars: tuple[str, ...] | None = None
    """Names that may stand as `{name}`; None where braces mean nothing."""

    @property
    def id(self) -> str:
        """The whole's id."""
        return next(iter(self.originals))


def read_parts(main: Main, source: bytes, report: Report) -> dict[str, Part]:
    """Return an overlay's sections by what they translate, without those that something is wrong with."""
    text = read_text(source, report, main.limits)
    if text is None:
        return {}
    document = cut(text)
    whole = sections(document, report)
    flawed = {problem.line for problem in report.problems}
    reader = _Reader(main, document, report)
    found: dict[str, Part] = {}
    places = {identity: place for place, identity in enumerate(main.originals)}
    last = -1
    for index, section in enumerate(whole):
        problems = len(report.problems)
        part = reader.part(section, top=index == 0)
        if part is None:
            continue
        last = _report_order(part, last, found, places, report)
        if len(report.problems) == problems and flawed.isdisjoint(range(section.line, section.end)):
            found[part.of] = part
    return found


def report_untranslated(
    main: Main, parts: Mapping[str, Part], report: Report
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Warn of what is missing, if there are no errors, and of what is stale; return the ids of both."""
    missing = tuple(identity for identity in main.originals if identity not in parts)
    # Where a section has errors, those are to be repaired before anyone asks what is still untranslated.
    for identity in () if report.problems else missing:
        report.add(1, say("content.problem.missing", id=identity), say("content.allowed.missing"), "warning")
    stale = tuple(identity for identity in main.originals if identity in parts and parts[identity].stale)
    for identity in stale:
        line = parts[identity].section.line
        report.add(line, say("content.problem.stale", id=identity), say("content.allowed.stale"), "warning")
    return missing, stale


def _report_order(part: Part, last: int, found: Collection[str], places: Mapping[str, int], report: Report) -> int:
    position = places[part.of]
    allowed = say("content.allowed.order", ids=tuple(places))
    if part.of in found:
        report.add(part.section.line, say("content.problem.part-twin", id=part.of), allowed)
    elif position < last:
        report.add(part.section.line, say("content.problem.part-order", id=part.of), allowed)
    return max(position, last)


@dataclass(frozen=True, slots=True)
class _Reader:
    main: Main
    document: Document
    report: Report

    def part(self, section: Section, *, top: bool) -> Part | None:
        if self.main.vars is not None:
            lines = self.document.lines[section.line - 1 : section.end - 1]
            report_placeholders(lines, section.line, self.main.vars, self.report)
        fence = only_fence(section, ROLE, (*self.main.roles, ROLE), self.report)
        table = read_table(fence, self.report) if fence else None
        if fence is None or table is None:
            return None
        of, given = self._translation(table, top=top)
        if of is None:
            return None
        original = self.main.originals[of]
        stale = given is None or not original.hash.startswith(given)
        _report_consoles(section, original, self.report)
        if top or not stale:
            _report_alerts(section, original, self.report)
            if original.fits:
                original.fits(section, self.report)
        return Part(of, section, fence, stale)

    def _translation(self, table: Table, *, top: bool) -> tuple[str | None, str | None]:
        table.only(("lang", "of", "hash") if top else ("of", "hash"))
        if top:
            named = overlay_of(PurePath(self.report.path))
            lang = named[1] if named else None
            allowed = say("content.allowed.lang-named", lang=lang) if lang else say("content.allowed.lang")
            table.text("lang", allowed, lang or _LANG)
        ids = (self.main.id,) if top else tuple(self.main.originals)[1:]
        allowed = say("content.allowed.of", ids=ids)
        of = table.text("of", allowed, ID)
        if of is not None and of not in ids:
            table.wrong("of", allowed)
            of = None
        return of, table.text("hash", say("content.allowed.hash"), _HASH, optional=True)


def _report_consoles(section: Section, original: Original, report: Report) -> None:
    if not section.consoles:
        return
    count = sum(map(is_console, cut(original.prose).blocks))
    for index, fence in enumerate(section.consoles):
        if fence.text.strip():
            report.add(fence.line, say("content.problem.console-full"), say("content.allowed.console-empty"))
        elif index >= count:
            what = say("content.problem.console-extra", count=count)
            report.add(fence.line, what, say("content.allowed.console-empty"))


def _report_alerts(section: Section, original: Original, report: Report) -> None:
    for kind, count in zip(("TIP", "IMPORTANT", "NOTE"), original.alerts, strict=True):
        found = len(section.texts(kind))
        if found != count:
            what = say("content.problem.alert-count", kind=f"[!{kind}]", found=found, count=count)
            report.add(section.line, what, say("content.allowed.alert-count"))
