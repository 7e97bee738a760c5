"""What a Dockerfile fetches: its base images, and nothing from anywhere else.

An engine does what a Dockerfile says with its own network and its own store of images: it pulls what is not there, for a `FROM`
and for a `COPY --from`, and fetches any address for an `ADD`. Nobody would know to remove that again, or had agreed to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from lab.engine.contract import EngineError
from lab.language.message import say

_DIRECTIVE = re.compile(r"#[ \t]*(?:escape|syntax|check)[ \t]*=", re.IGNORECASE)
"""Dockerfile reference, "Parser directives": they change what the lines mean."""
_CONTINUED = re.compile(r"\\[ \t]*$")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@-]*")
"""A name that means what it says: no quotes, no variables, no escapes."""


def images_of(dockerfile: str) -> tuple[str, ...]:
    """Return the images that a Dockerfile takes something from, as it spells them, without its own stages and `scratch`.

    Raise EngineError for what fetches from anywhere else, or can be read in more than one way.
    """
    found: list[str] = []
    stages = {"scratch"}
    count = 0
    for name, words, _ in _instructions(_lines(dockerfile)):
        if name == "FROM":
            image, stage = _begins(words)
            if image.lower() not in stages:
                found.append(image)
            stages |= {stage.lower(), str(count)}
            count += 1
        elif name == "COPY":
            sources = (each.removeprefix("--from=") for each in _flags(words) if each.startswith("--from="))
            found += [_plain(each) for each in sources if each.lower() not in stages]
        elif name in ("ADD", "ONBUILD") or (name == "RUN" and next(_flags(words), None)):
            raise _refused(f"{name} {' '.join(words)}")
    return tuple(dict.fromkeys(found))


def labelled(dockerfile: str, labels: Mapping[str, str]) -> str:
    """Return a Dockerfile that sets labels as the first step of each stage.

    A builder sets those that it is told apart as the last step: an image that a build cut short has left would have none.
    """
    lines = _lines(dockerfile)
    begins = [end for name, _, end in _instructions(lines) if name == "FROM"]
    pairs = (f"{json.dumps(key)}={json.dumps(value, ensure_ascii=False)}" for key, value in labels.items())
    step = "LABEL " + " ".join(pairs).replace("$", r"\$")
    for end in reversed(begins):
        lines.insert(end, step)
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r", "").split("\n")


def _instructions(lines: Iterable[str]) -> Iterator[tuple[str, list[str], int]]:
    """Yield each instruction's name, the words that follow it, and the number of its last line, counted from 1.

    Its lines are joined as the builder joins them.
    """
    joined = ""
    for number, line in enumerate(lines, start=1):
        stripped = line.strip(" \t")
        if _DIRECTIVE.match(stripped):
            raise _refused(stripped)
        if not stripped or stripped.startswith("#"):
            continue  # within a continued instruction, too
        joined += _CONTINUED.sub("", line)
        if not _CONTINUED.search(line):
            if words := joined.split():  # a form feed alone is no instruction
                yield words[0].upper(), words[1:], number
            joined = ""
    if joined.strip():
        raise _refused(joined)


def _flags(words: list[str]) -> Iterator[str]:
    """Yield the options before an instruction's first argument."""
    for word in words:
        if not word.startswith("--"):
            return
        yield word


def _begins(words: list[str]) -> tuple[str, str]:
    """Return the image of a FROM, and the stage's name, or nothing where it has none."""
    rest = words[1:] if words and words[0].startswith("--platform=") else words
    if len(rest) == 1:
        return _plain(rest[0]), ""
    if len(rest) == 3 and rest[1].upper() == "AS":
        return _plain(rest[0]), _plain(rest[2])
    raise _refused(f"FROM {' '.join(words)}")


def _plain(name: str) -> str:
    if not _PLAIN.fullmatch(name):
        raise _refused(name)
    return name


def _refused(line: str) -> EngineError:
    message = say("engine.dockerfile-fetches.message", line=line[:200])
    return EngineError("not-permitted", message, say("engine.dockerfile-fetches.hint"))
