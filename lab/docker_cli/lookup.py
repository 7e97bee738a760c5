"""Which command a line begins with, however it is spelt; and what was meant where it is misspelt."""

from __future__ import annotations

from collections.abc import Iterable

from lab.docker_cli.errors import CommandError, shown, type_instead
from lab.docker_cli.grammar import Command, refuse
from lab.docker_cli.nearest import nearest
from lab.docker_cli.options import help_asked
from lab.docker_cli.outside import ENGINE_OPTIONS, OUTSIDE
from lab.docker_cli.refusals import ENGINE, PRUNE
from lab.docker_cli.shell_words import Line, Word
from lab.docker_cli.table import COMMANDS, SPELLINGS
from lab.language.message import say

LONGEST_SPELLING = max(map(len, SPELLINGS))
"""Words."""


def find_command(line: Line) -> tuple[Command, tuple[Word, ...]]:
    """Return the command and the words after its name, or raise `CommandError`."""
    words = line.words
    texts = tuple(word.text for word in words)
    for length in range(1, LONGEST_SPELLING + 1):
        if command := SPELLINGS.get(texts[:length]):
            return command, words[length:]
    raise _not_found(line, texts)


def next_words(begun: tuple[str, ...], spellings: Iterable[tuple[str, ...]] = SPELLINGS) -> tuple[str, ...]:
    """Return the words that may follow those of a command's name, each once, in the table's order."""
    after = (path[len(begun)] for path in spellings if path[: len(begun)] == begun and len(path) > len(begun))
    return tuple(dict.fromkeys(word for word in after if not word.startswith("-")))


def _choices(begun: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words to advise: those of the canonical spellings alone."""
    return next_words(begun, (tuple(command.path.split()) for command in COMMANDS))


def _not_found(line: Line, texts: tuple[str, ...]) -> CommandError:
    depth = 0
    while depth < len(texts) and next_words(texts[: depth + 1]):
        depth += 1
    begun = texts[:depth]
    if not begun:
        return _misspelt(line, line.words[0], next_words(())) or _unknown_program(texts[0])
    path = " ".join(begun)
    if depth == len(texts):
        message = say("commands.wrong.incomplete", command=path)
        return CommandError("incomplete-command", message, say("commands.try.choose", choices=_choices(begun)))
    word = line.words[depth]
    if word.text in ("--help", "-h", "help"):
        if named := SPELLINGS.get((*begun, *texts[depth + 1 :])):
            return help_asked(named)
        message, hint = say("commands.help.docker"), say("commands.try.choose", choices=_choices(begun))
        return CommandError("help", message, hint)
    if "prune" in texts[depth : depth + 2]:
        return refuse(PRUNE)
    if word.text.startswith("-") and depth == 1:
        return _before_command(word.text)
    outside = OUTSIDE.get(path, "").split()
    if word.text in outside:
        message = say("commands.wrong.not-in-lab", command=f"{path} {word.text}")
        return CommandError("not-in-lab", message, say("commands.try.not-in-lab", choices=_choices(begun)))
    near = _misspelt(line, word, (*next_words(begun), "prune", *outside))
    message = say("commands.wrong.unknown-command", command=shown(f"{path} {word.text}"))
    hint = say("commands.try.choose", choices=_choices(begun))
    return near or CommandError("unknown-command", message, hint)


def _before_command(option: str) -> CommandError:
    """Say what is wrong with an option of `docker` itself."""
    known = [name for entry in ENGINE_OPTIONS.split() for name in entry.split("/")]
    typed = option.lstrip("-").partition("=")[0]
    if typed in known or (not option.startswith("--") and option[1:2] in known):
        return refuse(ENGINE)
    message = say("commands.wrong.unknown-flag", flag=shown(option), command="docker")
    return CommandError("unknown-flag", message, say("commands.try.usage", usage="docker COMMAND"))


def _misspelt(line: Line, word: Word, choices: Iterable[str]) -> CommandError | None:
    meant = nearest(word.text, choices)
    if meant is None:
        return None
    correction = line.with_word(word, word.text, meant)
    message = say("commands.wrong.misspelt", word=shown(word.text), meant=meant)
    hint = type_instead(correction or meant)
    return CommandError("unknown-command", message, hint, correction)


def _unknown_program(typed: str) -> CommandError:
    if any("\u3131" <= char <= "\u318e" or "\uac00" <= char <= "\ud7a3" for char in typed):
        return CommandError(
            "unknown-command", say("commands.wrong.hangul", word=shown(typed)), say("commands.try.hangul")
        )
    message = say("commands.wrong.unknown-program", word=shown(typed))
    return CommandError("unknown-command", message, say("commands.try.unknown-program"))
