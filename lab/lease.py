"""Ports and names that nobody else uses: the lab takes others where the lecture's are taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from lab.claims import leased
from lab.content.model import Exercise
from lab.errors import UsageError
from lab.language.message import Message, say
from lab.variables import is_name, is_port
from lab.world import World

PORTS = (5000, 5001, 5050, 5055, 5500, *range(5600, 5700))
"""Ports to try, in order, after the exercise's own."""

Probe = Callable[[int], Message | None]
"""Tells who uses a port of this machine; None where it is free."""


@dataclass(frozen=True, slots=True)
class _Others:
    """What the exercise's other variables have, and may have."""

    given: frozenset[str | int]
    """Given to them already."""
    wished: frozenset[str | int]
    """What they would have where it is free: nobody's second choice."""


def lease(
    exercise: Exercise, world: World, probe: Probe, wanted: Mapping[str, str | int]
) -> tuple[dict[str, str | int], tuple[Message, ...]]:
    """Return the variables of a run, and what to tell of those that differ from the lecture's.

    A value the learner asked for is taken or refused, never replaced; a default that is taken is replaced. No two variables
    get the same port or the same name.
    """
    values = {**exercise.defaults(), **wanted}
    notices: list[Message] = []
    given: set[str | int] = set()
    for variable in sorted(values, key=lambda each: each not in wanted):  # what was asked for comes first
        if not (is_port(variable) or is_name(variable)):
            continue
        others = _Others(frozenset(given), frozenset(values[each] for each in values if each != variable))
        if is_port(variable):
            values[variable] = _port(int(values[variable]), world, probe, others, notices, fixed=variable in wanted)
        else:
            held = _held_like(variable, world)
            values[variable] = _name(str(values[variable]), world, held, others, notices, fixed=variable in wanted)
        given.add(values[variable])
    return values, tuple(notices)


def port_user(port: int, world: World, probe: Probe) -> Message | None:
    """Tell who uses a port: a container of this engine, another run, or something on this machine."""
    container = world.container_at(port)
    if container is not None:
        return say("session.port-of-container", name=container.name)
    return say("session.port-of-run") if str(port) in leased(world) else probe(port)


def _port(port: int, world: World, probe: Probe, others: _Others, notices: list[Message], *, fixed: bool) -> int:
    user = say("session.port-of-exercise") if port in others.given else port_user(port, world, probe)
    if user is None:
        return port
    free = (each for each in PORTS if each not in others.wished and port_user(each, world, probe) is None)
    other: int | None = None if fixed else next(free, None)
    if other is None:
        raise UsageError(say("session.port-taken.message", port=port, user=user), say("session.port-taken.hint"))
    notices.append(say("session.other-port", port=port, user=user, other=other))
    return other


def _held_like(variable: str, world: World) -> Collection[str]:
    """Return the names that a variable's may not be: of networks, of volumes, else of containers, and what other runs have leased.

    Exercises call a container's volume `{name}-volume`: where that is somebody's, the container gets another name as well.
    """
    if variable.startswith("network"):
        return {*world.networks, *leased(world)}
    if variable.startswith("volume"):
        return {*world.volumes, *leased(world)}
    derived = (volume.removesuffix("-volume") for volume in world.volumes if volume.endswith("-volume"))
    return {*(each.name for each in world.containers), *derived, *leased(world)}


def _name(
    name: str, world: World, held: Collection[str], others: _Others, notices: list[Message], *, fixed: bool
) -> str:
    holder = world.container(name) if name in held else None
    if name not in held and name not in others.given:
        return name
    half_made = holder is not None and holder.state == "created"  # its port was taken (facts/docker.md B5)
    candidates = () if fixed else (f"{name}-lab", *(f"{name}-lab-{number}" for number in range(2, 100)))
    free = (each for each in candidates if each not in held and each not in others.wished)
    other = next(free, None)
    if other is None and half_made:
        raise UsageError(say("session.name-taken.half", name=name), say("session.name-taken.half-hint", name=name))
    if other is None:
        raise UsageError(say("session.name-taken.message", name=name), say("session.name-taken.hint"))
    if name not in held:
        notices.append(say("session.other-name-of-two", name=name, other=other))
    elif half_made:
        notices.append(say("session.other-half-made", name=name, other=other))
    elif holder is not None:
        notices.append(say("session.other-name", name=name, other=other))
    else:
        notices.append(say("session.other-name-of-thing", name=name, other=other))
    return other
