"""What was judged of a step: each check with what was wanted, what was seen and what to try."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from lab.checks import Verdict
from lab.language.message import Message, say
from lab.language.words import Words
from lab.session.events import StepJudged
from lab.tui.plain import plain
from lab.tui.signs import OUTCOME_SIGNS, OUTCOME_STYLES, OUTCOME_WORDS

Part = str | tuple[str, str]


class Verdicts(Static):
    """Shows one judgement; what cannot be told looks different from what is not done yet."""

    def __init__(self, judged: StepJudged, words: Words, undone_by: str | None = None, onward: Message | None = None):
        super().__init__(Content.assemble(*_drawn(judged, words, undone_by, onward)), classes=f"-{judged.outcome}")
        self.judged = judged


def _drawn(judged: StepJudged, words: Words, undone_by: str | None, onward: Message | None) -> Iterator[Part]:
    outcome = judged.outcome
    head = f"{OUTCOME_SIGNS[outcome]} {words.say(OUTCOME_WORDS[outcome])}"
    yield head, f"{OUTCOME_STYLES[outcome]} bold"
    if judged.otherwise:
        otherwise = say("tui.verdict.otherwise")
        yield f"\n{words.say(otherwise)}", "$text-secondary"
    if undone_by is not None:
        undone = say("tui.page.undone-by", step=undone_by)
        yield f"\n↺ {plain(words.say(undone))}"
    for verdict in judged.verdicts:
        yield from _verdict(verdict, words)
    if onward is not None:
        yield f"\n→ {plain(words.say(onward))}", "$text-accent"


def _verdict(verdict: Verdict, words: Words) -> Iterator[Part]:
    style = OUTCOME_STYLES[verdict.outcome]
    yield f"\n{OUTCOME_SIGNS[verdict.outcome]} ", f"{style} bold"
    if verdict.outcome == "pass":
        # On a pass, what was found is what was wanted: once is enough.
        yield plain(words.say(verdict.found))
        if verdict.next is not None:
            yield f"\n  {plain(words.say(verdict.next))}", "$foreground 60%"
        return
    rows = [(say("tui.verdict.expected"), verdict.expected), (say("tui.verdict.found"), verdict.found)]
    rows += [(say("tui.verdict.next"), verdict.next)] if verdict.next is not None else []
    for number, (label, said) in enumerate(rows):
        yield "\n  " if number else ""
        yield f"{words.say(label)}  ", "$foreground 60%"
        yield plain(words.say(said))
