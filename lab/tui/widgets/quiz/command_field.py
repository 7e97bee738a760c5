"""`command`: a command line, and what it would do as it stands; nothing is ever run."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from lab.docker_cli.errors import CommandError
from lab.docker_cli.help import help_for
from lab.docker_cli.parse import parse
from lab.docker_cli.spelling import spell
from lab.grading.answers import TextAnswer
from lab.grading.place import NOWHERE, place_for
from lab.grading.typed import LONGEST, composed
from lab.language.message import say
from lab.language.words import Words
from lab.tui.plain import plain
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.line import Line


class CommandField(AnswerField):
    """A prompt that runs nothing; in an exam, whether the line can be read is not told."""

    def __init__(self, given: TextAnswer | None, words: Words, *, aided: bool) -> None:
        super().__init__()
        self._line = Line(given.text if given is not None else "")
        self._words = words
        self._aided = aided

    @property
    def answer(self) -> TextAnswer:
        """What was typed."""
        return TextAnswer(self._line.value)

    def entry(self) -> Widget:
        """Return the prompt."""
        return self._line

    def compose(self) -> ComposeResult:
        """Lay out the prompt and what is said of it."""
        with Horizontal(classes="prompt"):
            yield Label("$", markup=False)
            yield self._line
        yield Static("", classes="live")

    def on_mount(self) -> None:
        """Explain what is there already."""
        self._explain()

    @on(Input.Changed)
    def _typed(self, typed: Input.Changed) -> None:
        typed.stop()
        self._explain()
        self.changed()

    @on(Input.Submitted)
    def _submitted(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        self.give()

    def _explain(self) -> None:
        if self._aided:
            self.query_one(".live", Static).update(_explained(composed(self._line.value), self._words))


def _explained(line: str, words: Words) -> Content:
    """Say what a line does, or what is wrong with it and how it would be right."""
    if not line:
        return Content.styled(words.say(say("tui.quiz.nothing-runs")), "$foreground 60%")
    if len(line) > LONGEST:
        return Content.styled(words.say(say("grading.answers.too-long", most=LONGEST)), "$text-warning")
    try:
        action = parse(line, place_for(NOWHERE, (line,)))
    except CommandError as error:
        return Content.assemble(
            ("… ", "$text-warning bold"), plain(words.say(error.message)), "\n→ ", plain(words.say(error.hint))
        )
    spelt = spell(action)
    return Content.assemble(
        ("▪ ", "$text-accent"),
        plain(words.say(help_for(spelt).about)),
        ("\n  ", ""),
        (plain(spelt), "$foreground 60%"),
    )
