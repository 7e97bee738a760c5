"""What an exercise is, once read: steps, commands, checks, hints, mistakes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from lab.checks import Check
from lab.content.props import Prop

T = TypeVar("T")

NEEDS = ("engine", "practice", "swarm", "git", "build", "bridge")
"""What an exercise may need before its first step: a real engine, the lab's own, one that can begin a Swarm, git, one that builds,
one whose bridge is this machine's."""

PLACEHOLDER = re.compile(r"(?<![{$])\{([a-z][a-z0-9_]*)\}(?!\})")
"""`{var}`, and neither Go's `{{.State}}` nor the shell's `${PWD}`."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A near miss: performed instead of the step, it must fail the named check with the named words."""

    do: tuple[str, ...]
    """Command lines, performed in order."""
    fails: str
    """Kind of the check that must say `not yet`."""
    says: str
    """Words that the check's verdict must contain, in English."""
    line: int = 0
    """Of `do` in its file, from 1."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact of the text comes from."""

    url: str
    date: str
    """When the page was read: `2026-11-24`."""
    says: str
    """What it says, in a sentence."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and how to tell that it is done."""

    id: str
    title: str
    prose: str
    """Markdown without the machine's part, hints and notes; the commands are shown where they stand."""
    commands: tuple[str, ...]
    """The command lines of all `console` fences, in order, without their `$ `."""
    checks: tuple[Check, ...]
    mistakes: tuple[Mistake, ...] = ()
    hints: tuple[str, ...] = ()
    """`[!TIP]`, in order, as Markdown."""
    warnings: tuple[str, ...] = ()
    """`[!IMPORTANT]`: shown before the step is done."""
    notes: tuple[str, ...] = ()
    """`[!NOTE]`: shown after the step has passed."""
    expect: str | None = None
    """Kind of the engine error that the last command must end in; None for a step that succeeds."""
    hash: str = ""
    """Of the prose in the main language: a translation that names another one is stale."""
    line: int = 0
    """Of the step's heading in its file, from 1."""
    command_lines: tuple[int, ...] = ()
    """Of each command in its file, from 1."""
    aliases: tuple[str, ...] = ()
    """Ids that the step had before: what was recorded under them is its own."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A lesson to do: an introduction and steps, with `{var}` still in place until `filled`."""

    id: str
    title: str
    introduction: str
    steps: tuple[Step, ...]
    minutes: int
    images: tuple[str, ...]
    """Images that the engine will need, as a learner writes them."""
    vars: tuple[tuple[str, str | int], ...] = ()
    """Names and default values of what differs between machines: the port, the container's name."""
    hash: str = ""
    """Of the introduction in the main language."""
    line: int = 0
    """Of the exercise's `id` in its file, from 1."""
    aliases: tuple[str, ...] = ()
    """Ids that the exercise had before: what was recorded under them is its own."""
    needs: tuple[str, ...] = ()
    """What has to be there before its first step, each one of `NEEDS`."""
    hosts: tuple[str, ...] = ()
    """Registries that it pulls from beside Docker Hub and its own, such as `quay.io`."""
    sources: tuple[Source, ...] = ()
    """Pages behind the facts of its text."""
    props: tuple[Prop, ...] = ()
    """What lies in its folder before its first step."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Return every id that the exercise is or was known by, today's first."""
        return (self.id, *self.aliases)

    def today(self, step: str) -> str:
        """Return the id that a step has today, given any that it ever had; one that nobody knows is returned as it is."""
        return next((each.id for each in self.steps if step == each.id or step in each.aliases), step)

    def step(self, identity: str) -> Step | None:
        """Find a step by its id."""
        return next((step for step in self.steps if step.id == identity), None)

    def defaults(self) -> dict[str, str | int]:
        """Return the variables' default values."""
        return dict(self.vars)

    def filled(self, values: Mapping[str, str | int]) -> Exercise:
        """Return the exercise with `{var}` replaced everywhere: prose, commands and checks alike."""
        return _filled(self, {**self.defaults(), **values})


def _filled(value: T, values: Mapping[str, str | int]) -> T:
    if isinstance(value, str):
        # In one pass: a value that looks like a placeholder is left as it is.
        return PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_filled(item, values) for item in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {
            field.name: _filled(getattr(value, field.name), values) for field in fields(value) if field.init
        }
        return replace(value, **changed)
    return value
