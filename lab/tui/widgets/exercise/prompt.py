"""The line beneath the page: a learner's own command, explained while it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Label, Static

from lab.claims import is_note
from lab.docker_cli.completing import Names
from lab.docker_cli.explaining import Explanation, explain
from lab.docker_cli.place import Place
from lab.keeping import kept_for
from lab.language.message import say
from lab.language.words import Words
from lab.reference import DOCKER_HUB, Reference
from lab.tui.drawing import draw
from lab.tui.plain import plain
from lab.tui.widgets.exercise.command_line import CommandLine
from lab.world import World

MOST_CHOICES = 12
"""Completions that are shown; Tab knows them all."""
_QUIET = "$foreground 60%"


class Prompt(Vertical):
    """Hidden until the learner types; posts what was typed."""

    @dataclass
    class CommandTyped(Message):
        """A line was typed and entered; an empty one too."""

        text: str

    @dataclass
    class PromptLeft(Message):
        """The learner goes back to the page."""

    def __init__(self, words: Words) -> None:
        self._line, self._said = CommandLine(), Static(id="explained")
        super().__init__(Horizontal(Label("$ "), self._line), self._said, id="prompt")
        self._words = words
        self._place = Place("/")

    @property
    def typing(self) -> bool:
        """Whether keys go into the line."""
        return self._line.has_focus

    def show(self, place: Place, world: World | None, words: Words) -> None:
        """Take in where commands are typed and what there is to name."""
        self._place, self._words = place, words
        self._line.names = names_in(world, place) if world is not None else Names()
        self._line.placeholder = words.say(say("tui.prompt.placeholder"))
        self._explain()

    def open(self) -> None:
        """Show the line and let keys go into it."""
        self.add_class("-open")
        self._line.focus()
        self._explain()

    def close(self) -> None:
        """Hide the line; what is typed in it stays."""
        self.remove_class("-open")

    @on(CommandLine.CursorMoved)
    @on(CommandLine.Changed)
    def _typed(self, message: Message) -> None:
        message.stop()
        self._explain()

    @on(CommandLine.Submitted)
    def _entered(self, submitted: CommandLine.Submitted) -> None:
        submitted.stop()
        self.post_message(self.CommandTyped(self._line.entered()))

    @on(CommandLine.LineLeft)
    def _left(self, left: CommandLine.LineLeft) -> None:
        left.stop()
        self.post_message(self.PromptLeft())

    def _explain(self) -> None:
        if not self.has_class("-open"):
            return
        said = explain(self._line.value, self._line.cursor_position, self._place)
        self._line.correction = said.error.correction if said.error is not None else None
        choices = self._line.completion.choices
        draw(self._said, Content("\n").join(_lines(said, choices, self._words)))


def names_in(world: World, place: Place) -> Names:
    """Return what a World has to name, as one would type it."""
    return Names(
        tuple(Reference.parse(each.reference).familiar() for each in world.images if kept_for(each.reference) is None),
        tuple(container.name for container in world.containers),
        tuple(name for name in world.volumes if not is_note(name)),
        world.networks,
        place.registries,
    )


def _lines(said: Explanation, choices: tuple[str, ...], words: Words) -> Iterator[Content]:
    """Draw two lines: what is wrong, or what it means; then what could come, or what to do."""
    wrong = said.error if said.error is not None and not said.unfinished else None
    if wrong is not None:
        yield Content.assemble(("! ", "$text-warning bold"), plain(words.say(wrong.message)))
    elif said.reference is not None:
        yield _parts(said.reference, words)
    elif said.about is not None:
        yield Content.assemble((said.usage, "$text-accent"), "  ", (words.say(said.about), _QUIET))
    else:
        yield Content.styled(words.say(say("tui.prompt.begin")), _QUIET)
    if choices:
        more = f" … {len(choices) - MOST_CHOICES}" if len(choices) > MOST_CHOICES else ""
        yield Content.assemble(("⇥ ", "$text-accent bold"), plain("  ".join(choices[:MOST_CHOICES])), more)
    elif wrong is not None:
        yield Content.assemble(("⇥ " if wrong.correction else "→ ", "$text-accent bold"), plain(words.say(wrong.hint)))


def _parts(reference: Reference, words: Words) -> Content:
    """Draw a name as its parts: which registry, which repository, which tag or digest."""
    hub = " (Docker Hub)" if reference.registry == DOCKER_HUB else ""
    rows = [
        (words.say(say("tui.prompt.registry")), f"{reference.registry}{hub}", "$text-primary bold"),
        (words.say(say("tui.prompt.repository")), reference.repository, "$text-accent bold"),
        (words.say(say("tui.prompt.tag")), reference.tag or "", "$text-secondary bold"),
        (words.say(say("tui.prompt.digest")), (reference.digest or "")[:19], "$text-secondary bold"),
    ]
    parts: list[str | tuple[str, str]] = []
    for label, value, style in rows:
        parts += [(f"{label} ", _QUIET), (plain(value), style), "  "] if value else []
    return Content.assemble(*parts)
