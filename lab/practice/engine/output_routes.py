"""What comes out of containers: logs, attach, wait, and commands run in them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from lab.practice.engine import clock, programs, shape
from lab.practice.engine.call import Call, dumped, hijacked, nothing, reply, streamed
from lab.practice.engine.commands import Err, Out
from lab.practice.engine.engine import Engine
from lab.practice.engine.execs import Exec
from lab.practice.engine.frames import Stream, content_type, frame
from lab.practice.engine.logs import Line
from lab.practice.engine.routes import route
from lab.practice.errors import ApiError


async def logs(engine: Engine, call: Call) -> web.StreamResponse:
    """Send what a container printed, and with `follow` what it prints until it ends."""
    found = engine.containers.find(call.name)
    wanted = _streams(call)
    if not wanted:
        raise ApiError(400, "Bad parameters: you must choose at least one stream")
    log, stamps = engine.lifecycle.log(found), call.flag("timestamps")
    since = clock.from_query(call.text("since") or "0")
    until = clock.from_query(call.text("until") or "0") or None
    tail = int(call.text("tail")) if call.text("tail").isdigit() else None
    queue = log.listen() if call.flag("follow") and found.state.running else None
    try:
        past = log.lines(since=since, until=until, tail=tail)
        response = await streamed(call, content_type(call.version, tty=found.tty))
        await _send(response, _each(past), wanted, tty=found.tty, stamps=stamps)
        if queue is not None:
            await _send(response, _until_end(queue), wanted, tty=found.tty, stamps=stamps)
    finally:
        if queue is not None:
            log.leave(queue)
    return response


async def attach(engine: Engine, call: Call) -> web.StreamResponse:
    """Hand over what a container prints, from its start to its end; what is typed into it is read by no program here."""
    found = engine.containers.find(call.name)
    wanted, log = _streams(call), engine.lifecycle.log(found)
    queue = log.listen() if call.flag("stream") else None
    try:
        past = log.lines() if call.flag("logs") else []
        response = await hijacked(call, content_type(call.version, tty=found.tty))
        engine.lifecycle.happened(found, "attach")
        await _send(response, _each(past), wanted, tty=found.tty)
        if queue is not None:
            await _send(response, _until_end(queue), wanted, tty=found.tty)
    finally:
        if queue is not None:
            log.leave(queue)
    return response


def _streams(call: Call) -> set[Stream]:
    return {each for each in ("stdout", "stderr") if call.flag(each)}


async def _each(past: list[Line]) -> AsyncIterator[Line]:
    for line in past:
        yield line


async def _until_end(queue: asyncio.Queue[Line | None]) -> AsyncIterator[Line]:
    while (line := await queue.get()) is not None:
        yield line


async def _send(
    response: web.StreamResponse, printed: AsyncIterator[Line], wanted: set[Stream], *, tty: bool, stamps: bool = False
) -> None:
    async for line in printed:
        if line.stream in wanted:
            data = line.bytes(timestamps=stamps)
            await response.write(data.replace(b"\n", b"\r\n") if tty else frame(line.stream, data))


async def wait(engine: Engine, call: Call) -> web.StreamResponse:
    """Answer at once, and end the answer when the container has ended, or is gone."""
    found = engine.containers.find(call.name)
    condition = call.text("condition")
    if condition not in ("", "not-running", "next-exit", "removed"):
        raise ApiError(400, f'invalid condition: "{condition}"')
    waiting = asyncio.ensure_future(engine.lifecycle.wait(found, condition))
    try:
        # A container that goes before this answer has begun must not be missed.
        await asyncio.sleep(0)
        response = await streamed(call, "application/json")
        code = await waiting
    finally:
        waiting.cancel()
    error = {"Message": found.state.error} if found.state.error and not found.state.running else None
    await response.write(dumped({"StatusCode": code, "Error": error}))
    return response


async def exec_create(engine: Engine, call: Call) -> web.StreamResponse:
    """Prepare a command in a running container."""
    found = engine.containers.find(call.name)
    if not found.state.running:
        raise ApiError(409, f"Container {found.id} is not running")
    body = await call.body(shape.EXEC)
    argv = tuple(str(each) for each in body.get("Cmd") or ())
    if not argv:
        raise ApiError(400, "No exec command specified")
    if body.get("Privileged"):
        raise ApiError(501, "a privileged exec is beyond the practice engine: it needs a real engine such as Docker")
    command = Exec(
        container=found.id,
        argv=argv,
        tty=bool(body.get("Tty")),
        stdin=bool(body.get("AttachStdin")),
        stdout=bool(body.get("AttachStdout")),
        stderr=bool(body.get("AttachStderr")),
    )
    engine.execs.add(command)
    engine.lifecycle.happened(found, f"exec_create: {' '.join(argv)}", execID=command.id)
    return reply({"Id": command.id}, status=201)


async def exec_start(engine: Engine, call: Call) -> web.StreamResponse:
    """Run a prepared command and hand over what it prints."""
    command = engine.execs.find(call.name)
    found = engine.containers.find(command.container)
    body = await call.body({"Detach": bool, "Tty": bool})
    if command.running or command.exit_code is not None:
        raise ApiError(409, f"Error: Exec command {command.id} has already run")
    if not found.state.running:
        raise ApiError(409, f"Container {found.id} is not running")
    command.running = True
    engine.lifecycle.happened(found, f"exec_start: {' '.join(command.argv)}", execID=command.id)
    detached = bool(body.get("Detach"))
    response = nothing(200) if detached else await hijacked(call, content_type(call.version, tty=command.tty))
    code = 0
    try:
        async for piece in _run(engine, command):
            code = code if isinstance(piece, Out) else 126 if not programs.knows(command.argv) else 1
            if not detached:
                await response.write(_framed(command, piece))
    finally:
        command.running, command.exit_code = False, code
        engine.lifecycle.happened(found, "exec_die", execID=command.id, exitCode=str(code))
    return response


def _run(engine: Engine, command: Exec) -> AsyncIterator[Out | Err]:
    if not programs.knows(command.argv):
        return _unknown(command.argv[0])
    files = engine.files(engine.containers.find(command.container))
    return programs.run(command.argv, files, engine.lifecycle.running[command.container].program.address)


async def _unknown(name: str) -> AsyncIterator[Out | Err]:
    known = ", ".join(sorted(programs.KNOWN))
    yield Err(
        f'exec: "{name}": the practice engine runs only {known}; other programs need a real engine such as Docker'
    )


def _framed(command: Exec, piece: Out | Err) -> bytes:
    data = piece.data if isinstance(piece, Out) else f"{piece.text}\n".encode()
    if command.tty:
        return data.replace(b"\n", b"\r\n")
    wanted = command.stdout if isinstance(piece, Out) else command.stderr
    return frame("stdout" if isinstance(piece, Out) else "stderr", data) if wanted else b""


async def exec_inspect(engine: Engine, call: Call) -> web.StreamResponse:
    """Tell how a command fares."""
    return reply(engine.execs.find(call.name).json())


async def exec_resize(engine: Engine, call: Call) -> web.StreamResponse:
    """Accept the size of a terminal, which no command here looks at."""
    engine.execs.find(call.name)
    return nothing(200)


ROUTES = (
    route("GET", "/containers/{name}/logs", logs, listens=True),
    route("POST", "/containers/{name}/attach", attach, listens=True),
    route("POST", "/containers/{name}/wait", wait, listens=True),
    route("POST", "/containers/{name}/exec", exec_create),
    route("POST", "/exec/{name}/start", exec_start, listens=True),
    route("POST", "/exec/{name}/resize", exec_resize),
    route("GET", "/exec/{name}/json", exec_inspect),
)
