"""Volumes and networks."""

from __future__ import annotations

from aiohttp import web

from lab.practice.engine import networks as nets
from lab.practice.engine import shape
from lab.practice.engine import volumes as stored
from lab.practice.engine.call import Call, nothing, reply
from lab.practice.engine.engine import Engine
from lab.practice.engine.filters import Filters, labelled
from lab.practice.engine.names import new_id
from lab.practice.engine.networks import Network
from lab.practice.engine.routes import route
from lab.practice.engine.volumes import Volume
from lab.practice.errors import ApiError


async def volumes(engine: Engine, call: Call) -> web.StreamResponse:
    """List volumes."""
    filters = call.filters(stored.FILTERS)
    found = [each.json() for each in engine.volumes.all() if _fits(engine, each, filters)]
    return reply({"Volumes": found, "Warnings": None})


def _fits(engine: Engine, volume: Volume, filters: Filters) -> bool:
    dangling = filters.get("dangling")
    if dangling and (dangling[0] in ("true", "1")) is bool(engine.containers.using_volume(volume.name)):
        return False
    names, drivers = filters.get("name"), filters.get("driver")
    return (
        (not names or any(each in volume.name for each in names))
        and (not drivers or "local" in drivers)
        and labelled(volume.labels, filters.get("label", ()))
    )


async def volume(engine: Engine, call: Call) -> web.StreamResponse:
    """Tell everything about a volume."""
    return reply(engine.volumes.find(call.name).json())


async def create(engine: Engine, call: Call) -> web.StreamResponse:
    """Make a volume, or find the one of this name."""
    body = await call.body(shape.VOLUME)
    name, driver = str(body.get("Name") or new_id()), str(body.get("Driver") or "local")
    if driver != "local":
        why = f'error looking up volume plugin {driver}: plugin "{driver}" not found'
        raise ApiError(404, f"create {name}: {why}")
    if body.get("DriverOpts"):
        raise ApiError(
            501, "a volume with options is beyond the practice engine: it needs a real engine such as Docker"
        )
    return reply(engine.volumes.ensure(name, body.get("Labels")).json(), status=201)


async def remove(engine: Engine, call: Call) -> web.StreamResponse:
    """Delete a volume that no container uses."""
    try:
        found = engine.volumes.find(call.name)
    except ApiError:
        if call.flag("force"):
            return nothing()
        raise
    users = engine.containers.using_volume(found.name)
    if users:
        raise ApiError(409, f"remove {found.name}: volume is in use - [{', '.join(users)}]")
    engine.volumes.remove(found.name)
    return nothing()


async def networks(engine: Engine, call: Call) -> web.StreamResponse:
    """List networks."""
    filters = call.filters(nets.FILTERS)
    return reply([each.json() for each in engine.networks.all() if _shown(each, filters)])


def _shown(network: Network, filters: Filters) -> bool:
    facts = {"name": network.name, "id": network.id, "driver": network.driver, "scope": "local"}
    facts["type"] = "builtin" if network.predefined else "custom"
    return all(
        any(value in facts[kind] if kind in ("name", "id") else value == facts[kind] for value in values)
        for kind, values in filters.items()
        if kind in facts and values
    ) and labelled(network.labels, filters.get("label", ()))


async def network(engine: Engine, call: Call) -> web.StreamResponse:
    """Tell everything about a network, and who is in it."""
    found = engine.networks.find(call.name)
    inside = engine.lifecycle.members(found)
    return reply(found.json({each.id: (each.name, engine.lifecycle.running[each.id].endpoint) for each in inside}))


async def create_network(engine: Engine, call: Call) -> web.StreamResponse:
    """Make a bridge network."""
    body = await call.body(shape.NETWORK)
    driver = str(body.get("Driver") or "bridge")
    if driver != "bridge" or body.get("Internal") or (body.get("IPAM") or {}).get("Config"):
        what = f"a network of driver {driver}" if driver != "bridge" else "a network with addresses of one's own"
        raise ApiError(501, f"{what} is beyond the practice engine: it needs a real engine such as Docker")
    made = engine.networks.create(str(body.get("Name") or ""), body.get("Labels"))
    return reply({"Id": made.id, "Warning": ""}, status=201)


async def remove_network(engine: Engine, call: Call) -> web.StreamResponse:
    """Delete a network that no container runs in."""
    found = engine.networks.find(call.name)
    if engine.lifecycle.members(found):
        words = f"error while removing network: network {found.name} id {found.id} has active endpoints"
        raise ApiError(403, words)
    engine.networks.remove(found)
    return nothing()


ROUTES = (
    route("GET", "/volumes", volumes),
    route("POST", "/volumes/create", create),
    route("GET", "/volumes/{name}", volume),
    route("DELETE", "/volumes/{name}", remove),
    route("GET", "/networks", networks),
    route("POST", "/networks/create", create_network),
    route("GET", "/networks/{name}", network),
    route("DELETE", "/networks/{name}", remove_network),
)
