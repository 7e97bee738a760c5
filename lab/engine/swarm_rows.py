"""What `docker node ls`, `docker service ls` and `docker service ps` list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lab.docker_cli import actions as act

_SHORT = 12
"""Characters of an ID that are shown."""

_Row = dict[str, str]


def rows_of(
    client: Any, action: act.NodeList | act.ServiceList | act.ServiceTasks
) -> tuple[Mapping[str, str], Iterator[_Row]]:
    """Ask an SDK client, whose stubs know little of Swarm, and return the columns of a list, with the names that `--format` uses, and its rows."""
    filters = {name: [value for each, value in action.filters if each == name] for name, _ in action.filters}
    match action:
        case act.NodeList():
            columns = {"ID": "ID", "HOSTNAME": "Hostname", "STATUS": "Status", "AVAILABILITY": "Availability"}
            return {**columns, "MANAGER STATUS": "ManagerStatus"}, map(_node, client.nodes(filters=filters))
        case act.ServiceList():
            found: list[dict[str, Any]] = client.services(filters=filters)
            tasks: list[dict[str, Any]] = client.tasks() if found else []
            columns = {"ID": "ID", "NAME": "Name", "MODE": "Mode", "REPLICAS": "Replicas", "IMAGE": "Image"}
            return {**columns, "PORTS": "Ports"}, (_service(each, tasks) for each in found)
        case act.ServiceTasks():
            details: dict[str, Any] = client.inspect_service(action.name)
            nodes = {each["ID"]: str((each.get("Description") or {}).get("Hostname", "")) for each in client.nodes()}
            every: list[dict[str, Any]] = client.tasks(filters={**filters, "service": [details["ID"]]})
            every.sort(key=lambda each: (int(each.get("Slot") or 0), str(each.get("CreatedAt"))), reverse=True)
            columns = {"ID": "ID", "NAME": "Name", "IMAGE": "Image", "NODE": "Node", "DESIRED STATE": "DesiredState"}
            return {**columns, "CURRENT STATE": "CurrentState", "ERROR": "Error"}, (
                _task(each, action.name, nodes) for each in every
            )


def _node(found: dict[str, Any]) -> _Row:
    manager = found.get("ManagerStatus") or {}
    return {
        "ID": str(found["ID"]),
        "Hostname": str((found.get("Description") or {}).get("Hostname", "")),
        "Status": str((found.get("Status") or {}).get("State", "")).capitalize(),
        "Availability": str((found.get("Spec") or {}).get("Availability", "")).capitalize(),
        "ManagerStatus": "Leader" if manager.get("Leader") else str(manager.get("Reachability", "")).capitalize(),
    }


def _service(found: dict[str, Any], tasks: list[dict[str, Any]]) -> _Row:
    spec = found["Spec"]
    replicated = (spec.get("Mode") or {}).get("Replicated")
    own = [each for each in tasks if each.get("ServiceID") == found["ID"]]
    running = sum((each.get("Status") or {}).get("State") == "running" for each in own)
    wanted = (
        int(replicated.get("Replicas") or 0) if replicated else sum(each["DesiredState"] == "running" for each in own)
    )
    ports = (found.get("Endpoint") or {}).get("Ports") or ()
    mesh = (each for each in ports if each.get("PublishMode") != "host")  # as the CLI, which lists no others
    return {
        "ID": found["ID"][:_SHORT],
        "Name": str(spec.get("Name", "")),
        "Mode": "replicated" if replicated else "global",
        "Replicas": f"{running}/{wanted}",
        "Image": _image(spec.get("TaskTemplate")),
        "Ports": ", ".join(f"*:{each.get('PublishedPort')}->{each['TargetPort']}/tcp" for each in mesh),
    }


def _task(found: dict[str, Any], service: str, nodes: Mapping[str, str]) -> _Row:
    status = found.get("Status") or {}
    return {
        "ID": found["ID"][:_SHORT],
        "Name": f"{service}.{found.get('Slot') or found.get('NodeID', '')}",
        "Image": _image(found.get("Spec")),
        "Node": nodes.get(str(found.get("NodeID", "")), ""),
        "DesiredState": str(found.get("DesiredState", "")).capitalize(),
        "CurrentState": str(status.get("State", "")).capitalize(),
        "Error": str(status.get("Err") or ""),
    }


def _image(template: dict[str, Any] | None) -> str:
    """Return an image as lists show it, without its digest."""
    return str(((template or {}).get("ContainerSpec") or {}).get("Image", "")).partition("@")[0]
