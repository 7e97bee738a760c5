"""What a row of the command table holds, and what one line gave for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from lab.docker_cli.errors import CommandError
from lab.language.message import Message

if TYPE_CHECKING:
    from lab.docker_cli.actions import Action
    from lab.docker_cli.place import Place

Refusal: TypeAlias = tuple[str, Message, Message]
"""Kind, what is wrong, what to do: the arguments of a `CommandError`."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command."""

    name: str
    """The long spelling, without its hyphens."""
    about: Message
    short: str = ""
    """The letter of the short spelling, or nothing."""
    takes: str = ""
    """What its value is called in the usage; nothing for a switch."""
    also: str = ""
    """Another long spelling."""
    refusal: Refusal | None = None
    """Why the lab does not perform it, for an option that people do try."""


@dataclass(frozen=True, slots=True)
class Fed:
    """What a pipe feeds to a command: a file of the workspace, or a text that was typed."""

    file: str | None = None
    """Absolute path."""
    text: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What one command line gave: options by long name, and the operands."""

    values: Mapping[str, tuple[str, ...]]
    """Every value in the order typed; a switch has `true` or `false`."""
    operands: tuple[str, ...]
    marked: bool = False
    """Whether `--` said that the options end."""
    fed: Fed | None = None
    """What is fed to the command, where it takes something."""

    def on(self, switch: str) -> bool:
        """Whether a switch was turned on."""
        return self.every(switch)[-1:] == ("true",)

    def last(self, option: str) -> str | None:
        """Return the value that counts where an option may be given once."""
        return self.values[option][-1] if option in self.values else None

    def every(self, option: str) -> tuple[str, ...]:
        """Return the values of an option that may be repeated."""
        return self.values.get(option, ())


@dataclass(frozen=True, slots=True)
class Command:
    """One command: how it is spelt, what it takes, and how its Action is built."""

    path: str
    """The canonical spelling: `docker container run`."""
    about: Message
    operands: str
    """As in Docker's own usage: `IMAGE [COMMAND] [ARG...]`."""
    build: Callable[[Given, Place], Action]
    options: tuple[Option, ...] = ()
    also: tuple[str, ...] = ()
    """Other spellings, whole: `docker run`."""
    unused: str = ""
    """Real options that no exercise uses: `NAME`, or `NAME/LETTER` where there is a short spelling."""
    substitutes: bool = False
    """Whether an operand may hold `$(…)`."""
    fed: bool = False
    """Whether it may stand behind a pipe."""
    options_first: bool = False
    """Whether everything after the first operand belongs to the container."""

    @property
    def usage(self) -> str:
        """The line that says how to type it."""
        return " ".join(filter(None, [self.path, "[OPTIONS]" if self.options else "", self.operands]))

    @property
    def least(self) -> int:
        """How many operands there must be."""
        return sum(not word.startswith("[") for word in self.operands.split())

    @property
    def most(self) -> int | None:
        """How many operands there may be; None for any number."""
        return None if "..." in self.operands else len(self.operands.split())

    def option(self, name: str) -> Option | None:
        """Find an option by a long spelling (`name`) or by its letter (`n`)."""
        wanted = (option for option in self.options if name in (option.name, option.also, option.short))
        return next(wanted, None) if name else None

    def leaves_out(self, name: str) -> bool:
        """Whether `name`, long or a letter, is a real option that the lab has no use for."""
        return any(name in entry.split("/") for entry in self.unused.split())


def refuse(refusal: Refusal, flag: str = "") -> CommandError:
    """Make the error that a refusal describes; `flag` is what was typed, for the message's blank of that name."""
    kind, message, hint = refusal
    return CommandError(kind, replace(message, args=(("flag", flag),)) if flag else message, hint)
