"""Keys as data: what they do, in words of every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from textual.binding import ActiveBinding, Binding, BindingType

from lab.language.message import Message
from lab.language.words import Words

PREFIX = "tui."
"""What a description starts with that is a message's key rather than words."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a screen."""

    key: str
    """As Textual names it; several separated by commas."""
    action: str
    label: Message
    """One or two words, for the footer."""
    help: Message
    """One line, for the page of keys."""
    shown: str | None = None
    """How the key is written for people; None leaves that to Textual."""
    footer: bool = True

    @property
    def name(self) -> str:
        """The key as people read it."""
        return self.shown or self.key


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """Return keys as a screen's `BINDINGS`; descriptions stay message keys until `in_words`."""
    return [Binding(key.key, key.action, key.label.key, show=key.footer, key_display=key.shown) for key in keys]


def in_words(active: Mapping[str, ActiveBinding], words: Words) -> dict[str, ActiveBinding]:
    """Return active bindings with their descriptions in a language."""
    return {key: bound._replace(binding=_described(bound.binding, words)) for key, bound in active.items()}


def _described(binding: Binding, words: Words) -> Binding:
    if not binding.description.startswith(PREFIX):
        return binding
    return replace(binding, description=words.say(Message(binding.description)))
