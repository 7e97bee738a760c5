"""The programs that this engine runs: a registry, a greeting, and the few commands that read a container's files."""

from __future__ import annotations

import asyncio
import posixpath
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lab.practice.engine.attaching import let_go
from lab.practice.engine.commands import READING, Err, Out, lines
from lab.practice.engine.container import Container
from lab.practice.engine.containers import Containers
from lab.practice.engine.files import Files
from lab.practice.engine.logs import Log
from lab.practice.engine.ports import Held
from lab.practice.engine.program import Neighbours, Program
from lab.practice.engine.registry_commands import REGISTRY
from lab.practice.engine.wget import Reach, nowhere, wget
from lab.practice.errors import ApiError
from lab.practice.images.image import Image
from lab.practice.images.images import Images

LABEL = "lab.registry.practice.program"
"""Says in an image's configuration which program it stands for: content decides, whatever the image is called."""
_ENTRYPOINT = "/entrypoint.sh"
_OF_REGISTRY = ("serve", "garbage-collect", "help")


class Programs:
    """Finds out what a container would run."""

    def __init__(self, images: Images, containers: Containers, volumes: Path) -> None:
        self._images = images
        self._containers = containers
        self._volumes = volumes

    def files(self, container: Container) -> Files:
        """Return the files of a container: its own, its mounts', and below them its image's."""
        image = self._images.find(container.image)
        own = self._containers.folder(container) / "rootfs"
        return Files(own, container.mounts, self._volumes, lambda path: self._images.read_file(image, path))

    def launch(self, container: Container, log: Log, neighbours: Neighbours) -> Program:
        """Return a container's program; ApiError 501 where it is none that this engine runs."""
        image = self._images.find(container.image)
        argv, files = _argv(container.argv, image), self.files(container)
        program = image.labels.get(LABEL, "")
        if program == "hello-world" and (text := self._images.read_file(image, argv[0])) is not None:
            return Once(log, _said(text))
        if program == "registry" and argv[:2] == ("registry", "serve"):
            from lab.practice.engine.registry_program import Registry

            return Registry(files, container.environment, argv[2:], log, neighbours)
        if program == "registry" and knows(argv):
            return Once(log, run(argv, files))
        raise ApiError(
            501, f"the practice engine does not run programs: {container.argv[0]} needs a real engine such as Docker"
        )


def _argv(argv: Sequence[str], image: Image) -> tuple[str, ...]:
    """Return what an entry point makes of its arguments: the registry image's puts `registry` in front of some."""
    words = tuple(argv)
    if image.labels.get(LABEL) != "registry":
        return words
    if words[0] == _ENTRYPOINT:
        words = words[1:] or ("registry",)
        if words[0].endswith((".yml", ".yaml")):
            words = ("registry", "serve", *words)
        elif words[0] in _OF_REGISTRY or words[0].startswith("-"):
            words = ("registry", *words)
    return (posixpath.basename(words[0]), *words[1:])


KNOWN = frozenset((*READING, *REGISTRY, "wget"))
"""Names of the commands that containers know."""


def knows(argv: Sequence[str]) -> bool:
    """Tell whether this is one of the commands that containers know."""
    return posixpath.basename(argv[0]) in KNOWN


def run(argv: Sequence[str], files: Files, reach: Reach = nowhere) -> AsyncIterator[Out | Err]:
    """Run a command that containers know, in a container whose ports are served where `reach` says."""
    name, words = posixpath.basename(argv[0]), argv[1:]
    if name == "wget":
        return wget(words, reach)
    return REGISTRY[name](files, words) if name in REGISTRY else lines(READING[name](files, words))


async def _said(text: bytes) -> AsyncIterator[Out | Err]:
    yield Out(text)


@dataclass(slots=True)
class Once:
    """A program that prints something and ends."""

    log: Log
    said: AsyncIterator[Out | Err]
    _code: int = field(default=0, init=False)

    async def start(self, held: list[Held]) -> int | None:
        """Print everything, and return the exit code."""
        let_go(held)
        async for piece in self.said:
            if isinstance(piece, Err):
                self._code = 1
                self.log.append("stderr", piece.text)
            else:
                for line in piece.data.decode("utf-8", "replace").splitlines():
                    self.log.append("stdout", line)
            await asyncio.sleep(0)
        return self._code

    async def stop(self) -> None:
        """Nothing is left to be ended."""

    def address(self, port: int) -> tuple[str, int] | None:
        """Nothing listens."""
        return None
