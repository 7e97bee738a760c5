"""All containers of an engine: found by name or ID, kept on disk, listed by filters."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lab.practice.engine.container import Container, State, from_json, to_json
from lab.practice.engine.filters import Filters, labelled
from lab.practice.engine.home import drop_drafts, read_json, write_json
from lab.practice.errors import ApiError

FILTERS = (
    "ancestor",
    "before",
    "exited",
    "expose",
    "id",
    "label",
    "name",
    "network",
    "publish",
    "since",
    "status",
    "volume",
)
"""Filters that the list of containers knows."""
_STATUSES = ("created", "restarting", "running", "removing", "paused", "exited", "dead")


class Containers:
    """The containers of one engine, each in a directory named by its ID."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._all: dict[str, Container] = {}
        for path in root.iterdir():
            row = read_json(path / "container.json")
            if row is None:
                shutil.rmtree(path)  # killed before it was a container, or after it was one
            else:
                self._all[path.name] = from_json(row)
                drop_drafts(path)

    def all(self) -> tuple[Container, ...]:
        """Return every container, the newest first."""
        return tuple(sorted(self._all.values(), key=lambda each: each.created, reverse=True))

    def names(self) -> dict[str, str]:
        """Return the ID of each name."""
        return {each.name: each.id for each in self._all.values()}

    def find(self, name: str) -> Container:
        """Return a container by ID, name or the start of its ID; ApiError 404 where there is none, or more than one."""
        if name in self._all:
            return self._all[name]
        by_name = self.names().get(name.removeprefix("/"))
        if by_name is not None:
            return self._all[by_name]
        found = [identity for identity in self._all if name and identity.startswith(name)]
        if len(found) > 1:
            raise ApiError(400, f"Multiple IDs found with provided prefix: {name}")
        if not found:
            raise ApiError(404, f"No such container: {name}")
        return self._all[found[0]]

    def current(self, container: Container) -> Container:
        """Return a container as it is now; ApiError 404 where it was removed in the meantime."""
        return self.find(container.id)

    def check_free(self, name: str) -> None:
        """Raise ApiError 409 where a container has this name."""
        owner = self.names().get(name)
        if owner is not None:
            raise ApiError(
                409,
                f'Conflict. The container name "/{name}" is already in use by container "{owner}". '
                "You have to remove (or rename) that container to be able to reuse that name.",
            )

    def add(self, container: Container) -> None:
        """Keep a new container."""
        self.folder(container).mkdir(mode=0o700)
        self.keep(container)

    def keep(self, container: Container) -> Container:
        """Write a container's present state, and return it."""
        write_json(self.folder(container) / "container.json", to_json(container))
        self._all[container.id] = container
        return container

    def with_state(self, container: Container, state: State) -> Container:
        """Write a container's new state, and return it."""
        return self.keep(replace(self.current(container), state=state))

    def forget(self, container: Container) -> None:
        """Delete a container."""
        (self.folder(container) / "container.json").unlink()
        del self._all[container.id]
        shutil.rmtree(self.folder(container))

    def folder(self, container: Container) -> Path:
        """Return a container's directory."""
        return self.root / container.id

    def using_volume(self, name: str) -> list[str]:
        """Return the IDs of the containers that mount a volume."""
        return [each.id for each in self._all.values() if any(_is_volume(each, name))]

    def using_image(self, image: str) -> str | None:
        """Return who uses an image, a running container first: `running container 0123456789ab`."""
        users = [each for each in self._all.values() if each.image == image]
        user = min(users, key=lambda each: not each.state.running, default=None)
        if user is None:
            return None
        return f"{'running' if user.state.running else 'stopped'} container {user.id[:12]}"

    def select(self, filters: Filters, *, every: bool, limit: int) -> list[Container]:
        """Return what a list shows: without `every`, a limit or a filter for states only what runs."""
        for value in filters.get("status", ()):
            if value not in _STATUSES:
                raise ApiError(400, f"Invalid filter 'status={value}'")
        every = every or limit > 0 or "status" in filters or "exited" in filters
        chosen = [each for each in self.all() if (every or each.state.running) and self._passes(each, filters)]
        return chosen[:limit] if limit > 0 else chosen

    def _passes(self, container: Container, filters: Filters) -> bool:
        return all(self._fits(container, kind, values) for kind, values in filters.items() if values)

    def _fits(self, container: Container, kind: str, values: Sequence[str]) -> bool:
        if kind == "label":
            return labelled(container.labels, values)
        if kind in ("before", "since"):
            other = self.find(values[0])
            return container.created < other.created if kind == "before" else container.created > other.created
        return any(_matches(container, kind, value) for value in values)


def _matches(container: Container, kind: str, value: str) -> bool:
    match kind:
        case "name":
            return _searched(value, container.name) or _searched(value, f"/{container.name}")
        case "id":
            return container.id.startswith(value)
        case "status":
            return container.state.status == value
        case "exited":
            return container.state.status == "exited" and str(container.state.exit_code) == value
        case "ancestor":
            wanted = value if ":" in value.rpartition("/")[2] else f"{value}:latest"
            names = {container.image_name, f"{container.image_name}:latest"}
            return wanted in names or value in names or container.image.removeprefix("sha256:").startswith(value)
        case "volume":
            return any(value in (mount.source, mount.target) for mount in container.mounts)
        case "network":
            mode = str(container.host_config["NetworkMode"])
            return value == ("bridge" if mode == "default" else mode)
        case _:  # publish, expose: the container's side of a port
            return value.partition("/")[0] in {port.partition("/")[0] for port in container.exposed}


def _searched(pattern: str, name: str) -> bool:
    """Search as dockerd does, which takes the filter for a regular expression."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return pattern in name


def _is_volume(container: Container, name: str) -> Iterator[bool]:
    return (mount.kind == "volume" and mount.source == name for mount in container.mounts)
