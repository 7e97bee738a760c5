"""Images: pull, push, list, inspect, tag, delete, load and save; what they mean is the image store's business."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from aiohttp import web

from lab.practice.engine.call import Call, dumped, nothing, reply, streamed
from lab.practice.engine.engine import Engine
from lab.practice.engine.filters import parse
from lab.practice.engine.home import Json
from lab.practice.engine.routes import route
from lab.practice.errors import ApiError
from lab.practice.images import image_json, listing

FILTERS = ("before", "dangling", "label", "reference", "since", "until")


async def pull(engine: Engine, call: Call) -> web.StreamResponse:
    """Pull an image; `fromSrc`, an import, is not done here."""
    repository = call.text("fromImage")
    if not repository:
        raise ApiError(501, "docker import is beyond the practice engine: it needs a real engine such as Docker")
    messages = engine.images.pull(repository, call.text("tag"), call.text("platform"), call.auth())
    return await _progress(call, messages)


async def push(engine: Engine, call: Call) -> web.StreamResponse:
    """Push an image."""
    return await _progress(call, engine.images.push(call.name, call.text("tag"), call.auth()))


async def load(engine: Engine, call: Call) -> web.StreamResponse:
    """Load images from a tar archive."""
    return await _progress(call, engine.images.load(call.request.content.iter_chunked(1 << 20)))


async def _progress(call: Call, messages: AsyncIterator[Json]) -> web.StreamResponse:
    """Send messages as they come; what fails before the first of them is an HTTP status."""
    async with aclosing(messages) as stream:  # type: ignore[type-var]
        first = await anext(stream, None)
        response = await streamed(call, "application/json")
        if first is not None:
            await response.write(dumped(first))
        async for message in stream:
            await response.write(dumped(message))
    return response


async def save(engine: Engine, call: Call) -> web.StreamResponse:
    """Send images as a tar archive: one by its name in the path, several by parameters."""
    names = [call.name] if "name" in call.names else call.request.query.getall("names", [])
    async with aclosing(engine.images.save(names)) as pieces:
        first = await anext(pieces, b"")
        response = await streamed(call, "application/x-tar")
        await response.write(first)
        async for piece in pieces:
            await response.write(piece)
    return response


async def images(engine: Engine, call: Call) -> web.StreamResponse:
    """List images."""
    wanted = parse(call.text("filters"), FILTERS)
    bounds = {value: engine.images.find(value) for kind in ("before", "since") for value in wanted.get(kind, ())}
    return reply([image_json.row(each, call.version) for each in listing.select(engine.images.all(), wanted, bounds)])


async def image(engine: Engine, call: Call) -> web.StreamResponse:
    """Tell everything about an image."""
    return reply(image_json.inspect(engine.images.find(call.name), call.version))


async def history(engine: Engine, call: Call) -> web.StreamResponse:
    """Tell how an image was made."""
    return reply(image_json.history(engine.images.find(call.name)))


async def tag(engine: Engine, call: Call) -> web.StreamResponse:
    """Give an image one more name."""
    engine.images.tag(call.name, call.text("repo"), call.text("tag"))
    return nothing(201)


async def remove(engine: Engine, call: Call) -> web.StreamResponse:
    """Remove a name, and the image with its last one."""
    return reply(engine.images.remove(call.name, call.flag("force"), engine.containers.using_image))


async def distribution(engine: Engine, call: Call) -> web.StreamResponse:
    """Ask a registry what it has under a name."""
    return reply(await engine.images.distribution(call.name, call.auth()))


ROUTES = (
    route("POST", "/images/create", pull, listens=True),
    route("POST", "/images/load", load, listens=True),
    route("GET", "/images/get", save, listens=True),
    route("GET", "/images/json", images),
    route("POST", "/images/{name*}/push", push, listens=True),
    route("POST", "/images/{name*}/tag", tag),
    route("GET", "/images/{name*}/get", save, listens=True),
    route("GET", "/images/{name*}/history", history),
    route("GET", "/images/{name*}/json", image),
    route("DELETE", "/images/{name*}", remove),
    route("GET", "/distribution/{name*}/json", distribution),
)
