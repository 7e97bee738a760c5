"""Completing a command line: what could stand under the cursor, from the grammar and from what there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from posixpath import commonprefix

from lab.docker_cli.lookup import next_words
from lab.docker_cli.spot import Spot, spot_at


@dataclass(frozen=True, slots=True)
class Names:
    """What there is to name, as one would type it."""

    images: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    registries: tuple[str, ...] = ()
    """Addresses: a new name of an image may begin with one."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What may replace a part of a line."""

    start: int
    end: int
    choices: tuple[str, ...]

    def applied(self, text: str) -> tuple[str, int]:
        """Return the line with as much filled in as all choices share, and where the cursor then is."""
        if not self.choices:
            return text, self.end
        filled = commonprefix(list(self.choices))
        if len(self.choices) == 1 and not filled.endswith("/"):
            filled += "" if text.startswith(" ", self.end) else " "
        if len(filled) < self.end - self.start:
            return text, self.end
        return text[: self.start] + filled + text[self.end :], self.start + len(filled)


def complete(text: str, cursor: int, names: Names) -> Completion:
    """Return what could stand where the cursor is, beginning as what is typed before it does."""
    spot = spot_at(text, cursor)
    typed = text[spot.start : cursor]
    choices = dict.fromkeys(choice for choice in _choices(spot, names) if choice.startswith(typed) and choice != typed)
    return Completion(spot.start, cursor, tuple(choices))


def _choices(spot: Spot, names: Names) -> Iterable[str]:
    match spot.kind:
        case "command":
            return next_words(spot.names)
        case "option":
            return _options(spot)
        case "image":
            return (*names.images, *(f"{address}/" for address in names.registries))
        case "container":
            return names.containers
        case "volume":
            return names.volumes
        case "network":
            return names.networks
        case "name":
            return (*names.containers, *names.images, *names.volumes, *names.networks)
    return ()


def _options(spot: Spot) -> Iterable[str]:
    options = spot.command.options if spot.command is not None else ()
    return (f"--{option.name}" for option in options if option.refusal is None and len(option.name) > 1)
