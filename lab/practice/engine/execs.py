"""Commands run in running containers (`docker exec`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lab.practice.engine.home import Json
from lab.practice.engine.names import new_id
from lab.practice.errors import ApiError


@dataclass(slots=True)
class Exec:
    """One command in one container, before, while and after it runs."""

    container: str
    argv: tuple[str, ...]
    tty: bool
    stdin: bool
    stdout: bool
    stderr: bool
    id: str = field(default_factory=new_id)
    running: bool = False
    exit_code: int | None = None

    def json(self) -> Json:
        """Return the command as the API shows it."""
        return {
            "ID": self.id,
            "Running": self.running,
            "ExitCode": self.exit_code,
            "ProcessConfig": {
                "tty": self.tty,
                "entrypoint": self.argv[0],
                "arguments": list(self.argv[1:]),
                "privileged": False,
            },
            "OpenStdin": self.stdin,
            "OpenStderr": self.stderr,
            "OpenStdout": self.stdout,
            "CanRemove": False,
            "ContainerID": self.container,
            "DetachKeys": "",
            "Pid": 0,
        }


class Execs:
    """The commands of one engine; they are forgotten with it."""

    KEPT = 1000
    """How many are remembered; the oldest go first."""

    def __init__(self) -> None:
        self._all: dict[str, Exec] = {}

    def add(self, command: Exec) -> None:
        """Remember a command."""
        while len(self._all) >= self.KEPT:
            del self._all[next(iter(self._all))]
        self._all[command.id] = command

    def find(self, identity: str) -> Exec:
        """Return a command; ApiError 404 where there is none."""
        if identity not in self._all:
            raise ApiError(404, f"No such exec instance: {identity}")
        return self._all[identity]
