"""One place to type commands at, and the two things that can come of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.actions import Action
from lab.docker_cli.parse import CommandError, Place, parse
from lab.language.words import words


@pytest.fixture
def place() -> Place:
    return Place("/home/kim/lab", ("127.0.0.1:5000",))


@pytest.fixture
def read(place: Place) -> Callable[[str], Action]:
    """Read a line that must be understood."""
    return lambda text: parse(text, place)


@pytest.fixture
def error(place: Place) -> Callable[[str], CommandError]:
    """Read a line that must not be performed; its words must exist in both languages."""

    def refuse(text: str) -> CommandError:
        with pytest.raises(CommandError) as caught:
            parse(text, place)
        for lang in ("en", "ko"):
            for message in (caught.value.message, caught.value.hint):
                said = words(lang).say(message)
                assert "commands." not in said
                assert said.isprintable()
        return caught.value

    return refuse
