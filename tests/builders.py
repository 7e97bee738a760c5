"""Small Worlds and what is in them, for tests: every argument has the value of the exercise private-registry."""

from __future__ import annotations

from typing import Any

from lab.checks.verdict import Check, Verdict
from lab.ledger import LABEL, Baseline, Run
from lab.memory import NOTHING, Memory
from lab.world import Container, Image, Mount, Port, Published, Registry, Store, StoredFile, World

ADDRESS = "127.0.0.1:5000"
HUB = "docker.io/library/hello-world:latest"
OWN = f"{ADDRESS}/hello-world:latest"
LOCALHOST = "localhost:5000/hello-world:latest"
REGISTRY_IMAGE = "docker.io/library/registry:latest"
WORKSPACE = "/home/kim/registry-lab/workspace/private-registry"
FOLDER = f"{WORKSPACE}/registry-data"

LAYERS = ("sha256:" + "1a" * 32, "sha256:" + "2b" * 32)
OTHER_LAYERS = ("sha256:" + "3c" * 32,)
DIGEST = "sha256:" + "d1" * 32
OTHER_DIGEST = "sha256:" + "d2" * 32
ID = "sha256:" + "aa" * 32
OTHER_ID = "sha256:" + "bb" * 32

RUN_ID = "0a1b2c3d"


def image(reference: str = HUB, **changed: Any) -> Image:
    """An image whose layers have been looked at."""
    return Image(reference, **{"id": ID, "layers": LAYERS, **changed})


def container(name: str = "registry", **changed: Any) -> Container:
    """A running registry that publishes its port on the loopback."""
    values: dict[str, Any] = {
        "id": f"id-of-{name}",
        "image": "registry",
        "state": "running",
        "ports": (Port(5000, 5000, "127.0.0.1"),),
    }
    return Container(name, **{**values, **changed})


def labelled(name: str = "registry", run: str = RUN_ID, **changed: Any) -> Container:
    """A container that the lab made in a run."""
    return container(name, labels=((LABEL, run),), **changed)


def bound(source: str = FOLDER, *, target: str = "/var/lib/registry", writable: bool = True) -> Container:
    """A registry that stores into a folder of the host."""
    return container(mounts=(Mount("bind", source, target, writable),))


def published(reference: str = OWN, **changed: Any) -> Published:
    """A tag as the registry serves it."""
    return Published(reference, **{"digest": DIGEST, "layers": LAYERS, **changed})


def registry(*tags: Published, **changed: Any) -> Registry:
    """A registry that serves."""
    return Registry(**{"address": ADDRESS, "state": "serving", "published": tags, **changed})


def stored(digest: str = DIGEST, *, link: str | None = None, content: str | None = None) -> tuple[StoredFile, ...]:
    """The two files that prove a tag: the link that names a digest, and the blob under that name."""
    digits = digest.removeprefix("sha256:")
    tag = "docker/registry/v2/repositories/hello-world/_manifests/tags/latest/current/link"
    blob = f"docker/registry/v2/blobs/sha256/{digits[:2]}/{digits}/data"
    return (
        StoredFile(tag, 71, text=link or digest),
        StoredFile(blob, 525, digest=content or digest),
    )


def store(*files: StoredFile, folder: str = FOLDER, readable: bool = True) -> Store:
    """A folder that a registry stores into."""
    return Store(folder, readable, files)


def world(*things: Image | Container | Registry | Store, **others: Any) -> World:
    """A World of these things."""
    return World(
        images=tuple(each for each in things if isinstance(each, Image)),
        containers=tuple(each for each in things if isinstance(each, Container)),
        registries=tuple(each for each in things if isinstance(each, Registry)),
        stores=tuple(each for each in things if isinstance(each, Store)),
        **others,
    )


def run(before: World | None = None, **changed: Any) -> Run:
    """A run that began on an engine that held what `before` holds."""
    held = before or World()
    values: dict[str, Any] = {
        "id": RUN_ID,
        "exercise": "private-registry",
        "values": {"port": 5000, "name": "registry"},
        "opened": 1_700_000_000.25,
        "workspace": WORKSPACE,
        "engine": "ENGINE-1 /var/lib/docker",
        "url": "unix:///var/run/docker.sock",
        "baseline": Baseline(
            {each.reference: (each.id, each.digests) for each in held.images},
            {each.name: each.id for each in held.containers},
            frozenset(held.volumes),
            frozenset(held.networks),
        ),
    }
    return Run(**{**values, **changed})


def judged(
    check: Check, *things: Image | Container | Registry | Store, memory: Memory = NOTHING, **others: Any
) -> Verdict:
    """What a check says of a World of these things."""
    return check.evaluate(world(*things, **others), memory)
