"""The answer to `docker … --help`: what a command is for and how it is typed."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from lab.docker_cli.help import Help
from lab.language.message import say
from lab.language.words import Words


class HelpCard(Static):
    """Shows help on one command, or on a family of them."""

    def __init__(self, found: Help, words: Words) -> None:
        super().__init__(Content("\n").join(_lines(found, words)))


def _lines(found: Help, words: Words) -> Iterator[Content]:
    yield Content.styled(found.usage, "$text-accent bold")
    yield Content(words.say(found.about))
    if found.also:
        yield Content.styled(words.say(say("tui.prompt.also", spellings=found.also)), "$foreground 60%")
    for spelling, about in (*found.options, *found.commands):
        yield Content.assemble((f"  {spelling}", "bold"), "  ", words.say(about))
