"""Containers: create, list, inspect, start, stop, kill, rename, remove."""

from __future__ import annotations

import posixpath

from aiohttp import web

from lab.practice.engine import container_json, creation, shape, signals
from lab.practice.engine.call import Call, nothing, reply
from lab.practice.engine.clock import NEVER
from lab.practice.engine.container import Container
from lab.practice.engine.containers import FILTERS
from lab.practice.engine.engine import Engine
from lab.practice.engine.home import Json
from lab.practice.engine.listed import row_of
from lab.practice.engine.names import check_name, given_name
from lab.practice.engine.routes import route
from lab.practice.errors import ApiError


async def create(engine: Engine, call: Call) -> web.StreamResponse:
    """Create a container."""
    body = await call.body(shape.CONTAINER)
    if not any(body.get(key) for key in ("Image", "Cmd", "Entrypoint", "HostConfig")):
        raise ApiError(400, "Config cannot be empty in order to create a container")
    image = engine.images.find(str(body.get("Image") or ""))
    name = call.text("name")
    name = check_name(name) if name else given_name(engine.containers.names())
    container = creation.container(name, body, image.id, image.config)
    engine.containers.check_free(name)
    engine.lifecycle.create(container)
    return reply({"Id": container.id, "Warnings": []}, status=201)


async def containers(engine: Engine, call: Call) -> web.StreamResponse:
    """List containers."""
    limit, every = call.number("limit"), call.flag("all")
    chosen = engine.containers.select(call.filters(FILTERS), every=every, limit=limit)
    return reply([_row(engine, each, sized=call.flag("size")) for each in chosen])


def _row(engine: Engine, container: Container, *, sized: bool) -> Json:
    row = row_of(engine, container)
    return {**row, "SizeRw": 0, "SizeRootFs": engine.images.find(container.image).size} if sized else row


async def inspect(engine: Engine, call: Call) -> web.StreamResponse:
    """Tell everything about a container."""
    found = engine.containers.find(call.name)
    place, log = engine.lifecycle.endpoint(found), engine.lifecycle.log(found).path
    shown = container_json.inspect(found, place, engine.network_id(found), engine.volumes.root, log)
    return reply(
        {**shown, "SizeRw": 0, "SizeRootFs": engine.images.find(found.image).size} if call.flag("size") else shown
    )


async def start(engine: Engine, call: Call) -> web.StreamResponse:
    """Start a container; 304 where it runs already."""
    return nothing(204 if await engine.lifecycle.start(engine.containers.find(call.name)) else 304)


async def stop(engine: Engine, call: Call) -> web.StreamResponse:
    """Stop a container; 304 where it does not run."""
    return nothing(204 if await engine.lifecycle.stop(engine.containers.find(call.name)) else 304)


async def restart(engine: Engine, call: Call) -> web.StreamResponse:
    """Stop and start a container."""
    await engine.lifecycle.restart(engine.containers.find(call.name))
    return nothing()


async def kill(engine: Engine, call: Call) -> web.StreamResponse:
    """Send a container's program a signal."""
    signal = signals.number(call.text("signal"))
    await engine.lifecycle.kill(engine.containers.find(call.name), call.name, signal)
    return nothing()


async def rename(engine: Engine, call: Call) -> web.StreamResponse:
    """Give a container another name."""
    engine.lifecycle.rename(engine.containers.find(call.name), call.text("name"))
    return nothing()


async def remove(engine: Engine, call: Call) -> web.StreamResponse:
    """Delete a container."""
    if call.flag("link"):
        raise ApiError(501, "removing a link is beyond the practice engine: it needs a real engine such as Docker")
    found = engine.containers.find(call.name)
    await engine.lifecycle.remove(found, volumes=call.flag("v"), kill=call.flag("force"))
    return nothing()


async def top(engine: Engine, call: Call) -> web.StreamResponse:
    """List the one process of a container."""
    found = engine.containers.find(call.name)
    if not found.state.running:
        raise ApiError(409, f"Container {found.id} is not running")
    started = found.state.started.partition("T")[2][:5]
    process = ["root", "1", "0", "0", started, "?", "00:00:00", " ".join(found.argv)]
    engine.lifecycle.happened(found, "top")
    return reply({"Processes": [process], "Titles": ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"]})


async def changes(engine: Engine, call: Call) -> web.StreamResponse:
    """List what a container added to its image: the places of its mounts."""
    found = engine.containers.find(call.name)
    paths: set[str] = set()
    for mount in found.mounts if found.state.started != NEVER else ():
        path = mount.target
        while path != "/":
            paths.add(path)
            path = posixpath.dirname(path)
    return reply([{"Path": path, "Kind": 1} for path in sorted(paths)] or None)


async def resize(engine: Engine, call: Call) -> web.StreamResponse:
    """Accept the size of a terminal, which no program here looks at."""
    engine.containers.find(call.name)
    return nothing(200)


ROUTES = (
    route("POST", "/containers/create", create),
    route("GET", "/containers/json", containers),
    route("GET", "/containers/{name}/json", inspect),
    route("POST", "/containers/{name}/start", start),
    route("POST", "/containers/{name}/stop", stop),
    route("POST", "/containers/{name}/restart", restart),
    route("POST", "/containers/{name}/kill", kill),
    route("POST", "/containers/{name}/rename", rename),
    route("GET", "/containers/{name}/top", top),
    route("GET", "/containers/{name}/changes", changes),
    route("POST", "/containers/{name}/resize", resize),
    route("DELETE", "/containers/{name}", remove),
)
