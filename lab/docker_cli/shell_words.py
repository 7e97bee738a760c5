"""A line of text cut into words as a shell would cut it, without a shell: quotes work, everything that runs is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lab.docker_cli.errors import CommandError, shown, type_instead
from lab.docker_cli.substitution import read_substitution
from lab.language.message import Message, say

LONGEST_LINE = 8192
"""Characters; nobody types more, and no message could show it."""

_WORKSPACE = r"\$\(\s*pwd\s*\)|\$PWD(?![A-Za-z0-9_])|\$\{PWD\}"
_VARIABLE = r"\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[^}]*\}?|[0-9@*#?$!-])"
_BRACES = r"\{[^{}\s]*(?:,|\.\.)[^{}\s]*\}"
_BRACKETS = r"\[(?![0-9A-Fa-f]*:[0-9A-Fa-f:]*\])"
_LOOK_ALIKES = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " ", "\u3000": " "}
"""What word processors and web pages make of quotes, hyphens and spaces."""

_SEQUENCE = (say("commands.shell.sequence"), say("commands.shell.sequence-try"))
_REDIRECTION = (say("commands.shell.redirection"), say("commands.shell.redirection-try"))
_SUBSTITUTION = (say("commands.shell.substitution"), say("commands.shell.substitution-try"))
_BRACKET = (say("commands.shell.brackets"), say("commands.shell.brackets-try"))
_PATTERN = (say("commands.shell.pattern"), say("commands.shell.pattern-try"))
PIPE = (say("commands.shell.pipe"), say("commands.shell.pipe-try"))
_SPECIAL = {
    "\n": (say("commands.shell.newline"), say("commands.shell.newline-try")),
    ";": _SEQUENCE,
    "&": _SEQUENCE,
    "|": PIPE,
    "<": _REDIRECTION,
    ">": _REDIRECTION,
    "`": _SUBSTITUTION,
    "(": _BRACKET,
    ")": _BRACKET,
    "*": _PATTERN,
    "?": _PATTERN,
}
"""What makes a shell do something when it stands outside quotes, and what to do instead."""

_PLAIN = r"[^\s'\"\\$`;|&<>()*?\[{~#“”‘’–—\x00-\x1f\x7f-\xa0\xad\u3000\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"


@dataclass(frozen=True, slots=True)
class Word:
    """One word, and where it stands in the line it was read from."""

    text: str
    """Quotes taken off, `$(pwd)` filled in."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A command line, read."""

    source: str
    """As typed, without prompt and `sudo`."""
    words: tuple[Word, ...]

    def with_word(self, word: Word, old: str, new: str) -> str | None:
        """Return the line with the beginning of one word replaced, or None if that beginning was not typed plainly."""
        if not self.source.startswith(old, word.start):
            return None
        return self.source[: word.start] + new + self.source[word.start + len(old) :]


def read_line(text: str, workspace: str) -> Line:
    """Cut a line into words, or raise `CommandError` of kind `empty`, `too-long` or `shell-syntax`."""
    if len(text) > LONGEST_LINE:
        raise CommandError("too-long", say("commands.wrong.too-long", most=LONGEST_LINE), say("commands.try.too-long"))
    if "\0" in text:
        raise _refused(say("commands.shell.invisible", code="U+0000"), say("commands.shell.invisible-try"))
    source = _without_prompt(text)
    words = []
    at = 0
    while (space := re.compile(r"(?:[ \t]|\\\n)*").match(source, at)) and space.end() < len(source):
        word = _read_word(source, space.end(), workspace)
        words.append(word)
        at = word.end
    if not words:
        raise CommandError("empty", say("commands.wrong.empty"), say("commands.try.empty"))
    return Line(source, tuple(words))


def _without_prompt(text: str) -> str:
    source = text.replace("\r\n", "\n").strip(" \t\r\n")
    source = re.sub(r"^[$#](?:[ \t]+|$)", "", source)
    return re.sub(r"^sudo[ \t]+", "", source)


def _read_word(source: str, start: int, workspace: str) -> Word:
    at = start
    pieces = []
    while at < len(source) and source[at] not in " \t":
        piece, at = _read_piece(source, at, start, workspace)
        pieces.append(piece)
    return Word("".join(pieces), start, at)


def _read_piece(source: str, at: int, start: int, workspace: str) -> tuple[str, int]:
    """Read the next stretch of a word; return what it means and where it ends."""
    if plain := re.compile(_PLAIN).match(source, at):
        return plain[0], plain.end()
    char = source[at]
    if char == "'":
        end = source.find("'", at + 1)
        if end < 0:
            raise _unfinished(char)
        return source[at + 1 : end], end + 1
    if char == '"':
        return _read_double_quotes(source, at + 1, workspace)
    if char == "\\":
        if at + 1 == len(source):
            raise _unfinished(char)
        return source[at + 1].replace("\n", ""), at + 2
    if char == "$":
        return _read_dollar(source, at, workspace)
    if char == "~" and at == start and re.compile(r"~(?=[/\s]|$)").match(source, at):
        return workspace, at + 1
    _refuse_special(source, at, start)
    return char, at + 1


def _read_double_quotes(source: str, at: int, workspace: str) -> tuple[str, int]:
    pieces = []
    while at < len(source) and source[at] != '"':
        if source[at] == "\\" and source[at + 1 : at + 2] in ("$", "`", '"', "\\", "\n"):
            pieces.append(source[at + 1].replace("\n", ""))
            at += 2
        elif source[at] == "$":
            piece, at = _read_dollar(source, at, workspace)
            pieces.append(piece)
        elif source[at] == "`":
            raise _refused(*_SUBSTITUTION)
        else:
            pieces.append(source[at])
            at += 1
    if at == len(source):
        raise _unfinished('"')
    return "".join(pieces), at + 1


def _read_dollar(source: str, at: int, workspace: str) -> tuple[str, int]:
    if here := re.compile(_WORKSPACE).match(source, at):
        return workspace, here.end()
    if found := read_substitution(source, at):
        return found
    if source.startswith("$(", at):
        raise _refused(*_SUBSTITUTION)
    if variable := re.compile(_VARIABLE).match(source, at):
        raise _refused(
            say("commands.shell.variable", name=shown(variable[0])),
            say("commands.shell.variable-try"),
        )
    return "$", at + 1


def _refuse_special(source: str, at: int, start: int) -> None:
    """Raise if the character at `at`, which stands outside quotes, would make a shell do something."""
    char = source[at]
    if found := _SPECIAL.get(char):
        raise _refused(*found)
    if char in "{[" and re.compile(_BRACES if char == "{" else _BRACKETS).match(source, at):
        raise _refused(*_PATTERN)
    if char == "#" and at == start:
        raise _refused(say("commands.shell.comment"), say("commands.shell.comment-try"))
    if char == "~" and at == start:
        raise _refused(say("commands.shell.home"), say("commands.shell.home-try"))
    if char in _LOOK_ALIKES:
        fixed = _plainly_typed(source)
        code, meant = f"U+{ord(char):04X}", _LOOK_ALIKES[char]
        message = say("commands.shell.look-alike", code=code, meant=meant)
        raise CommandError("shell-syntax", message, type_instead(fixed), fixed)
    if not char.isprintable():
        code = f"U+{ord(char):04X}"
        raise _refused(say("commands.shell.invisible", code=code), say("commands.shell.invisible-try"))


def _plainly_typed(source: str) -> str:
    """Undo what word processors do; a dash that begins a long option was two hyphens."""
    source = re.sub(r"(?<!\S)[–—](?=\w\w)", "--", source)
    return re.sub("[" + "".join(_LOOK_ALIKES) + "]", lambda found: _LOOK_ALIKES[found[0]], source)


def _unfinished(mark: str) -> CommandError:
    return _refused(say("commands.shell.unfinished", mark=mark), say("commands.shell.unfinished-try", mark=mark))


def _refused(message: Message, hint: Message) -> CommandError:
    return CommandError("shell-syntax", message, hint)
