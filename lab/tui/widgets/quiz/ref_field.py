"""`ref`: an image reference, its parts coloured and named as they are typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.highlighter import Highlighter
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from lab.errors import LabError
from lab.grading.answers import TextAnswer
from lab.grading.typed import composed
from lab.language.message import Message, say
from lab.language.words import Words
from lab.tui.plain import plain
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.line import Line
from lab.tui.widgets.quiz.reference_parts import Kind, ReferencePart, parts_of

PART_WORDS: Mapping[Kind, Message] = {
    "registry": say("tui.part.registry"),
    "repository": say("tui.part.repository"),
    "tag": say("tui.part.tag"),
    "digest": say("tui.part.digest"),
}
PART_STYLES: Mapping[Kind, str] = {
    "registry": "$text-primary",
    "repository": "$text-accent",
    "tag": "$text-warning",
    "digest": "$text-secondary",
}


class _ByPart(Highlighter):
    """Colours the parts of a reference within the line it is typed in."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def highlight(self, text: Text) -> None:
        """Colour what stands there, if it is a reference at all."""
        typed = text.plain
        try:
            parts = parts_of(typed)
        except LabError:
            return  # said below the line, in words
        for part in parts:
            if part.written:
                text.stylize(self._line.get_component_rich_style(f"part--{part.kind}"), part.start, part.end)


class ReferenceLine(Line):
    """A line with its parts in colours."""

    COMPONENT_CLASSES = Line.COMPONENT_CLASSES | {f"part--{kind}" for kind in PART_WORDS}

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.highlighter = _ByPart(self)


class RefField(AnswerField):
    """One line for a reference; in an exam, whether it can be read is not told."""

    def __init__(self, given: TextAnswer | None, words: Words, *, aided: bool) -> None:
        super().__init__()
        text = given.text if given is not None else ""
        self._line = ReferenceLine(text) if aided else Line(text)
        self._words = words
        self._aided = aided

    @property
    def answer(self) -> TextAnswer:
        """What was typed."""
        return TextAnswer(self._line.value)

    def entry(self) -> Widget:
        """Return the line."""
        return self._line

    def compose(self) -> ComposeResult:
        """Lay out the line and what is said of it."""
        yield self._line
        yield Static("", classes="live")

    def on_mount(self) -> None:
        """Explain what is there already."""
        self._explain()

    @on(Input.Changed)
    def _typed(self, typed: Input.Changed) -> None:
        typed.stop()
        self._explain()
        self.changed()

    @on(Input.Submitted)
    def _submitted(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        self.give()

    def _explain(self) -> None:
        if self._aided:
            self.query_one(".live", Static).update(_explained(composed(self._line.value), self._words))


def _explained(text: str, words: Words) -> Content:
    if not text:
        return Content.styled(words.say(say("tui.quiz.parts-appear")), "$foreground 60%")
    try:
        parts = parts_of(text)
    except LabError as error:
        return Content.assemble(
            ("… ", "$text-warning bold"), plain(words.say(error.message)), "\n→ ", plain(words.say(error.hint))
        )
    return Content("\n").join(_rows(parts, words))


def _rows(parts: tuple[ReferencePart, ...], words: Words) -> Iterator[Content]:
    names = {part.kind: Content(words.say(PART_WORDS[part.kind])) for part in parts}
    width = max(name.cell_length for name in names.values())
    for part in parts:
        name = names[part.kind]
        pad = " " * (width - name.cell_length + 2)
        filled = "" if part.written else f"  ({words.say(say('tui.part.filled-in'))})"
        yield Content.assemble(
            ("▪ ", PART_STYLES[part.kind]),
            (str(name), "$foreground 60%"),
            pad,
            (plain(part.meant), f"{PART_STYLES[part.kind]} bold" if part.written else "$foreground 60%"),
            (filled, "$foreground 60%"),
        )
