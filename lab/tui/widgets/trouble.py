"""An error a person can act on: what happened, what to do now, and the engine's own words below."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from lab.errors import LabError
from lab.language.message import say
from lab.language.words import Words
from lab.session.events import CommandFailed
from lab.tui.plain import plain

Part = str | tuple[str, str]


class Trouble(Static):
    """Shows one error; hidden until it has one."""

    def show(self, error: LabError | CommandFailed, words: Words) -> None:
        """Draw an error; one that the step wants is good news."""
        meant = isinstance(error, CommandFailed) and error.expected
        sign, style = ("✓", "$text-success") if meant else ("!", "$text-error")
        parts: list[Part] = [(f"{sign} ", f"{style} bold"), (plain(words.say(error.message)), "bold")]
        hint = say("tui.log.meant") if meant else error.hint
        parts.append(f"\n→ {plain(words.say(hint))}")
        if isinstance(error, CommandFailed) and error.words:
            parts += ["\n", (words.say(say("tui.log.engine-said")), "$foreground 60%"), " ", plain(error.words)]
        self.update(Content.assemble(*parts))
        self.set_class(meant, "-meant")
        self.add_class("-some")
