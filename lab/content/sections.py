"""A document's sections: the title's and one for each `##`, with what the learner reads told apart from the machine's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from lab.content.markdown import MAX_DEPTH, Block, Document
from lab.content.problem import Report, shown
from lab.language.message import say

ALERTS = ("TIP", "NOTE", "IMPORTANT")
"""GitHub's alert kinds that mean something here."""

_QUOTE_MARK = re.compile(r"^ {0,3}>[ \t]?")
_ALERT = re.compile(r"^\s*\[!([^\]]*)\](.*)$")


@dataclass(frozen=True, slots=True)
class Alert:
    """A quote that starts with `[!KIND]`."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    line: int
    """Of the heading."""
    end: int
    """The line after its last."""
    prose: str
    """Markdown source without the machine's fences and the alerts."""
    alerts: tuple[Alert, ...]
    machine: tuple[Block, ...]
    """Fences of two words whose first is `toml`, in order."""
    consoles: tuple[Block, ...]
    """Fences whose first word is `console`, in order."""
    blocks: tuple[Block, ...] = ()
    """Of the prose, in order."""
    away: tuple[Block, ...] = ()
    """Blocks that are not of the prose: the machine's fences and the alerts."""
    source: tuple[str, ...] = field(default=(), repr=False)
    """The document's lines."""

    def texts(self, kind: str) -> tuple[str, ...]:
        """Return the alerts of one kind."""
        return tuple(alert.text for alert in self.alerts if alert.kind == kind)

    def without(self, blocks: Collection[Block]) -> str:
        """Return the prose without these of its blocks."""
        start = min(block.line for block in (*self.blocks, *self.away))
        return _prose(self.source, start, self.end, (*self.away, *blocks))


def sections(document: Document, report: Report) -> tuple[Section, ...]:
    """Return the title's section and then each `##`'s; without a title, or nested too deep, none."""
    if document.too_deep is not None:
        # The parser has left out the rest, so nothing else that could be said would be true.
        report.add(document.too_deep, say("content.problem.too-deep"), say("content.allowed.depth", depth=MAX_DEPTH))
        return ()
    _report_unclosed(document, report)
    starts = [index for index, block in enumerate(document.blocks) if block.kind == "heading" and block.level <= 2]
    if not _starts_with_title(document.blocks, report):
        return ()
    ends = [*starts[1:], len(document.blocks)]
    found = tuple(
        _section(document, document.blocks[start:end], report) for start, end in zip(starts, ends, strict=True)
    )
    _report_nested(document, found, report)
    return found


def is_machine(block: Block) -> bool:
    """Tell whether a fence is meant for the lab rather than the learner."""
    return block.kind == "fence" and len(block.words) > 1 and block.words[0].lower() == "toml"


def is_console(block: Block) -> bool:
    """Tell whether a fence shows a terminal."""
    return block.kind == "fence" and len(block.words) > 0 and block.words[0].lower() == "console"


def _report_unclosed(document: Document, report: Report) -> None:
    for block in document.blocks:
        if not block.closed:
            report.add(block.line, say("content.problem.fence-open"), say("content.allowed.fence-closed"))


def _starts_with_title(blocks: Sequence[Block], report: Report) -> bool:
    allowed = say("content.allowed.title")
    titles = [block for block in blocks if block.kind == "heading" and block.level == 1]
    for block in titles[1:]:
        report.add(block.line, say("content.problem.second-title", title=shown(block.text)), allowed)
    if not titles:
        report.add(1, say("content.problem.no-title"), allowed)
    elif blocks[0] is not titles[0]:
        report.add(blocks[0].line, say("content.problem.before-title"), allowed)
    return bool(titles) and blocks[0] is titles[0]


def _section(document: Document, blocks: Sequence[Block], report: Report) -> Section:
    heading, inside = blocks[0], blocks[1:]
    if not heading.text:
        report.add(heading.line, say("content.problem.no-heading"), say("content.allowed.heading"))
    end = inside[-1].end if inside else heading.end
    quotes = {block.line: _alert(document, block, report) for block in inside if block.kind == "quote"}
    alerts = {line: alert for line, alert in quotes.items() if alert is not None}
    machine = tuple(block for block in inside if is_machine(block))
    taken = alerts.keys() | {block.line for block in machine}
    away = tuple(block for block in inside if block.line in taken)
    return Section(
        title=heading.text,
        line=heading.line,
        end=end,
        prose=_prose(document.lines, heading.end, end, away),
        alerts=tuple(alerts.values()),
        machine=machine,
        consoles=tuple(block for block in inside if is_console(block)),
        blocks=tuple(block for block in inside if block.line not in taken),
        away=away,
        source=document.lines,
    )


def _alert(document: Document, quote: Block, report: Report) -> Alert | None:
    lines = [_QUOTE_MARK.sub("", line) for line in document.lines[quote.line - 1 : quote.end - 1]]
    marks = [(number, found) for number, line in enumerate(lines) if (found := _ALERT.match(line))]
    if not marks or marks[0][0] != 0:
        return None
    kind, rest = marks[0][1][1].strip().upper(), marks[0][1][2].strip()
    text = "\n".join(lines[1:]).strip()
    allowed = say("content.allowed.alert", kinds=tuple(f"[!{name}]" for name in ALERTS))
    if kind not in ALERTS:
        report.add(quote.line, say("content.problem.alert-kind", kind=shown(f"[!{kind}]")), allowed)
    elif rest:
        report.add(quote.line, say("content.problem.alert-line", kind=f"[!{kind}]"), allowed)
    elif not text:
        report.add(quote.line, say("content.problem.alert-empty", kind=f"[!{kind}]"), allowed)
    for number, mark in marks[1:]:
        report.add(quote.line + number, say("content.problem.alert-joined", kind=shown(f"[!{mark[1]}]")), allowed)
    return Alert(kind, text, quote.line)


def _report_nested(document: Document, found: Sequence[Section], report: Report) -> None:
    """Complain of what would be overlooked: the machine's fences and commands inside lists and quotes."""
    alerts = {alert.line for section in found for alert in section.alerts}
    in_alert = {line for block in document.blocks if block.line in alerts for line in range(block.line, block.end)}
    for block in document.nested:
        overlooked = is_console(block) and block.line not in in_alert
        if overlooked or is_machine(block):
            name = shown(" ".join(block.words[:2]))
            report.add(block.line, say("content.problem.nested", name=name), say("content.allowed.outermost"))


def _prose(lines: Sequence[str], start: int, end: int, away: Iterable[Block]) -> str:
    kept: list[str] = []
    done = start
    for block in sorted(away, key=lambda block: block.line):
        kept += lines[done - 1 : block.line - 1]
        done = block.end
        # Of the empty lines around a block that goes, one is enough.
        if done < end and not lines[done - 1].strip() and not (kept and kept[-1].strip()):
            done += 1
    kept += lines[done - 1 : end - 1]
    return "\n".join(kept).strip("\n")
