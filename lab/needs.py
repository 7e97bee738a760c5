"""What an exercise needs before its first step, and what this engine and this machine lack of it."""

from __future__ import annotations

from lab.abilities import Abilities
from lab.content.model import Exercise
from lab.engine.contract import EngineFacts
from lab.errors import LabError
from lab.language.message import Message, say
from lab.reference import Reference
from lab.surroundings import Surroundings
from lab.variables import CONTAINERS_HOST
from lab.world import World

IMAGE = 100_000_000
"""Bytes that an image of an exercise may need on the engine's disk, layers and what is unpacked of them."""

_NATIVE = ("docker", "podman")
"""Engines that keep images on this machine's own disk, not on one of a virtual machine's."""


class LackError(LabError):
    """Something that an exercise needs is not there; nothing has been done, and nothing can be said of the learner."""

    def __init__(self, kind: str, message: Message, hint: Message) -> None:
        super().__init__(message, hint)
        self.kind = kind
        """Stable, for programs and tests: `needs-real-engine`, `needs-git`, …"""


def lack(exercise: Exercise, facts: EngineFacts, world: World, around: Surroundings | None) -> LackError | None:
    """Return the first thing that an exercise needs and that is not there; without surroundings the machine is not asked."""
    lacking = lack_of_engine(exercise, facts)
    if lacking is not None:
        return lacking
    if "swarm" in exercise.needs and world.swarm is not None:
        return _lack("swarm-of-ours")
    if "git" in exercise.needs and around is not None and not around.git:
        return _lack("git")
    return None if around is None else _room(exercise, world, around)


def lack_of_engine(exercise: Exercise, facts: Abilities) -> LackError | None:
    """Return the first thing that an exercise needs of its engine and that this engine does not give, by what it says of itself."""
    needs = set(exercise.needs)
    if needs & {"engine", "build", "swarm"} and facts.kind == "practice":
        return _lack("real-engine")
    if "practice" in needs and facts.kind != "practice":
        return _lack("practice-engine")
    if "swarm" in needs and (facts.kind == "podman" or facts.rootless or not facts.swarm):
        return _lack("swarm")
    if "swarm" in needs and facts.swarm != "inactive":
        return _lack("swarm-of-ours")
    if CONTAINERS_HOST in exercise.defaults() and (facts.rootless or facts.remote):
        return _lack("way-back")
    if "bridge" in needs and (not facts.bridge or facts.rootless):
        return _lack("bridge")
    return None


class NotAgreedError(LabError):
    """Something that is done to the whole engine, and that nobody has agreed to."""

    kind = "not-agreed"


def asks(exercise: Exercise) -> Message | None:
    """Return what somebody has to agree to before an exercise begins, beside what every exercise does; None for most."""
    return say("session.asks.swarm") if "swarm" in exercise.needs else None


def not_agreed() -> NotAgreedError:
    """Return that nobody has agreed to a Swarm on the engine."""
    return NotAgreedError(say("session.not-agreed.message"), say("session.not-agreed.hint"))


def image_folder(facts: EngineFacts) -> str | None:
    """Return the folder of this machine that an engine keeps its images in; None where it is another machine's."""
    return facts.root if facts.root and facts.kind in _NATIVE and not facts.remote else None


def _room(exercise: Exercise, world: World, around: Surroundings) -> LackError | None:
    missing = [name for name in exercise.images if world.image(str(Reference.parse(name))) is None]
    need, free = len(missing) * IMAGE, around.engine_free
    if free is None or free >= need:
        return None
    sizes = {"free": free // 1_000_000, "need": need // 1_000_000}
    return LackError("needs-space", say("session.needs-space.message", **sizes), say("session.needs-space.hint"))


def _lack(what: str) -> LackError:
    sentences = {
        "real-engine": (say("session.needs-real-engine.message"), say("session.needs-real-engine.hint")),
        "practice-engine": (say("session.needs-practice-engine.message"), say("session.needs-practice-engine.hint")),
        "swarm": (say("session.needs-swarm.message"), say("session.needs-swarm.hint")),
        "swarm-of-ours": (say("session.needs-swarm-of-ours.message"), say("session.needs-swarm-of-ours.hint")),
        "way-back": (say("session.needs-way-back.message"), say("session.needs-way-back.hint")),
        "bridge": (say("session.needs-bridge.message"), say("session.needs-bridge.hint")),
        "git": (say("session.needs-git.message"), say("session.needs-git.hint")),
    }
    return LackError(f"needs-{what}", *sentences[what])
