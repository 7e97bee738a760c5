"""What the doctor found, as a learner meets it: signs and words, what is wrong first, and the command that a remedy names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from lab.errors import LabError
from lab.language.message import Message, say

if TYPE_CHECKING:
    from lab.doctor import Finding, Level

LEVEL_SIGNS: Mapping[Level, str] = {"failure": "✗", "unknown": "?", "warning": "!", "info": "·", "ok": "✓"}
"""Signs, what is wrong first."""
LEVEL_STYLES: Mapping[Level, str] = {
    "failure": "$text-error",
    "unknown": "$text-secondary",
    "warning": "$text-warning",
    "info": "$foreground 60%",
    "ok": "$text-success",
}
LEVEL_WORDS: Mapping[Level, Message] = {
    "failure": say("tui.doctor.failure"),
    "unknown": say("tui.doctor.unknown"),
    "warning": say("tui.doctor.warning"),
    "info": say("tui.doctor.info"),
    "ok": say("tui.doctor.fine"),
}

COMMANDS: Mapping[str, str] = {
    "doctor.no-terminal-remedy": "registry-lab run private-registry",
    "doctor.podman-remedy": '[[registry]]\nlocation="127.0.0.1:{port}"\ninsecure=true',
    "doctor.podman-root-remedy": '[[registry]]\nlocation="127.0.0.1:{port}"\ninsecure=true',
    "doctor.podman-machine-remedy": '[[registry]]\nlocation="127.0.0.1:{port}"\ninsecure=true',
    "doctor.name-half-remedy": "docker container rm {name}",
    "doctor.hub-few-remedy": "docker login",
}
"""Remedy to what of it can be pasted; its blanks are the remedy's. The remedies' words have the same in every language."""

_SEEN_TO = ("port", "name")
"""Checks whose warnings the lab sees to by itself."""


def gathered(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], LabError | None]:
    """Read everything that the doctor finds, and the error that ended its look, where one did."""
    found: list[Finding] = []
    try:
        found.extend(findings)  # up to the error, where there is one
    except LabError as error:
        return tuple(found), error
    return tuple(found), None


def command_of(finding: Finding) -> str:
    """Return what of a remedy can be pasted into a terminal or a file; nothing where it is advice alone."""
    if finding.remedy is None:
        return ""
    return COMMANDS.get(finding.remedy.key, "").format(**finding.remedy.arguments())


def by_level(findings: Iterable[Finding]) -> Iterator[tuple[Level, tuple[Finding, ...]]]:
    """Yield what was found level by level, what is wrong first; each level keeps its order."""
    every = tuple(findings)
    for level in LEVEL_SIGNS:
        if found := tuple(finding for finding in every if finding.level == level):
            yield level, found


def pressing(findings: Iterable[Finding], closed: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what a learner has to see to before beginning, the worst first; of exercises that are `closed` the list tells."""
    findings = (finding for finding in findings if finding.found.arguments().get("exercise") not in closed)
    every = (finding for level, found in by_level(findings) if level not in ("info", "ok") for finding in found)
    return tuple(finding for finding in every if finding.level == "failure" or finding.check not in _SEEN_TO)
