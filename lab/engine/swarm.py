"""Begin and leave a Swarm, and make, change and remove services in it."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from typing import Any

import docker.auth
import docker.errors

from lab.docker_cli import actions as act
from lab.engine.belongings import declared, unnamed_volumes
from lab.engine.containers import mount_settings
from lab.engine.contract import EngineError, Happening, Notice, Output
from lab.engine.logins import credentials
from lab.engine.programs import LOG_LINES
from lab.engine.seen_swarm import NO_MANAGER
from lab.engine.workbench import Workbench
from lab.language.message import Message, say
from lab.reference import DOCKER_HUB, Reference
from lab.world import TASK

ADDRESS = "127.0.0.1"
TRIES = 20
"""How often a change is asked for that Swarm outruns with notes of its own, such as that an earlier update is complete."""
_OUTRUN = "update out of sequence"
GONE = 30.0
"""Seconds that a removed service's containers are given to go."""
_PAUSE = 0.1
_SERVICE = "com.docker.swarm.service.id"
"""Label that Swarm puts on a task's container."""


def init(bench: Workbench, action: act.SwarmInit) -> Iterator[Happening]:
    """Begin a Swarm on the loopback; it carries the run's labels, so that the same run may end it."""
    client: Any = bench.client
    spec = client.create_swarm_spec(labels=dict(bench.permit.labels))
    node = client.init_swarm(advertise_addr=ADDRESS, listen_addr=f"{ADDRESS}:2377", swarm_spec=spec)
    yield Output(f"Swarm initialized: current node ({node}) is now a manager.")


def leave(bench: Workbench, action: act.SwarmLeave) -> Iterator[Happening]:
    """Leave the Swarm, which ends with its only manager: one that the run began, and in which nobody else has a service."""
    client: Any = bench.client
    _see_our_swarm(bench)
    if any(not _is_ours(bench, row["Spec"].get("Labels")) for row in _services(client)):
        raise _not_ours(say("engine.not-our-swarm.message"))
    client.leave_swarm(action.ending)
    yield Output("Node left the swarm.")


def create(bench: Workbench, action: act.ServiceCreate) -> Iterator[Happening]:
    """Make a service in a Swarm of the run's, with its image pinned to a digest as the CLI does, and return at once."""
    _see_our_swarm(bench)
    image = yield from _pinned(bench, action.image)
    labels = dict(bench.permit.labels)
    mounts: list[Any] = [mount_settings(bench, mount) for mount in action.mount]
    mounts += unnamed_volumes(bench, _declared(bench, action))
    container: dict[str, Any] = {
        "Image": image,
        "Args": list(action.command),
        "Env": ["=".join(pair) for pair in action.env],
        "Mounts": mounts,
        "Labels": dict.fromkeys((TASK,), next(iter(labels.values()), "")),
    }
    replicas = 1 if action.replicas is None else action.replicas
    body: dict[str, Any] = {
        "Name": action.name,
        "Labels": labels,
        "TaskTemplate": {"ContainerSpec": container, "Placement": {"Constraints": list(action.constraints)}},
        "Mode": {"Global": {}} if action.mode == "global" else {"Replicated": {"Replicas": replicas}},
        "EndpointSpec": {"Ports": [_port(port) for port in action.ports]},
    }
    client: Any = bench.client
    headers = _auth(bench, action.image) if action.with_registry_auth else {}
    answer = client._post_json(client._url("/services/create"), data=body, headers=headers)
    yield Output(str(client._result(answer, json=True)["ID"]))


def update(bench: Workbench, action: act.ServiceUpdate) -> Iterator[Happening]:
    """Change a service as it stands: other image, other number of tasks."""
    image = None
    if action.image is not None:
        image = yield from _pinned(bench, action.image)
    _change(bench, action.name, image, action.replicas, action)
    yield Output(action.name)


def scale(bench: Workbench, action: act.ServiceScale) -> Iterator[Happening]:
    """Change how many tasks services have."""
    for name, count in action.counts:
        _change(bench, name, None, count, None)
        yield Output(f"{name} scaled to {count}")


def remove(bench: Workbench, action: act.ServiceRemove) -> Iterator[Happening]:
    """Remove services, and wait until Swarm has taken their containers away: with them go their volumes.

    A task that is on its way may yet make its container, so first the tasks have to go, from every node, and then the containers.
    """
    client: Any = bench.client
    removed: set[str] = set()
    for name in action.names:
        identity = _our_service(bench, name)["ID"]
        client.remove_service(identity)
        removed.add(identity)
        yield Output(name)
    deadline = time.monotonic() + GONE
    while _busy(client, removed) and time.monotonic() < deadline:
        time.sleep(_PAUSE)


def _busy(client: Any, services: set[str]) -> bool:
    """Tell whether Swarm still has tasks of services that were removed, or this node containers of them."""
    if any(task["ServiceID"] in services for task in client.tasks()):
        return True
    rows = client.containers(all=True, filters={"label": _SERVICE})
    return any((row.get("Labels") or {}).get(_SERVICE) in services for row in rows)


def logs(bench: Workbench, action: act.ServiceLogs) -> Iterator[Happening]:
    """Print the last lines that a service's tasks printed."""
    client: Any = bench.client
    tail = LOG_LINES if action.tail is None else action.tail
    said = client.service_logs(action.name, stdout=True, stderr=True, tail=tail, is_tty=False)
    for piece in said:
        text = piece.decode("utf-8", "replace") if isinstance(piece, bytes) else str(piece)
        yield from (Output(line) for line in text.splitlines())


def _declared(bench: Workbench, action: act.ServiceCreate) -> list[str]:
    """Return where the tasks would have volumes that nobody asks for; of an image that is not here, nobody knows."""
    try:
        return declared(bench, action.image, action.mount)
    except docker.errors.NotFound:
        return []


def _services(client: Any) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = client.services()
    except docker.errors.APIError as error:
        if error.status_code in NO_MANAGER:
            return []
        raise
    return rows


def _see_our_swarm(bench: Workbench) -> None:
    """Raise EngineError in a Swarm that the run did not begin; where there is none, that is for the engine to tell."""
    client: Any = bench.client
    try:
        labels = (client.inspect_swarm().get("Spec") or {}).get("Labels")
    except docker.errors.APIError as error:
        if error.status_code not in NO_MANAGER:
            raise
        if (client.info().get("Swarm") or {}).get("LocalNodeState") in ("", "inactive", None):
            return
        labels = None  # a worker, in a Swarm that somebody else manages
    if not _is_ours(bench, labels):
        raise _not_ours(say("engine.not-our-swarm.message"))


def _our_service(bench: Workbench, name: str) -> dict[str, Any]:
    """Return a service of the run's, named by its whole name: the beginning of an ID may be anybody's."""
    client: Any = bench.client
    found: dict[str, Any] = client.inspect_service(name)
    if found["Spec"].get("Name") != name or not _is_ours(bench, found["Spec"].get("Labels")):
        raise _not_ours(say("engine.not-yours.message", name=name))
    return found


def _is_ours(bench: Workbench, labels: dict[str, str] | None) -> bool:
    return all((labels or {}).get(key) == value for key, value in bench.permit.labels)


def _not_ours(message: Message) -> EngineError:
    return EngineError("not-permitted", message, say("engine.not-yours.hint"))


def _change(
    bench: Workbench, name: str, image: str | None, count: int | None, action: act.ServiceUpdate | None
) -> None:
    """Change a service as it stands; as it stands by then, where Swarm notes something in it meanwhile."""
    for again in reversed(range(TRIES)):
        try:
            _change_once(bench, name, image, count, action)
            break
        except docker.errors.APIError as error:
            if not again or _OUTRUN not in str(error.explanation):
                raise


def _change_once(
    bench: Workbench, name: str, image: str | None, count: int | None, action: act.ServiceUpdate | None
) -> None:
    client: Any = bench.client
    current = _our_service(bench, name)
    spec = current["Spec"]
    if image is not None:
        spec["TaskTemplate"]["ContainerSpec"]["Image"] = image
    if count is not None:
        if "Replicated" not in spec["Mode"]:
            raise EngineError(
                "bad-mode", say("engine.not-replicated.message", name=name), say("engine.not-replicated.hint")
            )
        spec["Mode"]["Replicated"]["Replicas"] = count
    if action is not None and action.force_update:
        spec["TaskTemplate"]["ForceUpdate"] = int(spec["TaskTemplate"].get("ForceUpdate") or 0) + 1
    headers = {}
    if action is not None and action.image is not None and action.with_registry_auth:
        headers = _auth(bench, action.image)
    url = client._url("/services/{0}/update", current["ID"])
    answer = client._post_json(url, data=spec, params={"version": current["Version"]["Index"]}, headers=headers)
    client._raise_for_status(answer)


def _pinned(bench: Workbench, image: Reference) -> Generator[Happening, None, str]:
    """Return an image's name with the digest that its registry calls it by now; without, and saying so, where none can be had."""
    host = image.registry.replace("localhost:", "127.0.0.1:")
    if host not in (*bench.permit.registries, *bench.permit.pull_from):
        message = say("engine.pull-elsewhere.message", registry=image.registry)
        raise EngineError("not-permitted", message, say("engine.pull-elsewhere.hint"))
    if image.digest:
        return image.familiar()
    short = image.repository.removeprefix("library/") if image.registry == DOCKER_HUB else image.name
    name = f"{short}:{image.tag}"
    client: Any = bench.client
    try:
        known = client.inspect_distribution(name, auth_config=credentials(bench.permit.workspace, host))
        return f"{name}@{known['Descriptor']['digest']}"
    except (docker.errors.APIError, LookupError):
        yield Notice(say("engine.not-pinned.notice", image=name))
        return name


def _auth(bench: Workbench, image: Reference) -> dict[str, str]:
    """Return the header that gives Swarm this run's login for a registry, so that every node can pull with it."""
    login = credentials(bench.permit.workspace, image.registry.replace("localhost:", "127.0.0.1:"))
    return {"X-Registry-Auth": docker.auth.encode_header(login).decode("ascii")} if login else {}


def _port(port: act.ServicePort) -> dict[str, Any]:
    published = {} if port.published is None else {"PublishedPort": port.published}
    return {"Protocol": "tcp", "TargetPort": port.target, "PublishMode": port.mode, **published}
