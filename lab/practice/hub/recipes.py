"""The images of Docker Hub's stand-in, and what is in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lab.practice.hub.tarball import File, ballast

PROGRAM = "lab.registry.practice.program"
"""The label that says what the practice engine plays when it starts a container: `hello-world` or `registry`.

`hello-world` writes the text of the file that the command names, and ends.
"""

ARCHITECTURES = {"amd64": "", "arm64": "v8"}
"""Processors, and the variant an index names for each."""

_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True, slots=True)
class Layer:
    """One step of an image's making that leaves files."""

    made_by: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """An image for one processor."""

    layers: tuple[Layer, ...]
    created: str
    config: dict[str, Any] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    """Steps after the layers that leave no files: `CMD ["/hello"]`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An image on the hub, for every processor, with its tags."""

    repository: str
    tags: tuple[str, ...]
    recipes: dict[str, Recipe]
    """By architecture."""


def entries() -> tuple[Entry, ...]:
    """Return everything the hub has."""
    return (
        Entry("library/hello-world", ("latest", "linux"), _each(hello_world)),
        Entry("library/registry", ("latest", "3"), _each(lambda architecture: registry(architecture, "3"))),
        Entry("library/registry", ("2",), _each(lambda architecture: registry(architecture, "2"))),
        Entry("library/nginx", ("alpine-slim",), _each(nginx_slim)),
        Entry("library/nginx", ("alpine",), _each(nginx)),
        Entry("library/lab-base", ("1.0",), _each(lambda architecture: base(architecture, "1.0"))),
        Entry("library/lab-base", ("latest", "1.1"), _each(lambda architecture: base(architecture, "1.1"))),
        Entry("library/lab-app", ("1.0",), _each(lambda architecture: app(architecture, "1.0"))),
        Entry("library/lab-app", ("latest", "2.0"), _each(lambda architecture: app(architecture, "2.0"))),
    )


def hello_world(architecture: str) -> Recipe:
    """Return the image whose one file is a greeting."""
    greeting = File("hello", _text("hello.txt", architecture=architecture), 0o755)
    config = {"Env": [_PATH], "Cmd": ["/hello"], "WorkingDir": "/", "Labels": {PROGRAM: "hello-world"}}
    return Recipe((Layer("COPY hello /", (greeting,)),), "2026-01-05T09:00:00Z", config, ('CMD ["/hello"]',))


def registry(architecture: str, version: str) -> Recipe:
    """Return the registry; version 3 moved its configuration and can delete, as the official images did."""
    folder = "etc/distribution" if version == "3" else "etc/docker/registry"
    program = _text("registry.txt", version=version) + ballast(f"registry {version}", 900_000)
    layers = (
        _root(architecture),
        Layer("COPY registry /bin/registry", (File("bin/registry", program, 0o755),)),
        Layer(
            f"COPY config.yml /{folder}/config.yml", (File(f"{folder}/config.yml", _text(f"registry-{version}.yml")),)
        ),
        Layer("COPY entrypoint.sh /entrypoint.sh", (File("entrypoint.sh", _text("entrypoint.sh"), 0o755),)),
    )
    config = {
        "ExposedPorts": {"5000/tcp": {}},
        "Env": [_PATH, *(["OTEL_TRACES_EXPORTER=none"] if version == "3" else [])],
        "Entrypoint": ["/entrypoint.sh"],
        "Cmd": [f"/{folder}/config.yml"],
        "Volumes": {"/var/lib/registry": {}},
        "WorkingDir": "/",
        "Labels": {PROGRAM: "registry"},
    }
    steps = (
        "VOLUME [/var/lib/registry]",
        "EXPOSE map[5000/tcp:{}]",
        'ENTRYPOINT ["/entrypoint.sh"]',
        f'CMD ["/{folder}/config.yml"]',
    )
    return Recipe(layers, "2026-02-01T09:00:00Z" if version == "3" else "2023-10-01T09:00:00Z", config, steps)


def nginx_slim(architecture: str) -> Recipe:
    """Return the small one of two images that share layers, as the official ones do: to be stored, not to be run."""
    return Recipe(_nginx_layers(architecture), "2026-02-20T09:00:00Z", {"Env": [_PATH], "Cmd": ["nginx"]})


def nginx(architecture: str) -> Recipe:
    """Return the other one: made from the small one, with a layer more."""
    modules = Layer("RUN install-modules", (File("usr/lib/nginx/modules", ballast("nginx modules", 200_000)),))
    layers = (*_nginx_layers(architecture), modules)
    return Recipe(layers, "2026-02-20T09:00:00Z", {"Env": [_PATH], "Cmd": ["nginx"]})


def base(architecture: str, version: str) -> Recipe:
    """Return the base image; 1.1 is 1.0 with one layer more."""
    layers = (_root(architecture),) if version == "1.0" else (_root(architecture), _update(architecture))
    created = "2026-01-10T09:00:00Z" if version == "1.0" else "2026-02-10T09:00:00Z"
    return Recipe(layers, created, {"Env": [_PATH], "Cmd": ["/bin/sh"], "WorkingDir": "/"}, ('CMD ["/bin/sh"]',))


def app(architecture: str, version: str) -> Recipe:
    """Return the app: on top of base 1.1, in two versions that differ in their last layer alone."""
    news = "Its first version." if version == "1.0" else "What is new: this line. Everything below it is as it was."
    layers = (
        _root(architecture),
        _update(architecture),
        Layer("RUN install-runtime", (File("usr/lib/lab/runtime", ballast("runtime", 300_000)),)),
        Layer("COPY app /app/", (File("app/app.txt", _text("app.txt", version=version, news=news)),)),
    )
    config = {
        "Env": [_PATH, f"APP_VERSION={version}"],
        "Cmd": ["/app/app.txt"],
        "WorkingDir": "/app",
        "Labels": {PROGRAM: "hello-world"},
    }
    steps = ("WORKDIR /app", f"ENV APP_VERSION={version}", 'CMD ["/app/app.txt"]')
    return Recipe(layers, "2026-03-01T09:00:00Z" if version == "1.0" else "2026-04-01T09:00:00Z", config, steps)


@cache
def _root(architecture: str) -> Layer:
    about = File("etc/lab-release", _text("base.txt", version="1.0", architecture=architecture))
    return Layer("ADD rootfs.tar /", (about, File("usr/share/lab/ballast", ballast("base", 400_000))))


@cache
def _nginx_layers(architecture: str) -> tuple[Layer, ...]:
    server = Layer("COPY nginx /usr/sbin/nginx", (File("usr/sbin/nginx", ballast("nginx", 150_000), 0o755),))
    return (_root(architecture), server)


@cache
def _update(architecture: str) -> Layer:
    about = File("etc/lab-release", _text("base.txt", version="1.1", architecture=architecture))
    return Layer("RUN update", (about,))


def _each(recipe: Callable[[str], Recipe]) -> dict[str, Recipe]:
    return {architecture: recipe(architecture) for architecture in ARCHITECTURES}


def _text(name: str, **words: str) -> bytes:
    text = (Path(__file__).with_name("content") / name).read_text(encoding="utf-8")
    return (text.format(**words) if words else text).encode()
