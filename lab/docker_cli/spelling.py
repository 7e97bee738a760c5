"""An Action as a command line: what to type in any terminal to do the same by hand."""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from lab.docker_cli import actions as act
from lab.docker_cli.containers import looks_misplaced
from lab.docker_cli.feeding import HIDDEN
from lab.docker_cli.values import is_image_id
from lab.reference import Reference


def spell(action: act.Action) -> str:
    """Return the canonical command line; `parse(spell(action), place) == action`, though no password is ever spelt."""
    path, words = _SPELLINGS[type(action)]
    if isinstance(action, act.Login) and action.password_file is not None:
        path = f"cat {_quoted(action.password_file)} | {path}"
    return " ".join([path, *(_quoted(word) for word in words(action))])


def _quoted(word: str) -> str:
    """Quote a word for a shell, which still fills in what it substitutes: only that has `$(` and a space."""
    substitution = r"(\$\((?:sha256sum|jq) [^)]*\))"
    if not re.search(substitution, word):
        return shlex.quote(word)
    parts = re.split(substitution, word)
    return (
        '"'
        + "".join(part if index % 2 else re.sub(r'([$`"\\])', r"\\\1", part) for index, part in enumerate(parts))
        + '"'
    )


def _run(action: act.ContainerRun) -> Iterator[str]:
    yield from _switches(("-d", action.detach), ("--rm", action.remove))
    yield from _spec(action.spec)


def _create(action: act.ContainerCreate) -> Iterator[str]:
    yield from _spec(action.spec)


def _spec(spec: act.ContainerSpec) -> Iterator[str]:
    yield from _option("--name", spec.name)
    yield from _repeat("-p", map(_port, spec.ports))
    yield from _mounts(spec.mounts)
    yield from _repeat("-e", map("=".join, spec.env))
    yield from _repeat("-l", map("=".join, spec.labels))
    yield from _option("--network", spec.network)
    yield from _option("--restart", spec.restart)
    yield from _option("--entrypoint", spec.entrypoint)
    yield from _option("--platform", spec.platform)
    if spec.command and looks_misplaced(spec.command[0]):
        yield "--"
    yield _image(spec.image)
    yield from spec.command


def _port(port: act.PortMapping) -> str:
    address = f"[{port.host_ip}]" if port.host_ip and ":" in port.host_ip else port.host_ip
    host = "" if port.host_port is None else str(port.host_port)
    front = f"{address}:{host}:" if address else f"{host}:" if host else ""
    return f"{front}{port.container_port}{'' if port.protocol == 'tcp' else f'/{port.protocol}'}"


def _mounts(mounts: tuple[act.MountPoint, ...]) -> Iterator[str]:
    """Spell mounts with `-v` where that can say all of them, else with `--mount`, so that their order is kept."""
    short = [_short_mount(mount) for mount in mounts]
    if all(short):
        yield from _repeat("-v", short)
    else:
        yield from _repeat("--mount", map(_long_mount, mounts))


def _short_mount(mount: act.MountPoint) -> str:
    """Spell a mount as `-v` takes it, or return nothing where a colon or a read-only anonymous volume forbids it."""
    windows = mount.source[1:3] == ":\\" and mount.source[0].isalpha()
    if ":" in mount.source[2 if windows else 0 :] + mount.target or (mount.read_only and not mount.source):
        return ""
    return ":".join(filter(None, [mount.source, mount.target, "ro" if mount.read_only else ""]))


def _long_mount(mount: act.MountPoint) -> str:
    fields = [f"type={mount.kind}", f"source={mount.source}", f"target={mount.target}"]
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(fields + ["readonly"] * mount.read_only)
    return line.getvalue()


def _image(reference: Reference) -> str:
    """Spell a reference so that nobody takes it for an ID."""
    familiar = reference.familiar()
    return str(reference) if is_image_id(familiar) else familiar


def _images(references: Iterable[Reference]) -> Iterator[str]:
    yield from map(_image, references)


def _stop(action: act.ContainerStop) -> Iterator[str]:
    yield from _option("-t", action.seconds)
    yield from action.names


def _kill(action: act.ContainerKill) -> Iterator[str]:
    yield from _option("-s", action.signal)
    yield from action.names


def _remove(action: act.ContainerRemove) -> Iterator[str]:
    yield from _switches(("-f", action.kill_first), ("-v", action.volumes))
    yield from action.names


def _logs(action: act.ContainerLogs | act.ServiceLogs) -> Iterator[str]:
    yield from _option("--tail", action.tail)
    yield action.name


def _execute(action: act.ContainerExec) -> Iterator[str]:
    yield from _repeat("-e", map("=".join, action.env))
    yield action.name
    yield from action.command


def _pull(action: act.ImagePull) -> Iterator[str]:
    yield from _option("--platform", action.platform)
    yield _image(action.reference)


def _history(action: act.ImageHistory) -> Iterator[str]:
    yield from _switches(("-q", action.quiet))
    yield _image(action.reference)


def _image_list(action: act.ImageList) -> Iterator[str]:
    yield from _switches(("--digests", action.digests))
    yield from _list(action)
    if action.repository is not None:
        yield from (["--"] if action.repository.startswith("-") else [])
        yield action.repository


def _service(action: act.ServiceCreate) -> Iterator[str]:
    yield from _option("--name", action.name)
    yield from ("--mode", "global") if action.mode == "global" else ()
    yield from _option("--replicas", action.replicas)
    yield from _repeat("--publish", map(_service_port, action.ports))
    yield from _repeat("--mount", map(_long_mount, action.mount))
    yield from _repeat("-e", map("=".join, action.env))
    yield from _repeat("--constraint", action.constraints)
    yield from _switches(("--with-registry-auth", action.with_registry_auth))
    yield _image(action.image)
    yield from action.command


def _service_port(port: act.ServicePort) -> str:
    published = "" if port.published is None else f"published={port.published},"
    return f"{published}target={port.target}{',mode=host' if port.mode == 'host' else ''}"


def _service_update(action: act.ServiceUpdate) -> Iterator[str]:
    yield from _option("--image", None if action.image is None else _image(action.image))
    yield from _option("--replicas", action.replicas)
    yield from _switches(("--force", action.force_update), ("--with-registry-auth", action.with_registry_auth))
    yield action.name


_Lists: TypeAlias = (
    act.ContainerList
    | act.ImageList
    | act.VolumeList
    | act.NetworkList
    | act.NodeList
    | act.ServiceList
    | act.ServiceTasks
)


def _list(action: _Lists) -> Iterator[str]:
    if isinstance(action, act.ContainerList | act.ImageList):
        yield from _switches(("-a", action.every))
    yield from _switches(("-q", action.quiet))
    yield from _repeat("--filter", map("=".join, action.filters))
    yield from _option("--format", action.format)


def _inspect(
    action: act.ContainerInspect | act.VolumeInspect | act.NetworkInspect | act.ServiceInspect,
) -> Iterator[str]:
    yield from _option("--format", action.format)
    yield from action.names


def _inspect_images(action: act.ImageInspect) -> Iterator[str]:
    yield from _option("--format", action.format)
    yield from _images(action.references)


def _engine(action: act.EngineVersion | act.EngineInfo) -> Iterator[str]:
    yield from _option("--format", action.format)


def _build(action: act.ImageBuild) -> Iterator[str]:
    yield from ("-t", _image(action.reference))
    yield from _repeat("--label", map("=".join, action.labels))
    yield action.folder


def _git(action: act.Git) -> Iterator[str]:
    yield from _option("-C", action.directory)
    yield action.command
    yield from action.arguments


def _request(action: act.RegistryRequest) -> Iterator[str]:
    if action.method == "HEAD":
        yield from ["-I"] if action.show_headers else ["-X", "HEAD"]
    else:
        yield from _switches(("-i", action.show_headers))
    yield from _repeat("-H", map(": ".join, action.headers))
    yield from _option("--cacert", action.authority)
    yield action.url


def _download(action: act.RegistryDownload) -> Iterator[str]:
    yield from _switches(("-i", action.with_headers))
    yield from _repeat("-H", map(": ".join, action.headers))
    yield from ("-o", action.file, action.url)


def _deletion(action: act.ManifestDelete) -> Iterator[str]:
    yield from _switches(("-i", action.show_headers))
    yield from ("-X", "DELETE", action.url)


def _login(action: act.Login) -> Iterator[str]:
    yield from ("-u", action.username)
    yield from ("--password-stdin",) if action.password_file is not None else ("-p", HIDDEN)
    yield action.registry


def _switches(*switches: tuple[str, bool]) -> Iterator[str]:
    return (flag for flag, on in switches if on)


def _option(flag: str, value: str | int | None) -> Iterator[str]:
    return iter(() if value is None else (flag, str(value)))


def _repeat(flag: str, values: Iterable[str]) -> Iterator[str]:
    return (word for value in values for word in (flag, value))


_SPELLINGS: dict[type[Any], tuple[str, Callable[[Any], Iterable[str]]]] = {
    act.ContainerRun: ("docker container run", _run),
    act.ContainerCreate: ("docker container create", _create),
    act.ContainerStart: ("docker container start", lambda action: action.names),
    act.ContainerStop: ("docker container stop", _stop),
    act.ContainerKill: ("docker container kill", _kill),
    act.ContainerRemove: ("docker container rm", _remove),
    act.ContainerList: ("docker container ls", _list),
    act.ContainerInspect: ("docker container inspect", _inspect),
    act.ContainerLogs: ("docker container logs", _logs),
    act.ContainerExec: ("docker container exec", _execute),
    act.ImagePull: ("docker image pull", _pull),
    act.ImageTag: ("docker image tag", lambda action: _images([action.source, action.target])),
    act.ImagePush: ("docker image push", lambda action: _images([action.reference])),
    act.ImageList: ("docker image ls", _image_list),
    act.ImageRemove: ("docker image rm", lambda action: _images(action.references)),
    act.ImageInspect: ("docker image inspect", _inspect_images),
    act.ImageHistory: ("docker image history", _history),
    act.VolumeList: ("docker volume ls", _list),
    act.VolumeInspect: ("docker volume inspect", _inspect),
    act.VolumeRemove: ("docker volume rm", lambda action: action.names),
    act.NetworkList: ("docker network ls", _list),
    act.NetworkInspect: ("docker network inspect", _inspect),
    act.NetworkCreate: ("docker network create", lambda action: [action.name]),
    act.NetworkRemove: ("docker network rm", lambda action: action.names),
    act.SwarmInit: ("docker swarm init", lambda _: ["--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1"]),
    act.SwarmLeave: ("docker swarm leave", lambda action: _switches(("--force", action.ending))),
    act.NodeList: ("docker node ls", _list),
    act.ServiceCreate: ("docker service create", _service),
    act.ServiceUpdate: ("docker service update", _service_update),
    act.ServiceScale: ("docker service scale", lambda action: (f"{name}={count}" for name, count in action.counts)),
    act.ServiceRemove: ("docker service rm", lambda action: action.names),
    act.ServiceList: ("docker service ls", _list),
    act.ServiceTasks: ("docker service ps", lambda action: (*_list(action), action.name)),
    act.ServiceInspect: ("docker service inspect", _inspect),
    act.ServiceLogs: ("docker service logs", _logs),
    act.EngineVersion: ("docker version", _engine),
    act.EngineInfo: ("docker system info", _engine),
    act.RegistryRequest: ("curl", _request),
    act.RegistryDownload: ("curl", _download),
    act.ManifestDelete: ("curl", _deletion),
    act.ImageBuild: ("docker image build", _build),
    act.Git: ("git", _git),
    act.FileDigest: ("sha256sum", lambda action: action.files),
    act.Login: ("docker login", _login),
    act.AuthorityTrust: (
        "install",
        lambda action: ["-D", action.file, f"{action.folder}/{action.registry}/ca.crt"],
    ),
    act.AuthorityForget: ("rm", lambda action: ["-r", f"{action.folder}/{action.registry}"]),
    act.Logout: ("docker logout", lambda action: [action.registry]),
}
