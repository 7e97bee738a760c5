"""A container: what it was made from, what it mounts, and how its program fares."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from lab.practice.engine.clock import NEVER
from lab.practice.engine.home import Json
from lab.practice.engine.mounts import Mount

Status = Literal["created", "running", "exited"]
"""States a practice container can be in; others need a real engine."""


@dataclass(frozen=True, slots=True)
class State:
    """How a container's program fares."""

    status: Status = "created"
    exit_code: int = 0
    error: str = ""
    """Why the last start failed."""
    started: str = NEVER
    finished: str = NEVER
    stopped_by_hand: bool = False
    """Whether the user ended it: `--restart unless-stopped` leaves it alone then."""

    @property
    def running(self) -> bool:
        """Whether the program runs now."""
        return self.status == "running"


@dataclass(frozen=True, slots=True)
class Container:
    """One container as it is kept on disk."""

    id: str
    name: str
    """Without Docker's slash in front."""
    created: str
    image: str
    """ID of the image."""
    config: Json
    """The API's Config: the user's wishes laid over the image's."""
    host_config: Json
    mounts: tuple[Mount, ...]
    state: State = State()

    @property
    def image_name(self) -> str:
        """The image as the user named it."""
        return str(self.config.get("Image", ""))

    @property
    def network(self) -> str:
        """The name of the network it is in."""
        mode = str(self.host_config["NetworkMode"])
        return "bridge" if mode == "default" else mode

    @property
    def argv(self) -> tuple[str, ...]:
        """The program and its arguments: entry point, then command."""
        return (*(self.config.get("Entrypoint") or ()), *(self.config.get("Cmd") or ()))

    @property
    def labels(self) -> dict[str, str]:
        """The image's labels and the user's."""
        return dict(self.config.get("Labels") or {})

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its program."""
        pairs = (str(each).partition("=") for each in self.config.get("Env") or ())
        return {name: value for name, _, value in pairs}

    @property
    def exposed(self) -> tuple[str, ...]:
        """Ports it says its program listens on, such as `5000/tcp`."""
        return tuple(self.config.get("ExposedPorts") or ())

    @property
    def tty(self) -> bool:
        """Whether its output is one stream without frames."""
        return bool(self.config.get("Tty"))

    @property
    def removes_itself(self) -> bool:
        """Whether it goes when its program ends (`--rm`)."""
        return bool(self.host_config.get("AutoRemove"))

    @property
    def restart_policy(self) -> str:
        """The name of its restart policy; empty or `no` for none."""
        return str((self.host_config.get("RestartPolicy") or {}).get("Name") or "")

    @property
    def comes_back(self) -> bool:
        """Whether dockerd starts it again when it comes back itself."""
        state, policy = self.state, self.restart_policy
        if state.running or state.started == NEVER:
            return False
        if policy == "on-failure":
            return state.exit_code != 0 and not state.stopped_by_hand
        return policy == "always" or (policy == "unless-stopped" and not state.stopped_by_hand)

    @property
    def attributes(self) -> dict[str, str]:
        """What its events tell of it."""
        return {**self.labels, "image": self.image_name, "name": self.name}


def to_json(container: Container) -> Json:
    """Return what is written to disk."""
    return asdict(container)


def from_json(row: Json) -> Container:
    """Read what `to_json` made; KeyError or TypeError for anything else."""
    return Container(
        **{
            **row,
            "mounts": tuple(Mount(**each) for each in row["mounts"]),
            "state": State(**row["state"]),
        }
    )
