"""A port and a name that nobody else uses: the lab takes another where the lecture's is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lab.content.model import Exercise
from lab.errors import UsageError
from lab.language.message import Message, say
from lab.world import World

PORTS = (5000, 5001, 5050, 5055, 5500, *range(5600, 5700))
"""Ports to try, in order, after the exercise's own."""

Probe = Callable[[int], Message | None]
"""Tells who uses a port of this machine; None where it is free."""


def lease(
    exercise: Exercise, world: World, probe: Probe, wanted: Mapping[str, str | int]
) -> tuple[dict[str, str | int], tuple[Message, ...]]:
    """Return the variables of a run, and what to tell of those that differ from the lecture's.

    A value the learner asked for is taken or refused, never replaced; a default that is taken is replaced.
    """
    values = {**exercise.defaults(), **wanted}
    notices: list[Message] = []
    if "port" in values:
        values["port"] = _port(int(values["port"]), world, probe, notices, fixed="port" in wanted)
    if "name" in values:
        values["name"] = _name(str(values["name"]), world, notices, fixed="name" in wanted)
    return values, tuple(notices)


def port_user(port: int, world: World, probe: Probe) -> Message | None:
    """Tell who uses a port: a container of this engine, or something on this machine."""
    container = world.container_at(port)
    return probe(port) if container is None else say("session.port-of-container", name=container.name)


def _port(port: int, world: World, probe: Probe, notices: list[Message], *, fixed: bool) -> int:
    user = port_user(port, world, probe)
    if user is None:
        return port
    other = None if fixed else _first_free(PORTS, lambda each: port_user(each, world, probe) is None)
    if other is None:
        raise UsageError(say("session.port-taken.message", port=port, user=user), say("session.port-taken.hint"))
    notices.append(say("session.other-port", port=port, user=user, other=other))
    return other


def _name(name: str, world: World, notices: list[Message], *, fixed: bool) -> str:
    holder = world.container(name)
    if holder is None:
        return name
    half_made = holder.state == "created"  # as an engine leaves one whose port was taken (facts/docker.md B5)
    candidates = () if fixed else (f"{name}-lab", *(f"{name}-lab-{number}" for number in range(2, 100)))
    other = next((each for each in candidates if world.container(each) is None), None)
    if other is None and half_made:
        raise UsageError(say("session.name-taken.half", name=name), say("session.name-taken.half-hint", name=name))
    if other is None:
        raise UsageError(say("session.name-taken.message", name=name), say("session.name-taken.hint"))
    replaced = say("session.other-half-made", name=name, other=other)
    notices.append(replaced if half_made else say("session.other-name", name=name, other=other))
    return other


def _first_free(ports: Iterable[int], free: Callable[[int], bool]) -> int | None:
    return next((port for port in ports if free(port)), None)
