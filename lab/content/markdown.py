"""Markdown cut into blocks that know their lines; with its shortcuts the only module that knows the Markdown parser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lab.content.shortcuts import with_shortcuts

MAX_DEPTH = 12
"""Levels of quotes, lists and list items inside one another; the parser looks no deeper, so its recursion is bounded."""

_NESTED = ("fence", "code_block", "blockquote_open")
"""What matters inside lists and quotes too."""

_CONTAINERS = ("blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list."""

    line: int
    """Its first line, from 1."""
    end: int
    """The line after its last."""
    quotes: tuple[tuple[int, int], ...] = ()
    """First line and line after the last of each quote that stands directly in it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a document."""

    kind: Literal["heading", "fence", "code", "quote", "list", "other"]
    """`code` is indented; other code is a `fence`."""
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
    ordered: bool = False
    """Whether a list is numbered."""
    items: tuple[Item, ...] = ()
    """Of a list that stands in no other block."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its blocks."""

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    """The outermost blocks, in order."""
    nested: tuple[Block, ...] = ()
    """Code and quotes that stand inside lists and quotes."""
    too_deep: int | None = None
    """Line of the first list or quote that is nested deeper than `MAX_DEPTH`, whose content is not among the blocks."""


def cut(text: str) -> Document:
    r"""Cut a text with `\n` line ends into blocks; every text has some reading, so nothing is raised."""
    lines = tuple(text.split("\n"))
    tokens = _parser().parse(text)
    outermost: list[Block] = []
    nested: list[Block] = []
    for index, token in enumerate(tokens):
        if token.map is None or token.nesting < 0 or token.type == "inline":
            continue
        if token.level == 0:
            outermost.append(_block(tokens, index, lines))
        elif token.type in _NESTED:
            nested.append(_block(tokens, index, lines))
    return Document(lines, tuple(outermost), tuple(nested), _too_deep(tokens))


@cache
def _parser() -> MarkdownIt:
    # Only the blocks' lines are wanted. Inline text and link definitions are also where hostile input costs most:
    # a line of a million "[" takes the inline parser 20 seconds.
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}).disable(["inline", "text_join", "reference"])
    return with_shortcuts(parser)


def _block(tokens: Sequence[Token], index: int, lines: Sequence[str]) -> Block:
    token = tokens[index]
    first, last = token.map or (0, 0)
    line, end = first + 1, last + 1
    match token.type:
        case "heading_open":
            return Block("heading", line, end, level=int(token.tag[1]), text=tokens[index + 1].content.strip())
        case "fence":
            closed = token.level > 0 or _is_closed(token, lines)
            return Block("fence", line, end, words=tuple(token.info.split()), text=token.content, closed=closed)
        case "blockquote_open":
            return Block("quote", line, end)
        case "bullet_list_open" | "ordered_list_open":
            return Block("list", line, end, ordered=token.tag == "ol", items=_items(tokens, index))
        case "code_block":
            return Block("code", line, end)
        case _:
            return Block("other", line, end)


def _items(tokens: Sequence[Token], index: int) -> tuple[Item, ...]:
    """Return the entries of the list that opens at a token."""
    found: list[tuple[int, int, list[tuple[int, int]]]] = []
    level = tokens[index].level
    for position in range(index + 1, len(tokens)):
        token = tokens[position]
        if token.level == level:
            break
        if token.map is None or token.nesting < 0:
            continue
        if token.level == level + 1 and token.type == "list_item_open":
            found.append((token.map[0] + 1, token.map[1] + 1, []))
        elif token.level == level + 2 and token.type == "blockquote_open":
            found[-1][2].append((token.map[0] + 1, token.map[1] + 1))
    return tuple(Item(line, end, tuple(quotes)) for line, end, quotes in found)


def _is_closed(fence: Token, lines: Sequence[str]) -> bool:
    first, end = fence.map or (0, 0)
    last = lines[end - 1].rstrip(" \t")
    signs = last.lstrip(" ")
    return (
        end - first > 1
        and len(last) - len(signs) < 4
        and len(signs) >= len(fence.markup)
        and not signs.strip(fence.markup[0])
    )


def _too_deep(tokens: Sequence[Token]) -> int | None:
    for token in tokens:
        if token.type in _CONTAINERS and token.level >= MAX_DEPTH - 1 and token.map:
            return token.map[0] + 1
    return None
