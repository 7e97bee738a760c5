"""The words that several commands are spelt with: options, images, lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from lab.docker_cli import actions as act
from lab.docker_cli.values import is_image_id
from lab.reference import Reference

Rows: TypeAlias = dict[type[Any], tuple[str, Callable[[Any], Iterable[str]]]]
"""Kind of action to its command, and to the words that follow it."""


def switches(*given: tuple[str, bool]) -> Iterator[str]:
    """Yield the flags that are on."""
    return (flag for flag, on in given if on)


def option(flag: str, value: str | int | None) -> Iterator[str]:
    """Yield an option and its value; nothing where it has none."""
    return iter(() if value is None else (flag, str(value)))


def repeat(flag: str, values: Iterable[str]) -> Iterator[str]:
    """Yield an option before each of its values."""
    return (word for value in values for word in (flag, value))


def spell_image(reference: Reference) -> str:
    """Spell a reference so that nobody takes it for an ID."""
    familiar = reference.familiar()
    return str(reference) if is_image_id(familiar) else familiar


def spell_images(references: Iterable[Reference]) -> Iterator[str]:
    """Spell references so that nobody takes them for IDs."""
    yield from map(spell_image, references)


_Lists: TypeAlias = (
    act.ContainerList
    | act.ImageList
    | act.VolumeList
    | act.NetworkList
    | act.NodeList
    | act.ServiceList
    | act.ServiceTasks
)


def listing(action: _Lists) -> Iterator[str]:
    """Yield the words of a command that lists."""
    if isinstance(action, act.ContainerList | act.ImageList):
        yield from switches(("-a", action.every))
    yield from switches(("-q", action.quiet))
    yield from repeat("--filter", map("=".join, action.filters))
    yield from option("--format", action.format)


def inspection(
    action: act.ContainerInspect | act.VolumeInspect | act.NetworkInspect | act.ServiceInspect,
) -> Iterator[str]:
    """Yield the words of a command that inspects by name."""
    yield from option("--format", action.format)
    yield from action.names


def formatted(action: act.EngineVersion | act.EngineInfo) -> Iterator[str]:
    """Yield the words of a command that only a format follows."""
    yield from option("--format", action.format)


def logs(action: act.ContainerLogs | act.ServiceLogs) -> Iterator[str]:
    """Yield the words of a command that shows what was written."""
    yield from option("--tail", action.tail)
    yield action.name
