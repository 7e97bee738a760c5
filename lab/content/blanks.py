"""`[[name]]` in a question's prose: the gaps of a sentence, wherever they do not stand in code."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from lab.content.markdown import cut

BLANK = re.compile(r"\[\[([^\[\]\n]+)\]\]")

_CODE = ("`", "~~~", "    ", "\t")
"""What every code in Markdown has one of."""

_TICKS = re.compile(r"(?<!\\)`+")


def blanks(prose: str) -> tuple[str, ...]:
    """Return the names of the blanks in Markdown, in order, as often as they stand there."""
    if not any(sign in prose for sign in _CODE):
        return tuple(BLANK.findall(prose))
    return tuple(name for text in _texts(prose) for name in BLANK.findall(_without_code(text)))


def _texts(prose: str) -> Iterator[str]:
    """Yield each block of a text without the blocks of code."""
    document = cut(prose)
    code = {line for block in document.nested if block.kind != "quote" for line in range(block.line, block.end)}
    for block in document.blocks:
        if block.kind not in ("fence", "code"):
            numbers = (number for number in range(block.line, block.end) if number not in code)
            yield "\n".join(document.lines[number - 1] for number in numbers)


def _without_code(text: str) -> str:
    """Return a text without `code`: what stands between two equally long runs of backticks."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    places: dict[int, list[int]] = {}
    for index, (start, end) in enumerate(runs):
        places.setdefault(end - start, []).append(index)
    kept: list[str] = []
    done = index = 0
    while index < len(runs):
        start, end = runs[index]
        same = places[end - start]
        closing = bisect_right(same, index)
        if closing < len(same):
            kept.append(text[done:start])
            index = same[closing]
            done = runs[index][1]
        index += 1
    return " ".join((*kept, text[done:]))
