"""Ping, version, info, disk use, events and logins."""

from __future__ import annotations

import asyncio
import os
import platform
from contextlib import aclosing

from aiohttp import web

from lab.practice.engine import clock, events, shape
from lab.practice.engine.call import GREATEST, SMALLEST, VERSION, Call, dumped, reply, streamed
from lab.practice.engine.engine import Engine
from lab.practice.engine.facts import FACTS
from lab.practice.engine.listed import row_of
from lab.practice.engine.routes import route
from lab.practice.errors import ApiError
from lab.practice.images import image_json
from lab.practice.images.platforms import default_platform

NAME = "Registry Lab practice engine"
API, OLDEST = ".".join(map(str, GREATEST)), ".".join(map(str, SMALLEST))
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


async def ping(engine: Engine, call: Call) -> web.StreamResponse:
    """Answer that the engine is there."""
    headers = {"Cache-Control": "no-cache, no-store, must-revalidate", "Pragma": "no-cache", "Swarm": "inactive"}
    return web.Response(text="OK", headers=headers)


async def version(engine: Engine, call: Call) -> web.StreamResponse:
    """Tell what this engine is."""
    arch = default_platform().architecture
    details = {"ApiVersion": API, "Arch": arch, "MinAPIVersion": OLDEST, "Os": "linux", "Experimental": "false"}
    return reply(
        {
            "Platform": {"Name": NAME},
            "Components": [
                {"Name": "Engine", "Version": VERSION, "Details": {**details, "KernelVersion": platform.release()}},
                {"Name": NAME, "Version": VERSION, "Details": {"Python": platform.python_version()}},
            ],
            "Version": VERSION,
            "ApiVersion": API,
            "MinAPIVersion": OLDEST,
            "GitCommit": "",
            "GoVersion": "",
            "Os": "linux",
            "Arch": arch,
            "KernelVersion": platform.release(),
            "BuildTime": "",
        }
    )


async def info(engine: Engine, call: Call) -> web.StreamResponse:
    """Tell how this engine is set up and what it holds."""
    containers = engine.containers.all()
    running = sum(each.state.running for each in containers)
    return reply(
        {
            **FACTS,
            "ID": engine.id,
            "Containers": len(containers),
            "ContainersRunning": running,
            "ContainersPaused": 0,
            "ContainersStopped": len(containers) - running,
            "Images": len(engine.images.all()),
            "NEventsListener": engine.events.listeners,
            "SystemTime": clock.now(),
            "KernelVersion": platform.release(),
            "OperatingSystem": NAME,
            "OSVersion": VERSION,
            "Architecture": _MACHINES[default_platform().architecture],
            "NCPU": os.cpu_count() or 1,
            "DockerRootDir": str(engine.home.root),
            "Name": platform.node(),
            "ServerVersion": VERSION,
        }
    )


async def disk_use(engine: Engine, call: Call) -> web.StreamResponse:
    """Tell what takes how much room."""
    images = engine.images.all()
    containers = engine.containers.all()
    used = [{**image_json.row(each, call.version), "Containers": 0, "SharedSize": 0} for each in images]
    for image in used:
        image["Containers"] = sum(each.image == image["Id"] for each in containers)
    rows = [row_of(engine, each) for each in containers]
    volumes = [
        {**each.json(), "UsageData": {"RefCount": len(engine.containers.using_volume(each.name)), "Size": size}}
        for each in engine.volumes.all()
        for size in (await asyncio.to_thread(engine.volumes.size, each),)
    ]
    size = sum({layer: size for each in images for layer, size in zip(each.layers, each.sizes, strict=False)}.values())
    return reply({"LayersSize": size, "Images": used, "Containers": rows, "Volumes": volumes, "BuildCache": []})


async def happenings(engine: Engine, call: Call) -> web.StreamResponse:
    """Send events, one JSON document a line."""
    since, until = call.text("since"), call.text("until")
    first, last = clock.from_query(since) if since else None, clock.from_query(until) if until else None
    if first is not None and last is not None and first > last:
        raise ApiError(400, f"`since` time ({since}) cannot be after `until` time ({until})")
    filters = call.filters(events.KINDS)
    response = await streamed(call, "application/json")
    async with aclosing(engine.events.stream(first, last, filters)) as stream:
        async for event in stream:
            await response.write(dumped(event.json()))
    return response


async def login(engine: Engine, call: Call) -> web.StreamResponse:
    """Ask a registry whether it knows this user."""
    wanted = await call.body(shape.LOGIN)
    await engine.images.login(str(wanted.get("serveraddress") or ""), wanted)
    return reply({"IdentityToken": "", "Status": "Login Succeeded"})


ROUTES = (
    route("GET", "/_ping", ping),
    route("HEAD", "/_ping", ping),
    route("GET", "/version", version),
    route("GET", "/info", info),
    route("GET", "/system/df", disk_use),
    route("GET", "/events", happenings, listens=True),
    route("POST", "/auth", login),
)
