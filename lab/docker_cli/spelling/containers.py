"""Commands about containers, spelt."""

from __future__ import annotations

from collections.abc import Iterator

from lab.docker_cli import actions as act
from lab.docker_cli.containers import looks_misplaced
from lab.docker_cli.spelling.mounts import spell_mounts
from lab.docker_cli.spelling.words import Rows, inspection, listing, logs, option, repeat, spell_image, switches


def _run(action: act.ContainerRun) -> Iterator[str]:
    yield from switches(("-d", action.detach), ("--rm", action.remove))
    yield from _spec(action.spec)


def _create(action: act.ContainerCreate) -> Iterator[str]:
    yield from _spec(action.spec)


def _spec(spec: act.ContainerSpec) -> Iterator[str]:
    yield from option("--name", spec.name)
    yield from repeat("-p", map(_port, spec.ports))
    yield from spell_mounts(spec.mounts)
    yield from repeat("-e", map("=".join, spec.env))
    yield from repeat("-l", map("=".join, spec.labels))
    yield from option("--network", spec.network)
    yield from option("--restart", spec.restart)
    yield from option("--entrypoint", spec.entrypoint)
    yield from option("--platform", spec.platform)
    if spec.command and looks_misplaced(spec.command[0]):
        yield "--"
    yield spell_image(spec.image)
    yield from spec.command


def _port(port: act.PortMapping) -> str:
    address = f"[{port.host_ip}]" if port.host_ip and ":" in port.host_ip else port.host_ip
    host = "" if port.host_port is None else str(port.host_port)
    front = f"{address}:{host}:" if address else f"{host}:" if host else ""
    return f"{front}{port.container_port}{'' if port.protocol == 'tcp' else f'/{port.protocol}'}"


def _stop(action: act.ContainerStop) -> Iterator[str]:
    yield from option("-t", action.seconds)
    yield from action.names


def _kill(action: act.ContainerKill) -> Iterator[str]:
    yield from option("-s", action.signal)
    yield from action.names


def _remove(action: act.ContainerRemove) -> Iterator[str]:
    yield from switches(("-f", action.kill_first), ("-v", action.volumes))
    yield from action.names


def _execute(action: act.ContainerExec) -> Iterator[str]:
    yield from repeat("-e", map("=".join, action.env))
    yield action.name
    yield from action.command


SPELLINGS: Rows = {
    act.ContainerRun: ("docker container run", _run),
    act.ContainerCreate: ("docker container create", _create),
    act.ContainerStart: ("docker container start", lambda action: action.names),
    act.ContainerStop: ("docker container stop", _stop),
    act.ContainerKill: ("docker container kill", _kill),
    act.ContainerRemove: ("docker container rm", _remove),
    act.ContainerList: ("docker container ls", listing),
    act.ContainerInspect: ("docker container inspect", inspection),
    act.ContainerLogs: ("docker container logs", logs),
    act.ContainerExec: ("docker container exec", _execute),
}
