"""One connected engine: actions go to the function that performs them, reads go to `observe`."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from lab.docker_cli import actions as act
from lab.engine import (
    authorities,
    belongings,
    building,
    containers,
    curl,
    files,
    git,
    images,
    listing,
    logins,
    observe,
    programs,
    swarm,
    watching,
)
from lab.engine.client import Clients
from lab.engine.contract import EngineFacts, Happening, Output, Permit
from lab.engine.errors import engine_errors
from lab.engine.secrets import without_passwords
from lab.engine.trace import traced
from lab.engine.workbench import Workbench
from lab.engine.xray import xray as look_inside
from lab.reference import Reference
from lab.world import Scope, World
from lab.xray import Xray


class DockerEngine:
    """An engine that speaks the Docker Engine API, through the SDK."""

    def __init__(self, clients: Clients, facts: EngineFacts) -> None:
        self.facts = facts
        self._clients = clients
        self._seen = observe.Seen()

    def filled_in(self, action: act.Action, permit: Permit) -> act.Action:
        """Return an action with the digests that its line left to files of the workspace; raise EngineError for what they do not say."""
        return files.with_digests(action, permit.workspace)

    def perform(self, action: act.Action, permit: Permit) -> Iterator[Happening]:
        """Do what a command means, telling what happens; raise EngineError where the engine refuses."""
        with engine_errors(self.facts.url):
            for happening in traced(
                self._clients.patient(), lambda client: _perform(Workbench(client, self.facts, permit), action)
            ):
                yield Output(without_passwords(happening.text)) if isinstance(happening, Output) else happening

    def observe(self, scope: Scope) -> World:
        """Read the World once; raise EngineError where the engine cannot be asked."""
        with engine_errors(self.facts.url):
            return observe.world(self._clients.quick(), self.facts, scope, self._seen)

    def xray(self, container: str, references: tuple[Reference, ...], since: float) -> Xray:
        """Look inside the registry that a container runs; raise EngineError where the engine cannot be asked."""
        with engine_errors(self.facts.url):
            moment = since + self.facts.clock_ahead if since else 0.0
            return look_inside(self._clients.quick(), container, references, moment, self.facts)

    def nudges(self, stop: threading.Event) -> Iterator[None]:
        """Yield whenever something may have changed, until told to stop; a nudge proves nothing."""
        return watching.nudges(self._clients.quick, self.facts, stop)

    def cut_short(self) -> None:
        """Have whatever waits for the engine's answer, in any thread, raise EngineError now; it can be asked again."""
        self._clients.cut()

    def close(self) -> None:
        """Let go of every thread's connections."""
        self._clients.close()
        self._seen.registries.close()


def _perform(bench: Workbench, action: act.Action) -> Iterator[Happening]:
    match action:
        case act.ContainerRun():
            return containers.run(bench, action)
        case act.ContainerCreate():
            return containers.create(bench, action)
        case act.ContainerStart():
            return containers.start(bench, action)
        case act.ContainerStop():
            return containers.stop(bench, action)
        case act.ContainerKill():
            return containers.kill(bench, action)
        case act.ContainerRemove():
            return containers.remove(bench, action)
        case act.ContainerLogs():
            return programs.logs(bench, action)
        case act.ContainerExec():
            return programs.execute(bench, action)
        case act.ImagePull():
            return images.pull(bench, action.reference, action.platform)
        case act.ImageTag():
            return images.tag(bench, action)
        case act.ImagePush():
            return images.push(bench, action)
        case act.ImageBuild():
            return building.build(bench, action)
        case act.ImageRemove():
            return images.remove(bench, action)
        case act.VolumeCreate():
            return belongings.create_volume(bench, action)
        case act.VolumeRemove():
            return belongings.remove_volumes(bench, action)
        case act.NetworkCreate():
            return belongings.create_network(bench, action)
        case act.NetworkRemove():
            return belongings.remove_networks(bench, action)
        case act.SwarmInit():
            return swarm.init(bench, action)
        case act.SwarmLeave():
            return swarm.leave(bench, action)
        case act.ServiceCreate():
            return swarm.create(bench, action)
        case act.ServiceUpdate():
            return swarm.update(bench, action)
        case act.ServiceScale():
            return swarm.scale(bench, action)
        case act.ServiceRemove():
            return swarm.remove(bench, action)
        case act.ServiceLogs():
            return swarm.logs(bench, action)
        case act.RegistryRequest():
            return curl.request(bench, action)
        case act.RegistryDownload():
            return curl.download(bench, action)
        case act.ManifestDelete():
            return curl.delete(bench, action)
        case act.Git():
            return git.git(bench, action)
        case act.FileDigest():
            return files.sha256sum(bench, action)
        case act.AuthorityTrust():
            return authorities.trust(bench, action)
        case act.ImageForget():
            return images.forget(bench, action)
        case act.AuthorityForget():
            return authorities.forget(bench, action)
        case act.Login():
            return logins.login(bench, action)
        case act.Logout():
            return logins.logout(bench, action)
        case _:
            return listing.show(bench, action)
