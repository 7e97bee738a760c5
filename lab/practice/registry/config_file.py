"""The configuration file's language: as much of YAML as registries are configured with.

Mappings and lists by indentation, `[…]` and `{…}` on one line, quoted and plain scalars, comments. No anchors, tags or block texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

Value = dict[str, "Value"] | list["Value"] | str | int | float | bool | None

DEEPEST = 32
"""Levels of nesting; a registry's configuration has five."""

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "yes", "on"), True),
    **dict.fromkeys(("false", "no", "off"), False),
    **dict.fromkeys(("null", "~", ""), None),
}
_TOKEN = re.compile(
    r"""\s*(?:([\[\]{},])|(:)(?=[\s,\[\]{}"']|$)|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|((?:[^\s\[\]{},:]|:(?=\S)|[ \t](?=[^\s#\[\]{},:]))+))"""
)
_KEY = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s'"\[\]{}#,-][^#]*?|-[^\s#][^#]*?)\s*:(?:\s+|$)""")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    text: str


class ConfigFileError(ValueError):
    """A line that is not understood, worded as the registry's parser words it."""


def parse(text: str) -> Value:
    """Return what a configuration file says; ConfigFileError names the first line that is not understood."""
    lines = [line for line in map(_line, range(1, text.count("\n") + 2), text.split("\n")) if line.text]
    if not lines:
        return None
    value, rest = _block(lines, lines[0].indent, 0)
    if rest:
        raise _error(rest[0], "did not find expected key")
    return value


def scalar(text: str) -> Value:
    """Return what stands on one line: a scalar, or `[…]` or `{…}`."""
    return _inline(_Line(1, 0, _bare(text)), _bare(text))


def _line(number: int, text: str) -> _Line:
    bare = _bare(text)
    indent = len(bare) - len(bare.lstrip(" "))
    line = _Line(number, indent, bare.strip())
    if bare.lstrip(" ").startswith("\t"):
        raise _error(line, "found character that cannot start any token")
    return _Line(number, indent, "") if line.text == "---" else line


def _bare(text: str) -> str:
    """Return a line without its comment."""
    quote = ""
    for place, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and (place == 0 or text[place - 1] in " [{,:"):
            quote = letter
        elif letter == "#" and (place == 0 or text[place - 1] in " \t"):
            return text[:place].rstrip()
    return text.rstrip()


def _error(line: _Line, what: str) -> ConfigFileError:
    return ConfigFileError(f"yaml: line {line.number}: {what}")


def _block(lines: list[_Line], indent: int, depth: int) -> tuple[Value, list[_Line]]:
    if depth > DEEPEST:
        raise _error(lines[0], "exceeded max depth")
    if lines[0].text == "-" or lines[0].text.startswith("- "):
        return _list(lines, indent, depth)
    if _KEY.match(lines[0].text):
        return _mapping(lines, indent, depth)
    return _inline(lines[0], lines[0].text), lines[1:]


def _mapping(lines: list[_Line], indent: int, depth: int) -> tuple[Value, list[_Line]]:
    found: dict[str, Value] = {}
    while lines and lines[0].indent == indent:
        line = lines[0]
        key = _KEY.match(line.text)
        if key is None:
            raise _error(line, "could not find expected ':'")
        text = line.text[key.end() :]
        # A list below a key may stand as far to the left as the key itself.
        deeper = indent if len(lines) > 1 and lines[1].text.startswith("-") else indent + 1
        if text:
            value, lines = _inline(line, text), lines[1:]
        elif len(lines) > 1 and lines[1].indent >= deeper:
            value, lines = _block(lines[1:], lines[1].indent, depth + 1)
        else:
            value, lines = None, lines[1:]
        found[str(_inline(line, key[1]))] = value
    return found, _outside(lines, indent)


def _list(lines: list[_Line], indent: int, depth: int) -> tuple[Value, list[_Line]]:
    found: list[Value] = []
    while lines and lines[0].indent == indent and (lines[0].text == "-" or lines[0].text.startswith("- ")):
        line = lines[0]
        text = line.text[1:].lstrip()
        if text:
            inner = _Line(line.number, indent + len(line.text) - len(text), text)
            value, lines = _block([inner, *lines[1:]], inner.indent, depth + 1)
        elif len(lines) > 1 and lines[1].indent > indent:
            value, lines = _block(lines[1:], lines[1].indent, depth + 1)
        else:
            value, lines = None, lines[1:]
        found.append(value)
    return found, _outside(lines, indent)


def _outside(lines: list[_Line], indent: int) -> list[_Line]:
    if lines and lines[0].indent > indent:
        raise _error(lines[0], "did not find expected key")
    return lines


def _inline(line: _Line, text: str) -> Value:
    if text[:1] not in ("[", "{"):
        return _scalar(line, text)
    value, rest = _flow(line, list(_tokens(line, text)), 0)
    if rest:
        raise _error(line, "did not find expected node content")
    return value


def _tokens(line: _Line, text: str) -> Iterator[tuple[str, str]]:
    place, quoted = 0, False
    while place < len(text):
        if quoted and text[place] == ":":  # JSON needs no space after it
            yield "sign", ":"
            place, quoted = place + 1, False
            continue
        match = _TOKEN.match(text, place)
        if match is None:
            raise _error(line, "did not find expected node content")
        sign = match[1] or match[2]
        yield ("sign", sign) if sign else ("text", match[3] or match[4])
        place, quoted = match.end(), match[3] is not None


def _flow(line: _Line, tokens: list[tuple[str, str]], depth: int) -> tuple[Value, list[tuple[str, str]]]:
    if not tokens or depth > DEEPEST:
        raise _error(line, "did not find expected node content")
    (kind, text), rest = tokens[0], tokens[1:]
    if kind == "text":
        return _scalar(line, text), rest
    if text not in ("[", "{"):
        raise _error(line, "did not find expected node content")
    close = "]" if text == "[" else "}"
    items: list[Value] = []
    pairs: dict[str, Value] = {}
    while rest[:1] != [("sign", close)]:
        item, rest = _flow(line, rest, depth + 1)
        if text == "{":
            if rest[:1] != [("sign", ":")]:
                raise _error(line, "did not find expected ',' or '}'")
            pairs[str(item)], rest = _flow(line, rest[1:], depth + 1)
        items.append(item)
        if rest[:1] == [("sign", ",")]:
            rest = rest[1:]
        elif rest[:1] != [("sign", close)]:
            raise _error(line, f"did not find expected ',' or '{close}'")
    return (pairs if text == "{" else items), rest[1:]


def _scalar(line: _Line, text: str) -> Value:
    if text[:1] == "'" and text[-1:] == "'" and len(text) > 1:
        return text[1:-1].replace("''", "'")
    if text[:1] == '"':
        try:
            value = json.loads(text, strict=False)
        except ValueError:
            raise _error(line, "found unexpected end of quoted text") from None
        return str(value)
    if text[:1] in ("&", "*", "!", "|", ">", "%", "@", "`", "'"):
        raise _error(line, f"this part of YAML is beyond the practice registry: {text}")
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d{1,18}\.\d{1,18}", text, re.ASCII) else text
