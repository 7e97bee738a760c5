"""What this machine offers for an exercise: each finding says what was seen and what to do; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lab.content.model import Exercise
from lab.engine.contract import Engine, EngineFacts
from lab.language.message import Message, say
from lab.lease import Probe, port_user
from lab.reference import Reference
from lab.world import Scope, World

Level = Literal["ok", "info", "warning", "failure", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    check: str
    """`engine`, `api`, `storage`, `port`, `name` or `images`."""
    level: Level
    found: Message
    remedy: Message | None = None


def examine(engine: Engine, exercise: Exercise, probe: Probe) -> Iterator[Finding]:
    """Look at an engine and this machine for one exercise; raise EngineError where the engine cannot be asked."""
    yield from _engine(engine.facts)
    world = engine.observe(Scope())
    values = exercise.defaults()
    if "port" in values:
        yield from _plain_http(engine.facts, int(values["port"]))
        yield _port(int(values["port"]), world, probe)
    if "name" in values:
        yield _name(str(values["name"]), world)
    yield from (_image(name, world) for name in exercise.images)


def _engine(facts: EngineFacts) -> Iterator[Finding]:
    found = say("doctor.engine", kind=facts.kind, version=facts.version, url=facts.url, source=facts.source)
    yield Finding("engine", "ok", found)
    if facts.os != "linux":
        yield Finding("engine", "failure", say("doctor.not-linux", os=facts.os), say("doctor.switch-to-linux"))
    if facts.remote:
        yield Finding("engine", "warning", say("doctor.remote", host=facts.host), say("doctor.remote-remedy"))
    version = tuple(int(part) for part in facts.api.split(".") if part.isdigit())
    if version < (1, 40):
        yield Finding("api", "warning", say("doctor.api", api=facts.api), say("doctor.update"))
    else:
        yield Finding("api", "ok", say("doctor.api", api=facts.api))
    yield Finding("storage", "info", say("doctor.storage", storage=facts.storage))


def _plain_http(facts: EngineFacts, port: int) -> Iterator[Finding]:
    """Podman exempts nothing from HTTPS, not even this machine; Docker exempts the loopback."""
    if facts.kind == "podman" and f"127.0.0.1:{port}" not in facts.plain_http:
        yield Finding("engine", "failure", say("doctor.podman", port=port), say("doctor.podman-remedy", port=port))


def _port(port: int, world: World, probe: Probe) -> Finding:
    user = port_user(port, world, probe)
    if user is None:
        return Finding("port", "ok", say("doctor.port-free", port=port))
    return Finding("port", "warning", say("doctor.port-taken", port=port, user=user), say("doctor.port-remedy"))


def _name(name: str, world: World) -> Finding:
    if world.container(name) is None:
        return Finding("name", "ok", say("doctor.name-free", name=name))
    return Finding("name", "warning", say("doctor.name-taken", name=name), say("doctor.name-remedy"))


def _image(name: str, world: World) -> Finding:
    if world.image(str(Reference.parse(name))) is not None:
        return Finding("images", "info", say("doctor.image-here", image=name))
    return Finding("images", "info", say("doctor.image-missing", image=name))
