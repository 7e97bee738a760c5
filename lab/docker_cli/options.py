"""Options and operands of one command, read as Docker's own command line reads them (spf13/pflag)."""

from __future__ import annotations

from lab.docker_cli.errors import CommandError, shown, type_instead
from lab.docker_cli.grammar import Command, Given, Option, refuse
from lab.docker_cli.nearest import nearest
from lab.docker_cli.shell_words import Line, Word
from lab.language.message import say

_TRUE = ("1", "t", "T", "true", "TRUE", "True")
_FALSE = ("0", "f", "F", "false", "FALSE", "False")


def read_given(command: Command, line: Line, words: tuple[Word, ...]) -> Given:
    """Sort the words after a command's name into options and operands, or raise `CommandError`."""
    values: dict[str, tuple[str, ...]] = {}
    operands: list[str] = []
    rest = list(words)
    marked = False
    while rest:
        word = rest.pop(0)
        if word.text == "--":
            marked = True
            operands += [left.text for left in rest]
            break
        if word.text.startswith("--"):
            found = [_read_long(command, line, word, rest)]
        elif word.text.startswith("-") and word.text != "-":
            found = _read_short(command, line, word, rest)
        else:
            operands.append(word.text)
            if command.options_first:
                operands += [left.text for left in rest]
                break
            continue
        for option, value in found:
            values[option.name] = (*values.get(option.name, ()), value)
    _count(command, operands)
    return Given(values, tuple(operands), marked)


def _read_long(command: Command, line: Line, word: Word, rest: list[Word]) -> tuple[Option, str]:
    name, equals, value = word.text[2:].partition("=")
    option = command.option(name) if len(name) > 1 else None
    if option is None:
        raise _unknown(command, line, word, f"--{name}")
    return option, _value(option, f"--{name}", value if equals else None, rest)


def _read_short(command: Command, line: Line, word: Word, rest: list[Word]) -> list[tuple[Option, str]]:
    """Read `-d`, `-dp 5000:5000`, `-p5000:5000`, `-p=5000:5000`."""
    letters = word.text[1:]
    name = letters.partition("=")[0]
    if len(name) > 1 and command.option(name):
        raise _one_hyphen(line, word, name)
    found = []
    while letters:
        letter, letters = letters[0], letters[1:]
        option = command.option(letter)
        if option is None:
            raise _unknown(command, line, word, f"-{letter}")
        value = None
        if letters.startswith("=") or (option.takes and letters):
            value, letters = letters.removeprefix("="), ""
        found.append((option, _value(option, f"-{letter}", value, rest)))
    return found


def _value(option: Option, flag: str, value: str | None, rest: list[Word]) -> str:
    if option.refusal:
        raise refuse(option.refusal, flag)
    if option.takes:
        if value is None and not rest:
            message = say("commands.wrong.missing-value", flag=flag)
            raise CommandError(
                "missing-value", message, say("commands.try.missing-value", flag=flag, what=option.takes)
            )
        return rest.pop(0).text if value is None else value
    if value is None or value in _TRUE:
        return "true"
    if value in _FALSE:
        return "false"
    message = say("commands.wrong.bad-switch", flag=flag, value=shown(value))
    raise CommandError("bad-value", message, say("commands.try.bad-switch", flag=flag))


def help_asked(command: Command) -> CommandError:
    """Make the answer to `--help`: what the command is for, and how to type it."""
    return CommandError("help", command.about, say("commands.try.usage", usage=command.usage))


def _unknown(command: Command, line: Line, word: Word, flag: str) -> CommandError:
    name = flag.lstrip("-")
    if flag == "--help" or (flag == "-h" and not command.leaves_out("h")):
        return help_asked(command)
    if flag == "-h" and word is line.words[-1] and word.text == "-h":
        return help_asked(command)
    if command.leaves_out(name) and (len(name) > 1) == flag.startswith("--"):
        message = say("commands.wrong.flag-not-in-lab", flag=flag, command=command.path)
        return CommandError("not-in-lab", message, say("commands.try.flag-not-in-lab", flag=flag))
    if near := _nearest_flag(command, word, flag):
        message = say("commands.wrong.misspelt", word=shown(near[0]), meant=near[1])
        correction = line.with_word(word, *near)
        hint = type_instead(correction or near[1])
        return CommandError("unknown-flag", message, hint, correction)
    message = say("commands.wrong.unknown-flag", flag=shown(flag), command=command.path)
    return CommandError("unknown-flag", message, say("commands.try.usage", usage=command.usage))


def _nearest_flag(command: Command, word: Word, flag: str) -> tuple[str, str] | None:
    """Return what was typed and what was meant: `--nmae` and `--name`, `-nmae` and `--name`, `-D` and `-d`."""
    typed = word.text.partition("=")[0]
    names = [name for option in command.options if not option.refusal for name in (option.name, option.also) if name]
    if len(typed.lstrip("-")) > 2 and (near := nearest(typed.lstrip("-"), names)):
        return typed, f"--{near}"
    if typed == flag and len(flag) == 2 and command.option(flag[1].lower()):
        return flag, flag.lower()
    return None


def _one_hyphen(line: Line, word: Word, name: str) -> CommandError:
    correction = line.with_word(word, f"-{name}", f"--{name}")
    message = say("commands.wrong.one-hyphen", name=name)
    hint = type_instead(correction or f"--{name}")
    return CommandError("unknown-flag", message, hint, correction)


def _count(command: Command, operands: list[str]) -> None:
    usage = say("commands.try.usage", usage=command.usage)
    if len(operands) < command.least:
        missing = command.operands.split()[len(operands)]
        message = say("commands.wrong.missing-argument", command=command.path, what=missing)
        raise CommandError("missing-argument", message, usage)
    if command.most is not None and len(operands) > command.most:
        extra = shown(operands[command.most])
        raise CommandError("too-many-arguments", say("commands.wrong.too-many", extra=extra), usage)
