"""What this machine offers for an exercise: each finding says what was seen and what to do; nothing is changed.

The rows are those of facts/docker.md 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lab.content.model import Exercise
from lab.engine.contract import Engine, EngineError, EngineFacts
from lab.language.message import Message, say
from lab.lease import Probe, port_user
from lab.needs import LackError, lack
from lab.reference import Reference
from lab.surroundings import Surroundings
from lab.variables import names, ports
from lab.world import Scope, World

Level = Literal["ok", "info", "warning", "failure", "unknown"]

ENOUGH_DISK = 200_000_000
"""Bytes that an exercise's folder may come to need."""
MOST_CLOCK = 300
"""Seconds by which two clocks may differ before certificates seem expired, or not yet valid."""
FEW_PULLS = 2
"""Pulls that an exercise makes of Docker Hub."""

_VIRTUAL = ("docker-desktop", "colima", "rancher-desktop")
"""Engines in a virtual machine, which is shown only some folders of this one."""

_STARTING = {
    "linux": say("doctor.start-linux"),
    "wsl": say("doctor.start-wsl"),
    "darwin": say("doctor.start-mac"),
    "win32": say("doctor.start-windows"),
}
"""What starts an engine, by the kind of machine."""

PullsLeft = Callable[[], int | None]
"""Asks Docker Hub how many pulls are left for this address; None where it does not tell."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    check: str
    """What it is about: `python`, `terminal`, `home`, `engine`, `api`, `storage`, `port`, `images`, …"""
    level: Level
    found: Message
    remedy: Message | None = None


def examine_machine(around: Surroundings) -> Iterator[Finding]:
    """Look at this machine, engine or not."""
    version = ".".join(map(str, around.python))
    system = "WSL 2" if around.wsl else around.system
    yield Finding("python", "ok", say("doctor.python", version=version, system=system))
    if not around.terminal:
        yield Finding("terminal", "info", say("doctor.no-terminal"), say("doctor.no-terminal-remedy"))
    yield _home(around)
    if around.proxies:
        yield Finding("proxy", "info", say("doctor.proxy", names=", ".join(around.proxies)))
    if around.missing_helper is not None:
        found = say("doctor.helper", program=around.missing_helper)
        yield Finding("credentials", "warning", found, say("doctor.helper-remedy"))


def examine(
    engine: Engine, exercise: Exercise, probe: Probe, around: Surroundings, pulls_left: PullsLeft
) -> Iterator[Finding]:
    """Look at an engine for one exercise; raise EngineError where the engine cannot be asked."""
    yield from _engine(engine.facts)
    yield from _place(engine.facts, around)
    world = engine.observe(Scope())
    values = exercise.defaults()
    for port in sorted(ports(values)):
        yield from _plain_http(engine.facts, port, around)
        yield _port(port, world, probe)
    yield from (_name(name, world) for name in sorted(names(values)))
    yield from (_image(name, world) for name in exercise.images)
    yield from _needs(lack(exercise, engine.facts, world, around))
    missing = [name for name in exercise.images if not _is_here(name, world)]
    if missing and engine.facts.kind != "practice":
        yield from _hub(engine.facts, pulls_left)


def silence(error: EngineError, around: Surroundings) -> Finding:
    """Tell of an engine that does not answer, with what starts one on this kind of machine."""
    remedy = error.hint
    if remedy.key == "engine.unreachable.hint":
        system = "wsl" if around.wsl else around.system
        remedy = _STARTING.get(system, remedy)
    return Finding("engine", "failure", error.message, remedy)


def examine_others(engine: Engine, exercises: Iterable[Exercise], around: Surroundings) -> Iterator[Finding]:
    """Tell which exercises cannot be begun here, and why; raise EngineError where the engine cannot be asked."""
    world = engine.observe(Scope())
    for exercise in exercises:
        lacking = lack(exercise, engine.facts, world, around)
        if lacking is not None:
            found = say("doctor.cannot-begin", exercise=exercise.id, why=lacking.message)
            yield Finding("needs", "warning", found, lacking.hint)


def _needs(lacking: LackError | None) -> Iterator[Finding]:
    if lacking is not None:
        yield Finding("needs", "failure", lacking.message, lacking.hint)


def _home(around: Surroundings) -> Finding:
    if not around.writable:
        found = say("doctor.home-read-only", path=around.home)
        return Finding("home", "failure", found, say("doctor.home-remedy"))
    if around.free is not None and around.free < ENOUGH_DISK:
        found = say("doctor.disk", path=around.home, free=around.free // 1_000_000)
        return Finding("home", "warning", found, say("doctor.disk-remedy", need=ENOUGH_DISK // 1_000_000))
    return Finding("home", "ok", say("doctor.home", path=around.home))


def _engine(facts: EngineFacts) -> Iterator[Finding]:
    found = say("doctor.engine", kind=facts.kind, version=facts.version, url=facts.url, source=facts.source)
    yield Finding("engine", "ok", found)
    if facts.kind == "practice":
        yield Finding("engine", "info", say("doctor.practice"))
    if facts.os != "linux":
        yield Finding("engine", "failure", say("doctor.not-linux", os=facts.os), say("doctor.switch-to-linux"))
    if facts.remote:
        yield Finding("engine", "warning", say("doctor.remote", host=facts.host), say("doctor.remote-remedy"))
    version = tuple(int(part) for part in facts.api.split(".") if part.isdigit())
    if version < (1, 40):
        yield Finding("api", "warning", say("doctor.api", api=facts.api), say("doctor.update"))
    else:
        yield Finding("api", "ok", say("doctor.api", api=facts.api))
    if facts.kind.startswith("docker") and re.match(r"29\.[0-2](\.|$)", facts.version):
        yield Finding("api", "warning", say("doctor.young-clients", version=facts.version), say("doctor.update-29"))
    yield Finding("storage", "info", say("doctor.storage", storage=facts.storage))
    yield from _oddities(facts)


def _oddities(facts: EngineFacts) -> Iterator[Finding]:
    """Tell what changes how commands look or what they may do on this engine."""
    modes = {"rootless": facts.rootless, "SELinux": facts.selinux, "userns-remap": facts.userns}
    if any(modes.values()):
        names = ", ".join(name for name, on in modes.items() if on)
        yield Finding("security", "info", say("doctor.security", modes=names))
    if facts.storage == "containerd" and facts.kind.startswith("docker") and _major(facts.version) < 27:
        yield Finding("storage", "warning", say("doctor.old-containerd"), say("doctor.old-containerd-remedy"))
    if facts.swarm not in ("", "inactive"):
        yield Finding("swarm", "info", say("doctor.swarm", state=facts.swarm))
    elif not facts.swarm or facts.rootless or facts.kind == "podman":
        yield Finding("swarm", "info", say("doctor.no-swarm"))
    if facts.mirrors:
        yield Finding("mirror", "info", say("doctor.mirror", mirrors=", ".join(facts.mirrors)))
    if facts.proxy:
        yield Finding("proxy", "info", say("doctor.engine-proxy"))
    if abs(facts.clock_ahead) > MOST_CLOCK:
        minutes = round(abs(facts.clock_ahead) / 60)
        yield Finding("clock", "warning", say("doctor.clock", minutes=minutes), say("doctor.clock-remedy"))


def _major(version: str) -> int:
    first = version.partition(".")[0]
    return int(first) if first.isdigit() else 0


def _place(facts: EngineFacts, around: Surroundings) -> Iterator[Finding]:
    """Tell whether the engine sees the folder that exercises work in; only a container could prove it."""
    if facts.kind in _VIRTUAL and not around.wsl and not around.in_user_home:
        found = say("doctor.not-shared", path=around.home)
        yield Finding("home", "warning", found, say("doctor.not-shared-remedy"))


def _plain_http(facts: EngineFacts, port: int, around: Surroundings) -> Iterator[Finding]:
    """Podman exempts nothing from HTTPS, not even this machine; Docker exempts the loopback."""
    if facts.kind == "podman" and f"127.0.0.1:{port}" not in facts.plain_http:
        remedy = say("doctor.podman-remedy", port=port)
        if not facts.rootless:
            remedy = say("doctor.podman-root-remedy", port=port)
        if around.system != "linux":  # where its engine is in a virtual machine, and so are its files
            remedy = say("doctor.podman-machine-remedy", port=port)
        yield Finding("engine", "failure", say("doctor.podman", port=port), remedy)


def _port(port: int, world: World, probe: Probe) -> Finding:
    user = port_user(port, world, probe)
    if user is None:
        return Finding("port", "ok", say("doctor.port-free", port=port))
    return Finding("port", "warning", say("doctor.port-taken", port=port, user=user), say("doctor.port-remedy"))


def _name(name: str, world: World) -> Finding:
    container = world.container(name)
    if container is None:
        return Finding("name", "ok", say("doctor.name-free", name=name))
    if container.state == "created":
        return Finding("name", "warning", say("doctor.name-half", name=name), say("doctor.name-half-remedy", name=name))
    return Finding("name", "warning", say("doctor.name-taken", name=name), say("doctor.name-remedy"))


def _image(name: str, world: World) -> Finding:
    here = say("doctor.image-here", image=name)
    return Finding("images", "info", here if _is_here(name, world) else say("doctor.image-missing", image=name))


def _is_here(name: str, world: World) -> bool:
    return world.image(str(Reference.parse(name))) is not None


def _hub(facts: EngineFacts, pulls_left: PullsLeft) -> Iterator[Finding]:
    """Ask Hub for what is left; an engine with a mirror or a proxy of its own may see another Hub than this machine does."""
    left = pulls_left()
    if left is None:
        if not facts.mirrors:
            yield Finding("hub", "unknown", say("doctor.hub-silent"), say("doctor.hub-silent-remedy"))
    elif left < FEW_PULLS:
        yield Finding("hub", "warning", say("doctor.hub-few", left=left), say("doctor.hub-few-remedy"))
    else:
        yield Finding("hub", "ok", say("doctor.hub", left=left))
