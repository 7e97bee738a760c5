"""Commands about a Swarm and its services, spelt."""

from __future__ import annotations

from collections.abc import Iterator

from lab.docker_cli import actions as act
from lab.docker_cli.spelling.mounts import long_mount
from lab.docker_cli.spelling.words import Rows, inspection, listing, logs, option, repeat, spell_image, switches


def _service(action: act.ServiceCreate) -> Iterator[str]:
    yield from option("--name", action.name)
    yield from ("--mode", "global") if action.mode == "global" else ()
    yield from option("--replicas", action.replicas)
    yield from repeat("--publish", map(_service_port, action.ports))
    yield from repeat("--mount", map(long_mount, action.mount))
    yield from repeat("-e", map("=".join, action.env))
    yield from repeat("--constraint", action.constraints)
    yield from switches(("--with-registry-auth", action.with_registry_auth))
    yield spell_image(action.image)
    yield from action.command


def _service_port(port: act.ServicePort) -> str:
    published = "" if port.published is None else f"published={port.published},"
    return f"{published}target={port.target}{',mode=host' if port.mode == 'host' else ''}"


def _service_update(action: act.ServiceUpdate) -> Iterator[str]:
    yield from option("--image", None if action.image is None else spell_image(action.image))
    yield from option("--replicas", action.replicas)
    yield from switches(("--force", action.force_update), ("--with-registry-auth", action.with_registry_auth))
    yield action.name


SPELLINGS: Rows = {
    act.SwarmInit: ("docker swarm init", lambda _: ["--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1"]),
    act.SwarmLeave: ("docker swarm leave", lambda action: switches(("--force", action.ending))),
    act.NodeList: ("docker node ls", listing),
    act.ServiceCreate: ("docker service create", _service),
    act.ServiceUpdate: ("docker service update", _service_update),
    act.ServiceScale: ("docker service scale", lambda action: (f"{name}={count}" for name, count in action.counts)),
    act.ServiceRemove: ("docker service rm", lambda action: action.names),
    act.ServiceList: ("docker service ls", listing),
    act.ServiceTasks: ("docker service ps", lambda action: (*listing(action), action.name)),
    act.ServiceInspect: ("docker service inspect", inspection),
    act.ServiceLogs: ("docker service logs", logs),
}
