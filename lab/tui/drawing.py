"""Drawing only what differs: a widget that is given what it shows already lays out nothing."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


def draw(widget: Static, content: Content | str, *, layout: bool = True) -> None:
    """Let a widget show some text; `layout` is False where its size cannot depend on it."""
    before = widget.content
    wanted = Content(content) if isinstance(content, str) else content
    same = before.is_same(wanted) if isinstance(before, Content) else False
    if not same:
        widget.update(wanted, layout=layout)
