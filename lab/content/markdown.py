"""Markdown cut into blocks that know their lines; the only module that knows the Markdown parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_DEPTH = 12
"""Levels of quotes, lists and list items inside one another; the parser looks no deeper, so its recursion is bounded."""

_CONTAINERS = ("blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a document."""

    kind: Literal["heading", "fence", "quote", "other"]
    line: int
    """Its first line, from 1."""
    end: int
    """The line after its last."""
    level: int = 0
    """1 to 6, of a heading."""
    words: tuple[str, ...] = ()
    """What follows the opening of a fence: `("toml", "step")`."""
    text: str = ""
    """A heading's text, as Markdown; a fence's content."""
    closed: bool = True
    """False for a fence that runs to the end of the document for want of a closing line."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its blocks."""

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    """The outermost blocks, in order."""
    nested: tuple[Block, ...] = ()
    """Fences and quotes that stand inside lists and quotes."""
    too_deep: int | None = None
    """Line of the first list or quote that is nested deeper than `MAX_DEPTH`, whose content is not among the blocks."""


def cut(text: str) -> Document:
    r"""Cut a text with `\n` line ends into blocks; every text has some reading, so nothing is raised."""
    lines = tuple(text.split("\n"))
    tokens = _parser().parse(text)
    return Document(
        lines,
        tuple(_blocks(tokens, lines, outermost=True)),
        tuple(block for block in _blocks(tokens, lines, outermost=False) if block.kind in ("fence", "quote")),
        _too_deep(tokens),
    )


@cache
def _parser() -> MarkdownIt:
    # Only the blocks' lines are wanted. Inline text and link definitions are also where hostile input costs most:
    # a line of a million "[" takes the inline parser 20 seconds.
    return MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}).disable(["inline", "text_join", "reference"])


def _blocks(tokens: Sequence[Token], lines: Sequence[str], *, outermost: bool) -> Iterator[Block]:
    for index, token in enumerate(tokens):
        if token.map is None or token.nesting < 0 or token.type == "inline" or (token.level == 0) is not outermost:
            continue
        line, end = token.map[0] + 1, token.map[1] + 1
        if token.type == "heading_open":
            yield Block("heading", line, end, level=int(token.tag[1]), text=tokens[index + 1].content.strip())
        elif token.type == "fence":
            closed = not outermost or _is_closed(token, lines)
            yield Block("fence", line, end, words=tuple(token.info.split()), text=token.content, closed=closed)
        elif token.type == "blockquote_open":
            yield Block("quote", line, end)
        else:
            yield Block("other", line, end)


def _is_closed(fence: Token, lines: Sequence[str]) -> bool:
    first, end = fence.map or (0, 0)
    closing = rf" {{0,3}}{re.escape(fence.markup[0])}{{{len(fence.markup)},}}[ \t]*"
    return end - first > 1 and re.fullmatch(closing, lines[end - 1]) is not None


def _too_deep(tokens: Sequence[Token]) -> int | None:
    for token in tokens:
        if token.type in _CONTAINERS and token.level >= MAX_DEPTH - 1 and token.map:
            return token.map[0] + 1
    return None
