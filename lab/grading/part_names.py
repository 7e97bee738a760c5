"""What a part of a command is called when it is missing, too much or different."""

from __future__ import annotations

from lab.language.message import Message, say

_FLAGS = {
    "RegistryDownload.file": "-o",
    "authority": "--cacert",
    "detach": "-d",
    "constraints": "--constraint",
    "digests": "--digests",
    "ending": "--force",
    "env": "-e",
    "every": "-a",
    "filters": "--filter",
    "headers": "-H",
    "force_update": "--force",
    "kill_first": "-f",
    "labels": "--label",
    "method": "-X",
    "mounts": "-v",
    "password_file": "--password-stdin",
    "ports": "-p",
    "quiet": "-q",
    "remove": "--rm",
    "seconds": "-t",
    "show_headers": "-i",
    "signal": "-s",
    "username": "-u",
    "volumes": "-v",
    "with_headers": "-i",
}
"""Field to its flag, where that is not the field's own name with two hyphens; of one Action alone: `RegistryDownload.file`."""

_OPERANDS = {
    "names": say("grading.command.names"),
    "references": say("grading.command.references"),
    "repository": say("grading.command.references"),
    "command": say("grading.command.command"),
    "url": say("grading.command.url"),
}
"""Field of an Action that stands without a flag to what it is called."""

OPERAND = say("grading.command.operand")
"""What every other field is called that stands without a flag."""


def part_name(action: type, field: str, *, optional: bool) -> str | Message:
    """Return how a learner types a field, or what it is called; `optional` is whether the field has a default."""
    known = _FLAGS.get(f"{action.__name__}.{field}") or _FLAGS.get(field) or _OPERANDS.get(field)
    return known or (f"--{field.replace('_', '-')}" if optional else OPERAND)
