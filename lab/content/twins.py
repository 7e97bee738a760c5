"""What is wrong with the parts of a file beside one another: ids used twice, alerts that belong to no part."""

from __future__ import annotations

from collections.abc import Iterable

from lab.content.problem import Report, shown
from lab.content.sections import Section
from lab.language.message import say


def report_twins(ids: Iterable[tuple[str | None, int]], report: Report) -> None:
    """Complain of every id, given with its line, that stands on an earlier line already."""
    lines: dict[str, int] = {}
    for identity, line in ids:
        if identity is None:
            continue
        other = lines.setdefault(identity, line)
        if other != line:
            what = say("content.problem.id-twin", id=identity, line=other)
            report.add(line, what, say("content.allowed.unique"))


def report_alerts_outside(introduction: Section, report: Report) -> None:
    """Complain of alerts in the introduction: they belong to a step or a question."""
    for alert in introduction.alerts:
        what = say("content.problem.alert-place", kind=shown(f"[!{alert.kind}]"))
        report.add(alert.line, what, say("content.allowed.in-section"))
