"""An error a person can act on: what happened, why, what to do now; the engine's own words are folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from lab.errors import LabError
from lab.language.message import say
from lab.language.words import Words
from lab.tui.plain import plain
from lab.tui.why import WHY

if TYPE_CHECKING:
    from lab.session.events import CommandFailed

Part = str | tuple[str, str]


class Trouble(Vertical):
    """Shows one error; hidden until it has one."""

    def __init__(self) -> None:
        self._said, self._folded, self._words = Static(), Static(classes="folded"), Static(classes="whole")
        super().__init__(self._said, self._folded, self._words)

    def show(self, error: LabError | CommandFailed, words: Words) -> None:
        """Draw an error; one that the step wants is good news."""
        failed = None if isinstance(error, LabError) else error
        meant = failed is not None and failed.expected
        sign, style = ("✓", "$text-success") if meant else ("!", "$text-error")
        parts: list[Part] = [(f"{sign} ", f"{style} bold"), (plain(words.say(error.message)), "bold")]
        why = WHY.get(failed.kind) if failed is not None else None
        parts += [f"\n  {plain(words.say(why))}"] if why is not None else []
        hint = say("tui.log.meant") if meant else error.hint
        parts.append(f"\n→ {plain(words.say(hint))}")
        self._said.update(Content.assemble(*parts))
        theirs = failed.words if failed is not None else ""
        self._folded.update(Content(words.say(say("tui.log.engine-folded"))))
        self._words.update(
            Content.assemble((f"{words.say(say('tui.log.engine-said'))} ", "$foreground 60%"), plain(theirs))
        )
        self.set_class(bool(theirs), "-words")
        self.set_class(meant, "-meant")
        self.add_class("-some")
