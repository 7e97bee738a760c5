"""Where a learner can go from every screen, and the keys that lead there from home."""

from __future__ import annotations

from lab.language.message import say
from lab.tui.keys import Key

PROGRESS = Key("p", "app.progress", say("tui.key.progress"), say("tui.help.progress"))
DOCTOR = Key("d", "app.doctor", say("tui.key.doctor"), say("tui.help.doctor"))
SETTINGS = Key("s", "app.settings", say("tui.key.settings"), say("tui.help.settings"))
PLACES = (PROGRESS, DOCTOR, SETTINGS)

PALETTE = Key("ctrl+p", "app.palette", say("tui.key.palette"), say("tui.help.palette"), "^p", footer=False)
"""The list of everything that can be done, which leads to all of them."""
