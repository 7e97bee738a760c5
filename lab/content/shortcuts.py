"""Markdown's commonest blocks, recognised by their first letters: for them no rule of CommonMark needs to be tried.

A long quiz is nearly all plain sentences and quotes of plain sentences; with these two rules in front it is read in half the time.
They take a block only where every rule behind them would come to the same lines.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock


def with_shortcuts(parser: MarkdownIt) -> MarkdownIt:
    """Return the parser with both rules before its own; what they take has no tokens inside."""
    parser.block.ruler.before("code", "sentences", _sentences)
    parser.block.ruler.before("sentences", "quoted", _quoted)
    return parser


def _sentences(state: StateBlock, start: int, _: int, silent: bool) -> bool:
    """Take a paragraph whose lines all start with a letter or the like."""
    if silent or state.is_code_block(start) or not _is_text(state, _first(state, start)):
        return False
    line = start + 1
    while line < state.lineMax and not state.isEmpty(line) and not _interrupts(state, line):
        if state.sCount[line] < 0 or not _is_text(state, _first(state, line)):
            return False
        line += 1
    return _take(state, "paragraph", start, line)


def _quoted(state: StateBlock, start: int, _: int, silent: bool) -> bool:
    """Take a quote whose lines all start with `>`, and with a letter or the like after it if there is more."""
    line, empty = start, True
    while line < state.lineMax and not state.isEmpty(line) and (line == start or not _is_task(state, line)):
        mark = _first(state, line)
        outside = silent or state.sCount[line] < state.blkIndent or state.is_code_block(line)
        if outside or state.src[mark] != ">":
            return False
        text = mark + 1 + state.src.startswith(" ", mark + 1)
        empty = text >= state.eMarks[line]
        if not empty and not _is_text(state, text):
            return False
        line += 1
    # Markdown counts the empty line after an empty end of a quote to the quote.
    return not empty and _take(state, "blockquote_open", start, line)


def _take(state: StateBlock, kind: str, start: int, end: int) -> bool:
    state.push(kind, "", 0).map = [start, end]
    state.line = end
    return True


def _first(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def _is_text(state: StateBlock, place: int) -> bool:
    letter = state.src[place]
    return letter.isalpha() or letter in '["(' or (letter == "`" and not state.src.startswith("```", place))


def _interrupts(state: StateBlock, line: int) -> bool:
    """Whether a line surely ends the paragraph before it: a quote or a task does."""
    quote = state.sCount[line] >= 0 and not state.is_code_block(line) and state.src[_first(state, line)] == ">"
    return quote or _is_task(state, line)


def _is_task(state: StateBlock, line: int) -> bool:
    column = state.sCount[line]
    # As far in as code would be, it still belongs to the sentence of the item above it.
    lazy = 0 <= state.listIndent <= column - 4 and column < state.blkIndent
    within = column >= 0 and not lazy and not state.is_code_block(line)
    return within and state.src.startswith("- [", _first(state, line))
