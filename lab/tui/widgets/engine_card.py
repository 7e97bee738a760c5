"""The engine on the home screen: being looked for, found, or missing with what to do about it."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from lab.errors import LabError
from lab.language.message import say
from lab.language.words import Words
from lab.tui.facts import Facts, full_name
from lab.tui.plain import plain


class EngineCard(Static):
    """Shows which engine the lab talks to."""

    def show(self, engine: Facts | LabError | None, words: Words) -> None:
        """Draw an engine, why there is none, or that it is being looked for."""
        self.border_title = words.say(say("tui.home.engine"))
        self.set_class(isinstance(engine, LabError), "-missing")
        if engine is None:
            self.update(Content.assemble(("… ", "$text-accent"), words.say(say("tui.home.looking"))))
        elif isinstance(engine, LabError):
            self.update(_missing(engine, words))
        else:
            self.update(_found(engine, words))


def _found(engine: Facts, words: Words) -> Content:
    """Draw an engine in two lines; where the practice engine answers says less than what it is."""
    if engine.kind == "practice":
        beside, below = "", say("tui.home.practice")
    else:
        beside = words.say(say("tui.home.store", storage=engine.storage))
        below = say("tui.home.address", url=engine.url, source=engine.source)
    return Content.assemble(
        ("✓ ", "$text-success bold"),
        (plain(full_name(engine)), "bold"),
        (f"  {plain(beside)}", "$foreground 60%"),
        (f"\n  {plain(words.say(below))}", "$foreground 60%"),
    )


def _missing(error: LabError, words: Words) -> Content:
    hints = (words.say(error.hint), words.say(say("tui.home.retry")))
    return Content.assemble(
        ("! ", "$text-error bold"),
        (plain(words.say(error.message)), "bold"),
        *(f"\n→ {plain(hint)}" for hint in hints),
    )
