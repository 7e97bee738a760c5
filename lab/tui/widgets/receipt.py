"""The receipt of a clean-up: what it removed or put back, what stays for others, and what it could not remove."""

from __future__ import annotations

from collections import Counter

from textual.content import Content
from textual.widgets import Static

from lab.language.message import say
from lab.language.words import Words
from lab.session.events import Cleaned
from lab.tui.amounts import amount
from lab.tui.inventory import short, spelt
from lab.tui.plain import plain
from lab.tui.signs import CHANGE_SIGNS, CHANGE_STYLES, NOUNS
from lab.world import Change


class Receipt(Static):
    """Shows what a clean-up did."""

    def show(self, cleaned: Cleaned, words: Words) -> None:
        """Draw each change, files only by number, and then what is left."""
        lines = [_change(change, words) for change in cleaned.changes if change.noun != "file"]
        files = Counter(change.kind for change in cleaned.changes if change.noun == "file")
        for kind, number in files.items():
            said = words.say(say("tui.leave.files", files=number))
            lines.append(Content.styled(f"{CHANGE_SIGNS[kind]} {said}", CHANGE_STYLES[kind]))
        if cleaned.freed:
            lines.append(Content(f"  {words.say(say('tui.leave.freed', size=amount(cleaned.freed)))}"))
        if not lines:
            lines = [Content(words.say(say("tui.leave.nothing")))]
        for message in cleaned.left:
            lines.append(Content.assemble(("! ", "$text-error bold"), plain(words.say(message))))
        lines += [Content.assemble(("· ", "$text-muted bold"), plain(words.say(message))) for message in cleaned.stays]
        as_before = say("tui.leave.as-before-but") if cleaned.stays else say("tui.leave.as-before")
        end = as_before if not cleaned.left else say("tui.leave.left")
        lines += [Content(""), Content.styled(words.say(end), "bold")]
        self.update(Content("\n").join(lines))


def _change(change: Change, words: Words) -> Content:
    sign, style = CHANGE_SIGNS[change.kind], CHANGE_STYLES[change.kind]
    name = f"{words.say(NOUNS[change.noun])}  {short(plain(spelt(change.noun, change.name)))}"
    return Content.assemble((f"{sign} ", f"{style} bold"), name)
