"""The practice engine beside this engine: the same commands leave the same World, and are refused for the same reason."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.docker_cli.parse import Place, parse
from lab.engine.adapter import DockerEngine
from lab.engine.connect import connect
from lab.engine.contract import EngineError, Permit
from lab.practice.engine.start import ensure, stop
from lab.reference import Reference
from lab.world import Scope, World

from .conftest import Engine

pytestmark = pytest.mark.engine

SEQUENCES = int(os.environ.get("LAB_SEQUENCES", "6"))
LENGTH = 14
ADDRESS = "127.0.0.1:5000"
REFERENCES = tuple(
    map(Reference.parse, ("hello-world", "registry", "mine:1", f"{ADDRESS}/hello-world", f"{ADDRESS}/a/b:2"))
)

COMMANDS = (
    "docker pull hello-world",
    "docker pull nosuch-image",
    "docker pull hello-world:nosuch-tag",
    f"docker pull {ADDRESS}/hello-world",
    f"docker pull {ADDRESS}/nosuch",
    f"docker tag hello-world {ADDRESS}/hello-world",
    f"docker tag hello-world {ADDRESS}/a/b:2",
    "docker tag hello-world mine:1",
    "docker tag nosuch mine:1",
    f"docker push {ADDRESS}/hello-world",
    f"docker push {ADDRESS}/a/b:2",
    "docker rmi hello-world",
    "docker rmi mine:1",
    f"docker rmi {ADDRESS}/hello-world",
    f"docker rmi {ADDRESS}/a/b:2",
    "docker rmi registry",
    "docker run -d -p 127.0.0.1:5000:5000 --name registry registry",
    "docker run -d -p 127.0.0.1:5000:5000 --name second registry",
    'docker run -d -p 127.0.0.1:5000:5000 --name bound -v "$(pwd)/data:/var/lib/registry" registry',
    "docker create --name idle registry",
    "docker run --name once hello-world",
    "docker run --rm hello-world",
    "docker start registry",
    "docker start idle",
    "docker stop registry",
    "docker kill registry",
    "docker kill second",
    "docker rm registry",
    "docker rm -v second",
    "docker rm -f bound",
    "docker rm once",
    "docker rm idle",
    "docker rm nosuch",
    f"curl http://{ADDRESS}/v2/_catalog",
    f"curl http://{ADDRESS}/v2/hello-world/tags/list",
)

AWAY = "the engine's Hub is a mirror, and behind it there is no network; the practice engine's is complete"
EXPECTED: dict[tuple[str, str | None, str | None], str] = {
    ("docker pull nosuch-image", "offline", "login"): AWAY,
    ("docker pull hello-world:nosuch-tag", "offline", "not-published"): AWAY,
}
"""Command, kind of error here and on the practice engine, where they differ: and why that is as it must be."""


@pytest.fixture
def practice() -> Iterator[DockerEngine]:
    with tempfile.TemporaryDirectory(prefix="practice-") as folder:
        engine = connect(ensure(Path(folder)))
        list(engine.perform(parse("docker pull registry", Place("/")), Permit("/", ())))
        yield engine
        engine.close()
        stop(Path(folder))


def shape(world: World) -> dict[str, Any]:
    """What a World says that does not depend on which hub the images come from, nor on identities and moments."""
    same: dict[str, list[str]] = {}
    for image in world.images:
        same.setdefault(image.id, []).append(image.reference)
    return {
        "images": sorted(sorted(names) for names in same.values()),
        "containers": sorted(
            (each.name, each.image, each.state, [(row.host_port, row.container_port) for row in each.ports])
            for each in world.containers
        ),
        "volumes": len(world.volumes),
        "registries": [(each.state, sorted(tag.reference for tag in each.published)) for each in world.registries],
    }


def walk(engine: DockerEngine, commands: list[str], workspace: Path) -> list[tuple[str, str | None, dict[str, Any]]]:
    """Do commands one after the other, and return how each ended and what it left."""
    place, permit = Place(str(workspace), (ADDRESS,)), Permit(str(workspace), (ADDRESS,))
    scope = Scope(references=REFERENCES, registries=(ADDRESS,), workspace=str(workspace))
    told = []
    for command in commands:
        kind = None
        try:
            for _ in engine.perform(parse(command, place), permit):
                pass
        except EngineError as error:
            kind = error.kind
        told.append((command, kind, shape(settled(engine, scope))))
    return told


def settled(engine: DockerEngine, scope: Scope) -> World:
    """Look again while a registry is still starting."""
    for _ in range(100):
        world = engine.observe(scope)
        publishing = any(each.running and each.ports for each in world.containers)
        if not publishing or world.registries[0].state == "serving":
            return world
    return world


def empty(engine: DockerEngine) -> None:
    world, permit = engine.observe(Scope()), Permit("/", ())
    for container in world.containers:
        list(engine.perform(parse(f"docker rm -f -v {container.name}", Place("/")), permit))
    for image in world.images:
        if image.reference != "docker.io/library/registry:latest":
            list(engine.perform(parse(f"docker rmi {image.reference}", Place("/")), permit))


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_the_same_commands_leave_the_same_world(
    engine: Engine, practice: DockerEngine, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    # What makes something comes first now and then: random commands alone would mostly be refused.
    begin = ["docker pull registry", "docker pull hello-world", *chance.sample([COMMANDS[16], *COMMANDS[5:8]], 2)]
    commands = begin + [chance.choice(COMMANDS) for _ in range(LENGTH)]
    real = connect(engine.url)
    here = walk(real, commands, folder(tmp_path / "here"))
    empty(real)
    real.close()
    there = walk(practice, commands, folder(tmp_path / "there"))
    for (command, kind, world), (_, other_kind, other_world) in zip(here, there, strict=True):
        if (command, kind, other_kind) not in EXPECTED:
            assert other_kind == kind, f"{command} in {commands}"
        assert other_world == world, f"after {command} in {commands}"


def folder(path: Path) -> Path:
    path.mkdir()
    return path
