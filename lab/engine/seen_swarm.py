"""What an engine tells of the Swarm that it manages: its services and their tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import docker.errors

from lab.world import Service, Swarm, Task

NO_MANAGER = (404, 406, 501, 503)
"""Statuses by which engines say that they are in no Swarm, manage none, or know none (Podman 404, the practice engine 501)."""


def seen_swarm(client: Any) -> Swarm | None:
    """Read the Swarm by an SDK client, whose own stubs know little of it; None where the engine manages none."""
    try:
        details: dict[str, Any] = client.inspect_swarm()
        rows: list[dict[str, Any]] = client.services()
        tasks: list[dict[str, Any]] = client.tasks() if rows else []
    except docker.errors.APIError as error:
        if error.status_code in NO_MANAGER:
            return None
        raise
    labels = tuple(sorted(((details.get("Spec") or {}).get("Labels") or {}).items()))
    services = sorted((_service(row, tasks) for row in rows), key=lambda each: each.name)
    return Swarm(str(details.get("ID", "")), labels, tuple(services))


def _service(row: dict[str, Any], tasks: list[dict[str, Any]]) -> Service:
    spec = row.get("Spec") or {}
    replicated = (spec.get("Mode") or {}).get("Replicated")
    return Service(
        name=str(spec.get("Name", "")),
        id=str(row["ID"]),
        image=_image(spec.get("TaskTemplate")),
        replicas=None if replicated is None else int(replicated.get("Replicas") or 0),
        labels=tuple(sorted((spec.get("Labels") or {}).items())),
        ports=tuple(sorted(_ports(row))),
        tasks=tuple(_task(each) for each in tasks if each.get("ServiceID") == row["ID"]),
    )


def _ports(row: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    for port in (row.get("Endpoint") or {}).get("Ports") or ():
        yield int(port.get("PublishedPort") or 0), int(port["TargetPort"]), str(port.get("PublishMode") or "ingress")


def _task(row: dict[str, Any]) -> Task:
    status = row.get("Status") or {}
    wanted = row.get("DesiredState") in ("running", "ready")
    return Task(_image(row.get("Spec")), str(status.get("State", "")), wanted, str(status.get("Err") or ""))


def _image(template: dict[str, Any] | None) -> str:
    return str(((template or {}).get("ContainerSpec") or {}).get("Image", ""))
