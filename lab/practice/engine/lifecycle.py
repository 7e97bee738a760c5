"""From created to running to exited to gone: what dockerd does to a container, in its order, words and events."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from lab.practice.engine import signals
from lab.practice.engine.attaching import connect, let_go, prepare
from lab.practice.engine.clock import NEVER, now
from lab.practice.engine.container import Container, State
from lab.practice.engine.containers import Containers
from lab.practice.engine.events import Events
from lab.practice.engine.logs import Log
from lab.practice.engine.names import check_name
from lab.practice.engine.networks import Endpoint, Network, Networks
from lab.practice.engine.program import Launch, Program
from lab.practice.engine.volumes import Volumes
from lab.practice.engine.waits import Waits
from lab.practice.errors import ApiError

LOST = 255
"""Exit code of a container that ran when its engine was killed, as dockerd gives it."""
PORT_FAILED = 128
"""Exit code of a container that could not be started for want of a port."""
NO_PROGRAM = 127
"""Exit code of a container that could not be started for want of its program."""


@dataclass(frozen=True, slots=True)
class Running:
    """A program that runs, and where it is reached."""

    program: Program
    endpoint: Endpoint


class Lifecycle:
    """What runs on this engine now, and everything that changes it."""

    def __init__(
        self, containers: Containers, volumes: Volumes, events: Events, networks: Networks, launch: Launch
    ) -> None:
        self.containers = containers
        self.volumes = volumes
        self.networks = networks
        self.running: dict[str, Running] = {}
        self._events = events
        self._launch = launch
        self._logs: dict[str, Log] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._exits, self._removals = Waits(), Waits()
        self._tasks: set[asyncio.Task[None]] = set()

    def log(self, container: Container) -> Log:
        """Return a container's log."""
        if container.id not in self._logs:
            path = self.containers.folder(container) / f"{container.id}-json.log"
            self._logs[container.id] = Log(path)
        return self._logs[container.id]

    def endpoint(self, container: Container) -> Endpoint | None:
        """Return where a running container is reached; None for one that does not run."""
        running = self.running.get(container.id)
        return running.endpoint if running else None

    def create(self, container: Container) -> None:
        """Keep a new container, with its volumes; neither where there is no room for them."""
        # First the container: a volume without a name that no container has would be nobody's to remove.
        self.containers.add(container)
        try:
            self._make_volumes(container)
        except OSError:
            self._drop(container, volumes=True)
            raise
        self.happened(container, "create")

    def _make_volumes(self, container: Container) -> None:
        for mount in container.mounts:
            if mount.kind == "volume":
                self.volumes.ensure(mount.source, mount.labels)

    def happened(self, container: Container, action: str, **more: str) -> None:
        """Tell what happened to a container."""
        self._events.emit("container", action, container.id, {**container.attributes, **more})

    def rename(self, container: Container, name: str) -> None:
        """Give a container another name."""
        if not name:
            raise ApiError(400, "Neither old nor new names may be empty")
        bare = check_name(name)
        if bare == container.name:
            raise ApiError(400, "Renaming a container with the same name as its current name")
        try:
            self.containers.check_free(bare)
        except ApiError as error:
            raise ApiError(error.status, f"Error when allocating new name: {error.message}") from error
        renamed = self.containers.keep(replace(container, name=bare))
        self.happened(renamed, "rename", oldName=f"/{container.name}")

    async def start(self, container: Container) -> bool:
        """Start a container; False where it runs already; ApiError with the container left as it was."""
        async with self._locks[container.id]:
            container = self.containers.current(container)
            if container.state.running:
                return False
            try:
                await self._start(container)
            except ApiError as error:
                code = NO_PROGRAM if error.status == 501 else PORT_FAILED
                self.containers.with_state(container, replace(container.state, exit_code=code, error=error.message))
                if container.removes_itself:
                    self._remove(container, volumes=True)
                raise
            return True

    async def _start(self, container: Container) -> None:
        program = self._launch(container, self.log(container), partial(self.neighbour, container))
        network = self._network(container)
        endpoint, held = connect(container, network.subnet, (each.endpoint for each in self.running.values()))
        self.running[container.id] = Running(program, endpoint)
        try:
            prepare(container, self.volumes)
            code = await program.start(held)
        except BaseException:
            del self.running[container.id]
            let_go(held)
            raise
        state = State("running", started=now(), finished=container.state.finished)
        container = self.containers.with_state(container, state)
        self._events.emit("network", "connect", network.id, network.membership(container.id))
        self._of_volumes(container, "mount")
        self.happened(container, "start")
        if code is not None:
            self._later(self._end(container, code))

    def _network(self, container: Container) -> Network:
        return self.networks.find(container.network)

    def neighbour(self, container: Container, name: str, port: int) -> tuple[str, int] | None:
        """Return where on this machine a port of another container is served, if the first one finds it by name.

        As Docker's own name server does: in networks of one's own, and among containers that run.
        """
        if self._network(container).predefined:
            return None
        for identity, running in self.running.items():
            other = self.containers.find(identity)
            if other.network == container.network and name in (other.name, other.id[:12]):
                return running.program.address(port)
        return None

    def members(self, network: Network) -> tuple[Container, ...]:
        """Return the containers that run in a network."""
        every = (self.containers.find(identity) for identity in self.running)
        return tuple(each for each in every if each.network == network.name)

    def _of_volumes(self, container: Container, action: str) -> None:
        for mount in container.mounts:
            if mount.kind == "volume":
                details = {"container": container.id, "driver": "local"}
                if action == "mount":
                    details |= {
                        "destination": mount.target,
                        "propagation": "",
                        "read/write": str(mount.writable).lower(),
                    }
                self._events.emit("volume", action, mount.source, details)

    async def stop(self, container: Container) -> bool:
        """Ask a container's program to end; False where none runs."""
        async with self._locks[container.id]:
            container = self.containers.current(container)
            if not container.state.running:
                return False
            self.happened(container, "kill", signal="15")
            container = await self._ended(container, signals.EXIT_OF[signals.TERM], by_hand=True)
            self.happened(container, "stop")
        self._remove_if_wanted(container)
        return True

    async def kill(self, container: Container, given: str, number: int) -> None:
        """Send a signal to the program of a container that the user named as `given`."""
        async with self._locks[container.id]:
            container = self.containers.current(container)
            if not container.state.running:
                raise ApiError(409, f"Cannot kill container: {given}: Container {container.id} is not running")
            self.happened(container, "kill", signal=str(number))
            if number in signals.EXIT_OF:
                container = await self._ended(container, signals.EXIT_OF[number], by_hand=True)
        self._remove_if_wanted(container)

    async def restart(self, container: Container) -> None:
        """Stop, where it runs, and start."""
        async with self._locks[container.id]:
            container = self.containers.current(container)
            if container.state.running:
                self.happened(container, "kill", signal="15")
                container = await self._ended(container, signals.EXIT_OF[signals.TERM], by_hand=True)
                self.happened(container, "stop")
        await self.start(container)
        self.happened(container, "restart")

    async def remove(self, container: Container, *, volumes: bool, kill: bool) -> None:
        """Delete a container that does not run; `kill` it first where that was asked for."""
        async with self._locks[container.id]:
            container = self.containers.current(container)
            if container.state.running:
                if not kill:
                    raise ApiError(
                        409,
                        f"You cannot remove a running container {container.id}. "
                        "Stop the container before attempting removal or force remove",
                    )
                self.happened(container, "kill", signal=str(signals.KILL))
                container = await self._ended(container, signals.EXIT_OF[signals.KILL], by_hand=True)
            self._remove(container, volumes=volumes or container.removes_itself)

    async def wait(self, container: Container, condition: str) -> int:
        """Return the exit code when a container has ended (`not-running`, `next-exit`) or is gone (`removed`)."""
        if condition in ("", "not-running") and not container.state.running:
            return container.state.exit_code
        return await (self._removals if condition == "removed" else self._exits).next(container.id)

    async def restore(self, report: Callable[[str], None]) -> None:
        """Take up where an engine was stopped or killed: what ran has ended, and some of it is started again."""
        for container in reversed(self.containers.all()):
            self._make_volumes(container)
            if container.state.running:
                state = replace(container.state, status="exited", exit_code=LOST, finished=now())
                container = self.containers.with_state(container, state)
            if container.removes_itself and container.state.started != NEVER:
                self._remove(container, volumes=True)
            elif container.comes_back:
                try:
                    await self.start(container)
                except ApiError as error:
                    report(f"container {container.name} could not be started again: {error.message}")

    async def close(self) -> None:
        """End every program, as an engine does that is stopped itself."""
        for identity in list(self.running):
            async with self._locks[identity]:
                if identity in self.running:
                    await self._ended(self.containers.find(identity), signals.EXIT_OF[signals.TERM], by_hand=False)
        for task in tuple(self._tasks):
            await task

    async def _end(self, container: Container, code: int) -> None:
        """Note that a program has ended by itself."""
        async with self._locks[container.id]:
            if container.id in self.running:
                container = await self._ended(container, code, by_hand=False)
        self._remove_if_wanted(container)

    async def _ended(self, container: Container, code: int, *, by_hand: bool) -> Container:
        running = self.running[container.id]
        await running.program.stop()
        del self.running[container.id]
        state = replace(container.state, status="exited", exit_code=code, finished=now(), stopped_by_hand=by_hand)
        container = self.containers.with_state(container, state)
        self.happened(container, "die", exitCode=str(code))
        network = self._network(container)
        self._events.emit("network", "disconnect", network.id, network.membership(container.id))
        self._of_volumes(container, "unmount")
        self.log(container).end()
        self._exits.settle(container.id, code)
        return container

    def _remove_if_wanted(self, container: Container) -> None:
        stays = container.state.running or not container.removes_itself
        if not stays and container.id in self.containers.names().values():
            self._remove(container, volumes=True)

    def _drop(self, container: Container, *, volumes: bool) -> None:
        for mount in container.mounts if volumes else ():
            mine = mount.anonymous and self.containers.using_volume(mount.source) == [container.id]
            if mine and self.volumes.has(mount.source):
                self.volumes.remove(mount.source)
        self.containers.forget(container)

    def _remove(self, container: Container, *, volumes: bool) -> None:
        self._drop(container, volumes=volumes)
        self.happened(container, "destroy")
        self._logs.pop(container.id, None)
        self._removals.settle(container.id, container.state.exit_code)
        self._exits.settle(container.id, container.state.exit_code)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
