"""The keys of an exercise, in the order of the footer and of the page of keys."""

from __future__ import annotations

from lab.language.message import say
from lab.tui.keys import Key

KEYS = (
    Key("r", "run_step", say("tui.key.run"), say("tui.help.run")),
    Key("t,colon", "type", say("tui.key.type"), say("tui.help.type"), "t"),
    Key("c", "check_step", say("tui.key.check"), say("tui.help.check")),
    Key("h", "hint", say("tui.key.hint"), say("tui.help.hint")),
    Key("n,right_square_bracket", "move(1)", say("tui.key.next"), say("tui.help.next"), "n"),
    Key("p,left_square_bracket", "move(-1)", say("tui.key.previous"), say("tui.help.previous"), "p"),
    Key("enter", "onward", say("tui.key.next"), say("tui.help.onward"), "⏎", footer=False),
    Key("e", "predict", say("tui.key.predict"), say("tui.help.predict")),
    Key("u", "catch_up", say("tui.key.catch-up"), say("tui.help.catch-up")),
    Key("z", "reset_step", say("tui.key.reset"), say("tui.help.reset")),
    Key("w", "world", say("tui.key.world"), say("tui.help.world")),
    Key("x", "xray", say("tui.key.xray"), say("tui.help.xray")),
    Key("d", "details", say("tui.key.details"), say("tui.help.details")),
    Key("y", "copy", say("tui.key.copy"), say("tui.help.copy")),
    Key("l", "switch_language", say("tui.key.language"), say("tui.help.language")),
    Key("question_mark", "keys", say("tui.key.keys"), say("tui.help.keys"), "?"),
    Key("tab", "app.focus_next", say("tui.key.focus"), say("tui.help.focus"), "⇥", footer=False),
    Key("escape", "leave(False)", say("tui.key.home"), say("tui.help.home"), "Esc"),
    Key("q", "leave(True)", say("tui.key.quit"), say("tui.help.quit")),
)
RETRY = Key("r", "retry", say("tui.key.retry"), say("tui.help.retry"))
"""In the place of `r` where the exercise could not be opened."""

SPARE = (
    "copy",
    "details",
    "leave(True)",
    "move(-1)",
    "reset_step",
    "switch_language",
    "predict",
    "world",
    "xray",
)
"""Actions that the footer leaves out where there is no room, the first ones first; the page of keys has them all."""
