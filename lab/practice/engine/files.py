"""The files of a container: paths inside it, and where they are on this machine."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path

from lab.practice.engine.mounts import Mount


class OutsideError(Exception):
    """A path that leads out of the container."""


class Files:
    """A container's own directory with its mounts in their places, over the files of its image."""

    def __init__(self, own: Path, mounts: Sequence[Mount], volumes: Path, image: Callable[[str], bytes | None]) -> None:
        self.own = own
        self._image = image
        self._mounts = sorted(mounts, key=lambda each: len(each.target), reverse=True)
        self._volumes = volumes

    def host(self, path: str) -> Path:
        """Return where a file of the container is, or would be, on this machine; OutsideError if a link leads out."""
        normal = self.normal(path)
        for mount in self._mounts:
            if normal == mount.target or normal.startswith(f"{mount.target}/"):
                return _inside(mount.folder(self._volumes), normal[len(mount.target) :].lstrip("/"))
        return _inside(self.own, normal.lstrip("/"))

    def read(self, path: str) -> bytes | None:
        """Return what is in a small file, the image's where the container has none; None where there is none at all."""
        host = self.host(path)
        return host.read_bytes() if host.is_file() else self.of_image(path)

    def of_image(self, path: str) -> bytes | None:
        """Return what is in a file of the image that nothing is mounted over; None where there is none."""
        normal = self.normal(path)
        covered = any(normal == each.target or normal.startswith(f"{each.target}/") for each in self._mounts)
        return None if covered else self._image(normal)

    def entries(self, path: str) -> list[str]:
        """Return the names in a directory, mounts among them; OSError where it is none."""
        normal = self.normal(path)
        inside = normal.rstrip("/") + "/"
        below = {mount.target[len(inside) :].split("/")[0] for mount in self._mounts if mount.target.startswith(inside)}
        try:
            return sorted(below | {each.name for each in self.host(normal).iterdir()})
        except FileNotFoundError:
            if not below:
                raise
            return sorted(below)

    def is_dir(self, path: str) -> bool:
        """Tell whether a path is a directory; the way to a mount is one."""
        inside = self.normal(path).rstrip("/") + "/"
        return self.host(path).is_dir() or any(each.target.startswith(inside) for each in self._mounts)

    @staticmethod
    def normal(path: str) -> str:
        """Return an absolute path without dots; a relative one starts at the root."""
        return "/" + posixpath.normpath(f"/{path}").lstrip("/")


def _inside(folder: Path, rest: str) -> Path:
    path = folder / rest
    if not path.resolve().is_relative_to(folder.resolve()):
        raise OutsideError(str(path))
    return path
