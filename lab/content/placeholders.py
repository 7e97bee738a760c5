"""`{var}` in a file: only what the exercise declares."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lab.content.model import PLACEHOLDER
from lab.content.problem import Report, shown
from lab.language.message import say


def report_placeholders(lines: Sequence[str], first: int, names: Collection[str], report: Report) -> None:
    """Complain of every `{word}` in `lines`, the first of which is line `first`, that is not among `names`."""
    allowed = say("content.allowed.vars", names=tuple(names)) if names else say("content.allowed.no-vars")
    for number, line in enumerate(lines, start=first):
        for name in dict.fromkeys(PLACEHOLDER.findall(line)):
            if name not in names:
                report.add(number, say("content.problem.unknown-var", name=shown(f"{{{name}}}")), allowed)
