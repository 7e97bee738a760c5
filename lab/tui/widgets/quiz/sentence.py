"""A sentence with blanks, cut into the pieces that are laid out beside each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lab.tui.widgets.quiz.inline import Run, runs

_BLANK = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_BEYOND_A_LINE = re.compile(r"^(?: {4}|\t| {0,3}(?:[#>|]|[-+*] |\d+[.)] |```|~~~))|\n\s*\n|\]\(|</?[a-z]", re.MULTILINE)
"""What makes Markdown more than one sentence: blocks, several paragraphs, links, HTML."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or a blank."""

    text: str
    """The word, or the blank's name."""
    style: str = ""
    blank: bool = False
    glued: bool = False
    """Whether no space stands before it: Korean particles follow a blank at once."""


def sentence(prose: str, names: Collection[str]) -> tuple[Piece, ...] | None:
    """Return the pieces of a sentence, or None where it is more than a sentence or has other blanks than `names`."""
    if _BEYOND_A_LINE.search(prose.strip()):
        return None
    pieces = tuple(_pieces(prose.strip()))
    found = [piece.text for piece in pieces if piece.blank]
    return pieces if sorted(found) == sorted(names) else None


def numbered(prose: str, names: Collection[str]) -> str:
    """Return Markdown with a number in the place of each blank, for prose that is more than a sentence."""
    places = {name: place for place, name in enumerate(names, start=1)}

    def mark(found: re.Match[str]) -> str:
        return f"**({places[found[1]]}) ____**" if found[1] in places else found[0]

    return _BLANK.sub(mark, prose)


def _pieces(prose: str) -> Iterator[Piece]:
    glued = False
    for run in runs(prose):
        for part in _parts(run):
            if isinstance(part, Piece):
                yield Piece(part.text, blank=True, glued=glued)
                glued = True
                continue
            for word in re.findall(r"\s+|\S+", part.text):
                if not word.isspace():
                    yield Piece(word, part.style, glued=glued)
                glued = not word.isspace()


def _parts(run: Run) -> Iterator[Run | Piece]:
    """Cut plain text at its blanks; what is code, bold or slanted has none."""
    if run.style:
        yield run
        return
    at = 0
    for found in _BLANK.finditer(run.text):
        yield Run(run.text[at : found.start()])
        yield Piece(found[1], blank=True)
        at = found.end()
    yield Run(run.text[at:])
