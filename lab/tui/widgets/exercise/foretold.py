"""What the learner expected of a step: while it waits, and held against what came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widgets import Static

from lab.language.message import say
from lab.language.words import Words
from lab.prediction import EFFECTS, Effect, Prediction
from lab.tui.drawing import draw
from lab.tui.signs import EFFECT_WORDS


class Expected(Static):
    """What is expected of the step on the screen; hidden where nothing is."""

    def show(self, expected: Iterable[Effect], words: Words) -> None:
        """Draw an expectation."""
        said = "; ".join(words.say(EFFECT_WORDS[effect]) for effect in EFFECTS if effect in expected)
        self.set_class(bool(said), "-some")
        told = words.say(say("tui.predict.expected", effects=said))
        draw(self, Content.assemble(("◇ ", "$text-secondary bold"), told))


class Foretold(Static):
    """A prediction beside what came: right, not so, or missed."""

    def __init__(self, prediction: Prediction, words: Words) -> None:
        super().__init__(Content("\n").join(_drawn(prediction, words)))


def _drawn(prediction: Prediction, words: Words) -> Iterator[Content]:
    head = say("tui.predict.all-right") if prediction.right else say("tui.predict.differs")
    yield Content.assemble(("◆ ", "$text-secondary bold"), (words.say(head), "bold"))
    for effect in EFFECTS:
        expected, real = effect in prediction.expected, effect in prediction.real
        if not (expected or real):
            continue
        if expected and real:
            sign, style, judged = "✓", "$text-success", say("tui.predict.right")
        elif expected:
            sign, style, judged = "✗", "$text-warning", say("tui.predict.not-so")
        else:
            sign, style, judged = "+", "$text-primary", say("tui.predict.missed")
        yield Content.assemble(
            (f"{sign} ", f"{style} bold"),
            words.say(EFFECT_WORDS[effect]),
            (f"  {words.say(judged)}", "$foreground 60%"),
        )
