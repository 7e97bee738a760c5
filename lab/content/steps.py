"""A step's section and its ` ```toml step ` fence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lab.checks import KINDS, Check
from lab.content.console import commands
from lab.content.fields import read_fields
from lab.content.fingerprint import fingerprint
from lab.content.head import ID, read_aliases
from lab.content.model import Mistake, Step
from lab.content.problem import Report, shown
from lab.content.sections import Section
from lab.content.table import Table
from lab.language.message import say

STEP_KEYS = ("id", "expect", "check", "mistake", "aliases")
MISTAKE_KEYS = ("do", "fails", "says")


@dataclass(frozen=True, slots=True)
class _Machine:
    """What the fence says."""

    id: str
    checks: tuple[Check, ...]
    mistakes: tuple[Mistake, ...]
    expect: str | None
    aliases: tuple[str, ...]


def read_step(section: Section, table: Table | None, report: Report) -> Step | None:
    """Make a step of its section, or report what is wrong; without its table only the prose can be looked at."""
    found = [command for fence in section.consoles for command in commands(fence, report)]
    hints, warnings, notes = section.texts("TIP"), section.texts("IMPORTANT"), section.texts("NOTE")
    if not found:
        report.add(section.line, say("content.problem.no-command"), say("content.allowed.command"))
    if not hints:
        report.add(section.line, say("content.problem.no-hint"), say("content.allowed.hint"))
    machine = _machine(table) if table else None
    if machine is None:
        return None
    return Step(
        id=machine.id,
        title=section.title,
        prose=section.prose,
        commands=tuple(command.text for command in found),
        checks=machine.checks,
        mistakes=machine.mistakes,
        hints=hints,
        warnings=warnings,
        notes=notes,
        expect=machine.expect,
        hash=fingerprint(section.title, section.prose, hints, warnings, notes),
        line=section.line,
        command_lines=tuple(command.line for command in found),
        aliases=machine.aliases,
    )


def _machine(table: Table) -> _Machine | None:
    table.only(STEP_KEYS)
    identity = table.text("id", say("content.allowed.id"), ID)
    if not table.values.get("check"):
        table.missing("check", say("content.allowed.check", kinds=tuple(sorted(KINDS))))
    checks = tuple(_check(entry) for entry in table.tables("check"))
    whole = tuple(check for check in checks if check is not None)
    # Which kind a mistake may name is only known where every check could be read.
    kinds = tuple(dict.fromkeys(check.kind for check in whole)) if len(whole) == len(checks) else ()
    expect = table.text("expect", say("content.allowed.error-kind"), ID, optional=True)
    # A command that must be refused, and is not, is a failure of its own, which no check shows.
    mistakes = tuple(_mistakes(table, (*kinds, "refusal") if kinds and expect else kinds))
    aliases = read_aliases(table, identity)
    return None if identity is None else _Machine(identity, whole, mistakes, expect, aliases)


def _check(table: Table) -> Check | None:
    allowed = say("content.allowed.check", kinds=tuple(sorted(KINDS)))
    kind = table.text("kind", allowed)
    if kind is None:
        return None
    if kind not in KINDS:
        table.report.add(table.line_of("kind"), say("content.problem.check-kind", kind=shown(kind)), allowed)
        return None
    return read_fields(table, KINDS[kind], "kind")


def _mistakes(step: Table, kinds: tuple[str, ...]) -> Iterator[Mistake]:
    for table in step.tables("mistake"):
        table.only(MISTAKE_KEYS)
        allowed = say("content.allowed.fails", kinds=kinds) if kinds else say("content.allowed.text")
        do = table.texts("do", say("content.allowed.do"))
        if do == ():
            table.wrong("do", say("content.allowed.do"))
        fails, says = table.text("fails", allowed), table.text("says", say("content.allowed.text"))
        if fails is not None and kinds and fails not in kinds:
            table.wrong("fails", allowed)
        if do and fails and says:
            yield Mistake(do, fails, says, table.line_of("do"))
