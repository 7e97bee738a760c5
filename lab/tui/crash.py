"""What is shown of an error that nobody expected: where it was, and none of the values that were at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segments
from rich.traceback import Traceback

if TYPE_CHECKING:
    from textual.app import App


def report(app: App[None]) -> Segments:
    """Return the error that is being handled, as lines of a terminal.

    Textual shows each function's variables beside it, and what a learner typed, with a password in it, may be one of them.
    """
    return Segments(app.console.render(Traceback(show_locals=False, width=None), app.console.options))
