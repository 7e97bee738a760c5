"""What a command is for and how it is typed, from the same table that reads it."""

from __future__ import annotations

from dataclasses import dataclass

from lab.docker_cli.errors import CommandError
from lab.docker_cli.grammar import Command, Option
from lab.docker_cli.lookup import find_command
from lab.docker_cli.options import read_given
from lab.docker_cli.shell_words import read_line
from lab.docker_cli.table import COMMANDS, SPELLINGS
from lab.language.message import Message, say


@dataclass(frozen=True, slots=True)
class Help:
    """Help on one command, or on a family of them."""

    usage: str
    """`docker image push [OPTIONS] NAME[:TAG]`."""
    about: Message
    also: tuple[str, ...] = ()
    """Other spellings of the command."""
    options: tuple[tuple[str, Message], ...] = ()
    """Spelling and meaning of each option that the lab performs."""
    commands: tuple[tuple[str, Message], ...] = ()
    """Spelling and meaning of each command of the family, where the line names no single one."""


def wants_help(text: str) -> bool:
    """Whether a line asks what a command is for: `docker image push --help`, `docker help push`."""
    try:
        line = read_line(text, "/")
        command, words = find_command(line)
        read_given(command, line, words)
    except CommandError as error:
        return error.kind == "help"
    return False


def help_for(text: str) -> Help:
    """Return help on the command that a line names, or on the family of commands that it comes nearest to."""
    names = _names(text)
    for length in range(len(names), 0, -1):
        if command := SPELLINGS.get(names[:length]):
            return _on(command)
        family = [command for command in COMMANDS if command.path.split()[:length] == list(names[:length])]
        if family:
            return _family(names[:length], family)
    return _family(("docker",), [command for command in COMMANDS if command.path.startswith("docker ")])


def _names(text: str) -> tuple[str, ...]:
    try:
        words = read_line(text, "/").words
    except CommandError:
        return ()
    return tuple(word.text for word in words if word.text != "help" and not word.text.startswith("-"))


def _on(command: Command) -> Help:
    performed = [option for option in command.options if not option.refusal]
    return Help(
        command.usage,
        command.about,
        command.also,
        tuple((_spelling(option), option.about) for option in performed),
    )


def _spelling(option: Option) -> str:
    """Spell an option as help shows it: `-p, --publish [IP:]HOST_PORT:CONTAINER_PORT`."""
    names = [f"-{option.short}"] if option.short else []
    names += [f"--{name}" for name in (option.name, option.also) if len(name) > 1]
    return " ".join(filter(None, [", ".join(names), option.takes]))


def _family(begun: tuple[str, ...], commands: list[Command]) -> Help:
    rows = tuple((command.path, command.about) for command in commands)
    return Help(f"{' '.join(begun)} COMMAND", say("commands.help.docker"), commands=rows)
