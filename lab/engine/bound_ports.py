"""Ports that containers have: one of them is not asked for twice where the asking alone would do harm."""

from __future__ import annotations

from typing import Any

from lab.engine.contract import EngineError
from lab.engine.workbench import Workbench
from lab.language.message import say


def see_unbound(bench: Workbench, name: str) -> None:
    """Raise EngineError for a container that Podman would be asked to start at a port that another one has.

    Podman 4.3 refuses that, and as it does so it takes away the rules by which the other one is reached: both have the
    same, in one chain of netavark's. Nobody gets to the other one any more until it is started again.
    """
    if bench.facts.kind != "podman":
        return
    details: dict[str, Any] = bench.client.inspect_container(name)
    others: list[dict[str, Any]] = [row for row in bench.client.containers() if row["Id"] != details["Id"]]
    taken = {each.get("PublicPort") for row in others for each in row.get("Ports") or ()}
    for port in sorted(_bound(details) & taken):
        raise EngineError("port-taken", say("engine.port-taken.message", port=port), say("engine.port-taken.hint"))


def _bound(details: dict[str, Any]) -> set[int]:
    bindings = (details.get("HostConfig") or {}).get("PortBindings") or {}
    return {int(each["HostPort"]) for rows in bindings.values() for each in rows or () if each.get("HostPort")}
