"""One read of everything a step can change: the engine, the registries in question and the workspace folder."""

from __future__ import annotations

from lab.world.difference import Change, ChangeKind, Noun, changes
from lab.world.engine import COMING, REDEPLOYED, Container, Image, Mount, Port
from lab.world.registries import Published, Registry, RegistryState
from lab.world.scope import Scope
from lab.world.swarm import GATEWAY, TASK, Service, Swarm, Task
from lab.world.workspace import Build, Delivery, Store, StoredFile
from lab.world.world import World

__all__ = [
    "COMING",
    "GATEWAY",
    "REDEPLOYED",
    "TASK",
    "Build",
    "Change",
    "ChangeKind",
    "Container",
    "Delivery",
    "Image",
    "Mount",
    "Noun",
    "Port",
    "Published",
    "Registry",
    "RegistryState",
    "Scope",
    "Service",
    "Store",
    "StoredFile",
    "Swarm",
    "Task",
    "World",
    "changes",
]
