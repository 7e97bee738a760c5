"""Twelve weeks of practice, a column a week: each day a block, its number and a colour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from textual.content import Content
from textual.widgets import Static

from lab.language.message import Message, say
from lab.language.words import Words

WEEKS = 12
_CELL = 4
"""Columns of a day."""

WEEKDAYS: tuple[Message, ...] = (
    say("tui.weekday.monday"),
    say("tui.weekday.tuesday"),
    say("tui.weekday.wednesday"),
    say("tui.weekday.thursday"),
    say("tui.weekday.friday"),
    say("tui.weekday.saturday"),
    say("tui.weekday.sunday"),
)

_SHADES = ((20, "█"), (10, "▓"), (5, "▒"), (1, "░"))
"""How many from which on, and the block for it."""


class Calendar(Static):
    """Draws on which days something was done, and how much."""

    def show(self, days: Mapping[date, int], today: date, words: Words) -> None:
        """Draw the weeks up to today's."""
        first = first_day(today)
        shown = [first + timedelta(days=number) for number in range((today - first).days + 1)]
        told = [Content(words.say(name)) for name in WEEKDAYS]
        width = max(name.cell_length for name in told) + 1
        lines = [Content(" " * width + _heads(first))]
        for weekday, name in enumerate(told):
            cells = [_cell(days.get(day, 0), day == today) for day in shown[weekday::7]]
            lines.append(Content.assemble(name.stylize("$foreground 60%"), " " * (width - name.cell_length), *cells))
        practised = [days[day] for day in shown if days.get(day)]
        total = say("tui.progress.total", tries=sum(practised), days=len(practised), weeks=WEEKS)
        lines.append(Content.styled(words.say(total), "$foreground 60%"))
        self.update(Content("\n").join(lines))


def first_day(today: date) -> date:
    """Return the Monday with which the weeks begin."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def shade(done: int) -> str:
    """Return the block for how much was done on a day; a dot for nothing."""
    return next((block for least, block in _SHADES if done >= least), "·")


def _heads(first: date) -> str:
    """Name every second week by its Monday, month and day."""
    mondays = (first + timedelta(weeks=number) for number in range(0, WEEKS, 2))
    return "".join(f"{monday:%m-%d}".ljust(2 * _CELL) for monday in mondays)


def _cell(done: int, is_today: bool) -> Content:
    text = f"{shade(done)}{min(done, 99):>2}" if done else f"{shade(0)}  "
    style = "$text-success" if done else "$foreground 40%"
    return Content.assemble((text, f"{style} underline bold" if is_today else style), " ")
