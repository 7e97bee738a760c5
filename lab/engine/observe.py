"""One read of the World: a few lists from the engine, a few requests to the registries, one look at the folders."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import docker.errors

from lab.engine.authorities import authorities
from lab.engine.client import BoundedClient
from lab.engine.contract import EngineFacts
from lab.engine.logins import header, logins
from lab.engine.registry import Registries
from lab.engine.seen_swarm import seen_swarm
from lab.engine.store import FileDigests, read_files, read_store, read_texts
from lab.engine.where import dialled
from lab.errors import LabError
from lab.handshake import Handshake
from lab.happened import builds, deliveries
from lab.reference import Reference
from lab.world import Container, Image, Mount, Port, Registry, Scope, Store, World


@dataclass(slots=True)
class Seen:
    """What is kept between looks, so that looking again costs little."""

    layers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Layers by image ID: an ID is the digest of what names them."""
    registries: Registries = field(default_factory=Registries)
    files: FileDigests = field(default_factory=FileDigests)
    environments: dict[str, dict[str, str]] = field(default_factory=dict)
    """Variables by container ID: a container keeps those that it was made with."""


def world(client: BoundedClient, facts: EngineFacts, scope: Scope, seen: Seen) -> World:
    """Read everything a step can change; the registries are asked while the engine answers."""
    with ThreadPoolExecutor(max_workers=max(1, len(scope.registries))) as pool:
        registries = [pool.submit(_registry, address, facts, scope, seen) for address in scope.registries]
        # Before the containers: a task that is said to run has its container in what is read after that.
        swarm = seen_swarm(client) if scope.swarm and facts.swarm else None
        rows = client.images()
        unnamed = [row for row in rows if not _tags(row) and not _lone_digests(row)]
        found = (_with_settings(client, _container(row), scope, seen) for row in client.containers(all=True))
        containers = tuple(sorted(found, key=lambda each: each.name))
        networks: list[dict[str, Any]] = [] if scope.brief else client.networks()
        volumes: list[dict[str, Any]] = [] if scope.brief else client.volumes().get("Volumes") or []
        return World(
            images=tuple(sorted(_images(client, rows, scope, seen), key=lambda image: image.reference)),
            digests_are_names=facts.kind != "podman",
            untagged=tuple(sorted(row["Id"] for row in unnamed)),
            untagged_labels=tuple(sorted(_labels(unnamed, "Id"))),
            containers=containers,
            volumes=tuple(sorted(row["Name"] for row in volumes)),
            volume_labels=tuple(sorted(_labels(volumes))),
            networks=tuple(sorted(row["Name"] for row in networks)),
            network_labels=tuple(sorted(_labels(networks))),
            pulled=_pulled(client, facts, scope),
            swarm=swarm,
            registries=_answers(client, [registry.result() for registry in registries]),
            stores=tuple(_stores(containers, facts, scope, seen)),
            files=tuple(read_files(scope.workspace, scope.files, seen.files)) if scope.workspace else (),
            deliveries=tuple(
                each for name, text in _written(scope, scope.listeners) for each in deliveries(name, text)
            ),
            builds=tuple(each for name, text in _written(scope, scope.builders) for each in builds(name, text)),
            workspace=scope.workspace,
            logins=logins(scope.workspace),
            handshakes=tuple(_handshakes(facts, scope)),
            authorities=authorities(facts),
        )


def _labels(rows: list[dict[str, Any]], name: str = "Name") -> Iterator[tuple[str, str, str]]:
    return ((str(row[name]), label, str(value)) for row in rows for label, value in (row.get("Labels") or {}).items())


def _written(scope: Scope, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return read_texts(scope.workspace, names) if scope.workspace else iter(())


def _tags(row: dict[str, Any]) -> list[str]:
    return [name for name in row.get("RepoTags") or () if name != "<none>:<none>"]


def _images(client: BoundedClient, rows: list[dict[str, Any]], scope: Scope, seen: Seen) -> Iterator[Image]:
    wanted = {str(reference) for reference in scope.references}
    for row in rows:
        for name in _tags(row):
            reference = _full(name)
            layers = _layers(client, name, row["Id"], seen) if reference in wanted else None
            yield Image(reference, row["Id"], layers, tuple(_digests(row, reference)), int(row.get("Size") or 0))
        for reference in _lone_digests(row):
            layers = _layers(client, reference, row["Id"], seen) if reference in wanted else None
            yield Image(reference, row["Id"], layers, (reference,), int(row.get("Size") or 0))


def _lone_digests(row: dict[str, Any]) -> list[str]:
    """Return the digests that an image is called by in repositories where it has no tag: it was pulled by digest."""
    tagged = {_full(name).rpartition(":")[0] for name in _tags(row)}
    every = (_full(text) for text in row.get("RepoDigests") or () if not text.startswith("<none>"))
    return sorted({text for text in every if text.partition("@")[0] not in tagged})


def _full(name: str) -> str:
    """Return a name in full; an engine may hold names that no client would accept, which are kept as they are."""
    try:
        return str(Reference.parse(name))
    except LabError:
        return name


def _digests(row: dict[str, Any], reference: str) -> Iterator[str]:
    repository = reference.rpartition(":")[0]
    for text in row.get("RepoDigests") or ():
        name, _, digest = text.partition("@")
        if _full(name).rpartition(":")[0] == repository:
            yield f"{repository}@{digest}"


def _layers(client: BoundedClient, name: str, identity: str, seen: Seen) -> tuple[str, ...] | None:
    if identity not in seen.layers:
        try:
            details: dict[str, Any] = client.inspect_image(name)
        except docker.errors.NotFound:
            return None  # removed since it was listed
        seen.layers[identity] = tuple((details.get("RootFS") or {}).get("Layers") or ())
    return seen.layers[identity]


def _container(row: dict[str, Any]) -> Container:
    names = [name.lstrip("/") for name in row.get("Names") or () if name.count("/") < 2]
    return Container(
        name=names[0] if names else row["Id"][:12],
        id=row["Id"],
        image=str(row.get("Image", "")),
        state=str(row.get("State", "")),
        created=int(row.get("Created") or 0),
        ports=tuple(sorted(set(_ports(row)), key=lambda port: (port.container_port, port.host_port, port.host_ip))),
        mounts=tuple(_mount(mount) for mount in row.get("Mounts") or ()),
        labels=tuple(sorted((row.get("Labels") or {}).items())),
        networks=tuple(sorted((row.get("NetworkSettings") or {}).get("Networks") or ())),
        image_id=str(row.get("ImageID") or ""),
    )


def _with_settings(client: BoundedClient, container: Container, scope: Scope, seen: Seen) -> Container:
    """Return a container with those of its environment's variables that are in question; the others are nobody's business."""
    wanted = [variable for name, variable in scope.settings if name == container.name]
    if not wanted:
        return container
    if container.id not in seen.environments:
        try:
            details: dict[str, Any] = client.inspect_container(container.id)
        except docker.errors.NotFound:
            return container  # removed since it was listed
        pairs = (text.partition("=") for text in (details.get("Config") or {}).get("Env") or ())
        seen.environments[container.id] = {name: value for name, _, value in pairs}
    known = seen.environments[container.id]
    return replace(container, settings=tuple((name, known[name]) for name in wanted if name in known))


def _ports(row: dict[str, Any]) -> Iterator[Port]:
    for port in row.get("Ports") or ():
        if port.get("PublicPort"):
            yield Port(int(port["PrivatePort"]), int(port["PublicPort"]), str(port.get("IP") or ""))


def _mount(row: dict[str, Any]) -> Mount:
    kind = str(row.get("Type", ""))
    source = row.get("Name") if kind == "volume" else row.get("Source")
    return Mount(kind, str(source or ""), str(row.get("Destination", "")), bool(row.get("RW", True)))


def _handshakes(facts: EngineFacts, scope: Scope) -> Iterator[Handshake]:
    if scope.handshakes:
        from lab.engine.handshake import (
            shake,  # what reads certificates takes a while to load, and few exercises need it
        )

        for address, authority in scope.handshakes:
            if scope.workspace is None or facts.remote:
                yield Handshake(
                    address,
                    authority,
                    "unknown",
                    detail="" if scope.workspace is None else "the engine is on another machine",
                )
            else:
                yield shake(address, authority, scope.workspace, facts)


def _answers(client: BoundedClient, registries: list[Registry]) -> tuple[Registry, ...]:
    """Return what registries answered; one is silent too where its engine has died since it was asked, which blames nobody."""
    if any(registry.state != "serving" for registry in registries):
        client.ping()
    return tuple(registries)


def _registry(address: str, facts: EngineFacts, scope: Scope, seen: Seen) -> Registry:
    if facts.remote:
        return Registry(address, "unknown", "the engine is on another machine")
    login = header(scope.workspace, address)
    at = dialled(address.rpartition(":")[0], facts)
    return seen.registries.read(address, scope.of_registry(address), facts.architecture, login, at)


def _stores(containers: tuple[Container, ...], facts: EngineFacts, scope: Scope, seen: Seen) -> Iterator[Store]:
    """Read the folders that containers behind the registries in question write into."""
    ports = {int(address.rpartition(":")[2]) for address in scope.registries if address.rpartition(":")[2].isdigit()}
    folders = dict.fromkeys(
        mount.source
        for container in containers
        if any(port.host_port in ports for port in container.ports)
        for mount in container.mounts
        if mount.kind == "bind" and mount.writable
    )
    for folder in folders:
        yield Store(folder, readable=False) if facts.remote else read_store(folder, seen.files)


def _pulled(client: BoundedClient, facts: EngineFacts, scope: Scope) -> frozenset[str]:
    """Return what the engine remembers pulling since the run was opened; it remembers its last 256 events or so.

    In the engine's own time: asked for events until a moment that has not come yet, it waits for it.
    """
    if scope.since is None:
        return frozenset()
    # Engines take fractions of seconds; the stubs know of whole ones only.
    since: Any = scope.since + facts.clock_ahead
    until: Any = time.time() + facts.clock_ahead
    try:
        events = client.events(since=since, until=until, filters={"type": "image", "event": "pull"}, decode=True)
    except docker.errors.APIError:
        return frozenset()  # only ever a hint: an engine may keep no log of events (Podman's backend `none`)
    return frozenset(_full(str((event.get("Actor") or {}).get("ID", ""))) for event in events)
