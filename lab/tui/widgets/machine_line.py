"""One quiet line on the home screen, only where the doctor found something that matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from lab.language.message import say
from lab.language.words import Words
from lab.tui.findings import LEVEL_SIGNS, LEVEL_STYLES
from lab.tui.plain import plain

if TYPE_CHECKING:
    from lab.doctor import Finding


ROWS = 2
"""Most rows it takes."""


class MachineLine(Widget):
    """Shows the worst of what was found, and that there may be more; hidden where there is nothing.

    Fits itself in while it is laid out. Doing that once it knows its size would need a second layout, which Textual loses
    where the first was asked for and not yet rested from (8.2.8: a box is remembered by `_layout_updates`).
    """

    def __init__(self) -> None:
        super().__init__()
        self._worst, self._more = Content(), Content()

    def show(self, findings: Sequence[Finding], words: Words) -> None:
        """Draw what presses."""
        self.set_class(bool(findings), "-some")
        if not findings:
            return
        worst = findings[0]
        more = say("tui.doctor.more", more=len(findings) - 1) if len(findings) > 1 else say("tui.doctor.look")
        sign = (f"{LEVEL_SIGNS[worst.level]} ", f"{LEVEL_STYLES[worst.level]} bold")
        self._worst = Content.assemble(sign, plain(words.say(worst.found)))
        self._more = Content.styled(words.say(more), "$text-accent")
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows it takes at a width."""
        return len(fitted(self._worst, self._more, width).wrap(width)) if width else 0

    def render(self) -> Content:
        """Draw what fits."""
        return fitted(self._worst, self._more, self.content_size.width)


def fitted(text: Content, end: Content, width: int) -> Content:
    """Return a text and what has to be seen at its end in two rows at most; what of the text does not fit gives way to an ellipsis."""
    whole = Content.assemble(text, "  ", end)
    if width <= 0 or len(whole.wrap(width)) <= ROWS:
        return whole
    first = text.wrap(width)[0]
    rest = text[len(first.plain) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    rest = rest.truncate(width - end.cell_length - 2, ellipsis=True)
    return Content.assemble(first, "\n", rest, "  ", end)
