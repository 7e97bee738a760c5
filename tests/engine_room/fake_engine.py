"""An Engine API server that does what a test scripts, route by route, and otherwise behaves like a small engine."""

from __future__ import annotations

import http.server
import json
import re
import socket
import socketserver
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

_VERSION = re.compile(r"^/v1\.\d+(?=/)")
HELLO = "sha256:" + "a1" * 32
LAYERS = ["sha256:" + "b2" * 32]


@dataclass(frozen=True)
class Request:
    """What a client asked, without the API version."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Json:
    """A status and a JSON document; None has no body."""

    document: Any = None
    status: int = 200


@dataclass(frozen=True)
class Stream:
    """Events, one JSON document a line in one chunk each; `cut` hangs up where the last chunk belongs."""

    events: Iterable[Any] = ()
    cut: bool = False


@dataclass(frozen=True)
class Raw:
    """Bytes on the wire, and then the end of the connection; `stay` leaves it open as long as the engine lives."""

    data: bytes
    stay: bool = False


class Silence:
    """No answer, for as long as the engine lives."""


Reply: TypeAlias = Json | Stream | Raw | Silence
Script: TypeAlias = Reply | Callable[[Request], Reply]


@dataclass
class Container:
    """A container of the fake's."""

    id: str
    name: str
    body: dict[str, Any]
    running: bool = False

    def row(self) -> dict[str, Any]:
        """Return it as a list shows it."""
        state = "running" if self.running else "created"
        return {"Id": self.id, "Names": [f"/{self.name}"], "Image": self.body.get("Image", ""), "State": state}


def image(*tags: str, identity: str = HELLO, digests: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a row of the image list."""
    return {
        "Id": identity,
        "RepoTags": list(tags),
        "RepoDigests": list(digests),
        "Size": 13_256,
        "Created": 1_700_000_000,
    }


@dataclass
class FakeEngine:
    """The engine's state, which tests set and look at, and the answers they put in the place of its own."""

    version: dict[str, Any] = field(
        default_factory=lambda: {
            "Version": "20.10.24",
            "ApiVersion": "1.41",
            "MinAPIVersion": "1.12",
            "Arch": "amd64",
            "Components": [{"Name": "Engine"}],
        }
    )
    info: dict[str, Any] = field(
        default_factory=lambda: {
            "ID": "FAKE",
            "DockerRootDir": "/var/lib/docker",
            "Driver": "overlay2",
            "DriverStatus": [["Backing Filesystem", "extfs"]],
            "OSType": "linux",
            "Name": "workstation",
            "SystemTime": "2026-01-01T00:00:00.123456789Z",
        }
    )
    images: list[dict[str, Any]] = field(default_factory=list)
    layers: dict[str, list[str]] = field(default_factory=lambda: {HELLO: LAYERS})
    declared: tuple[str, ...] = ()
    """Where every image declares a volume."""
    containers: list[Container] = field(default_factory=list)
    rows: list[dict[str, Any]] | None = None
    """The container list, where a test wants rows that this engine would not make."""
    volumes: list[dict[str, Any]] = field(default_factory=list)
    networks: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    pushed: list[str] = field(default_factory=list)
    pulled: list[str] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    scripts: dict[tuple[str, str], Script] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def script(self, method: str, path: str, reply: Script) -> None:
        """Answer a route with this from now on; `path` is without version, with `*` for anything."""
        self.scripts[method, path] = reply

    def answer(self, request: Request) -> Reply:
        """Return the scripted answer, or the engine's own."""
        self.asked.append(request)
        for (method, path), script in self.scripts.items():
            pattern = re.escape(path).replace(r"\*", ".*")
            if method == request.method and re.fullmatch(pattern, request.path):
                return script(request) if callable(script) else script
        return self.own_answer(request)

    def own_answer(self, request: Request) -> Reply:
        """Answer as a small engine would."""
        lists: dict[str, Any] = {
            "/_ping": "OK",
            "/version": self.version,
            "/info": self.info,
            "/images/json": self.images,
            "/containers/json": [each.row() for each in self.containers] if self.rows is None else self.rows,
            "/volumes": {"Volumes": self.volumes},
            "/networks": self.networks,
        }
        if request.method == "GET" and request.path in lists:
            return Json(lists[request.path])
        if request.path == "/events":
            return Stream(self.events)
        if request.path.startswith("/images/"):
            return self._image(request)
        if request.path.startswith("/containers/"):
            return self._container(request)
        if request.path.startswith(("/volumes/", "/networks/")):
            return self._belonging(request)
        return Json({"message": "page not found"}, 404)

    def names(self) -> set[str]:
        """Return every tag there is."""
        return {tag for row in self.images for tag in row["RepoTags"]}

    def container(self, name: str) -> Container | None:
        """Find a container by name or ID."""
        return next((each for each in self.containers if name in (each.name, each.id)), None)

    def _image(self, request: Request) -> Reply:
        path, tag = request.path, request.query.get("tag", "")
        if path == "/images/create":
            self.pulled.append(f"{request.query['fromImage']}:{tag}")
            self.images.append(image(self.pulled[-1]))
            return Stream([{"status": "Pulling from library/hello-world", "id": tag}, {"status": "Status: Downloaded"}])
        name, _, verb = path.removeprefix("/images/").rpartition("/")
        if verb == "push":
            self.pushed.append(f"{name}:{tag}" if tag else f"{name} (every tag)")
            return Stream([{"status": "Pushed", "id": "b2b2b2b2b2b2", "progressDetail": {"current": 1, "total": 2}}])
        name = name if verb in ("json", "tag") else path.removeprefix("/images/")
        row = next((row for row in self.images if {name, f"{name}:latest"} & set(row["RepoTags"] or ())), None)
        if row is None:
            return Json({"message": f"No such image: {name}"}, 404)
        if verb == "tag":
            row["RepoTags"].append(f"{request.query['repo']}:{tag}")
            return Json(status=201)
        if request.method == "DELETE":
            full = name if name in row["RepoTags"] else f"{name}:latest"
            row["RepoTags"].remove(full)
            return Json([{"Untagged": full}])
        config = {"Volumes": {each: {} for each in self.declared} or None}
        return Json({**row, "RootFS": {"Layers": self.layers[row["Id"]]}, "Config": config})

    def _belonging(self, request: Request) -> Reply:
        """Answer about a volume, or a network: by its name, or by the beginning of its ID."""
        _, kind, name = request.path.split("/")
        rows = self.volumes if kind == "volumes" else self.networks
        if name == "create":
            rows.append({"Id": request.body["Name"], **request.body})
            return Json(rows[-1], 201)
        named = (row for row in rows if row["Name"] == name)
        found = next(named, None) or next((row for row in rows if row.get("Id", "-").startswith(name)), None)
        if found is None:
            return Json({"message": f"no such {kind.removesuffix('s')}: {name}"}, 404)
        if request.method == "DELETE":
            rows.remove(found)
            return Json(status=204)
        return Json(found)

    def _container(self, request: Request) -> Reply:
        if request.path == "/containers/create":
            return self._create(request)
        name, verb = [*request.path.removeprefix("/containers/").split("/"), ""][:2]
        found = self.container(name)
        if found is None:
            return Json({"message": f"No such container: {name}"}, 404)
        if request.method == "DELETE":
            if found.running and request.query.get("force") not in ("1", "True", "true"):
                return Json({"message": f"You cannot remove a running container {found.id}. Stop the container"}, 409)
            self.containers.remove(found)
            return Json(status=204)
        if verb == "json":
            state = {"Running": found.running}
            return Json(
                {"Id": found.id, "State": state, "Config": {"Tty": False}, "HostConfig": found.body.get("HostConfig")}
            )
        if verb in ("start", "kill", "stop"):
            found.running = verb == "start"
            if verb != "start" and (found.body.get("HostConfig") or {}).get("AutoRemove"):
                self.containers.remove(found)
        return Json({"StatusCode": 0}) if verb == "wait" else Json(status=204)

    def _create(self, request: Request) -> Reply:
        wanted = request.body["Image"]
        if not {wanted, f"{wanted}:latest"} & self.names():
            return Json({"message": f"No such image: {wanted}:latest"}, 404)
        identity = f"{len(self.asked):064x}"
        self.containers.append(Container(identity, request.query.get("name") or identity[-12:], request.body))
        return Json({"Id": identity, "Warnings": []}, 201)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = False
    server: _Server

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request(
            self.command,
            _VERSION.sub("", unquote(parts.path)),
            {name: values[-1] for name, values in parse_qs(parts.query).items()},
            {name.lower(): value for name, value in self.headers.items()},
            json.loads(body) if body and "json" in (self.headers.get("Content-Type") or "") else body,
        )
        with suppress(BrokenPipeError, ConnectionResetError):
            self._reply(self.server.engine.answer(request))

    do_GET = do_POST = do_DELETE = do_HEAD = _handle  # noqa: N815 - the server's own names

    def _reply(self, reply: Reply) -> None:
        match reply:
            case Json():
                data = b"" if reply.document is None else json.dumps(reply.document).encode()
                self.send_response(reply.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            case Stream():
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for event in reply.events:
                    data = event if isinstance(event, bytes) else json.dumps(event).encode() + b"\r\n"
                    self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
                if reply.cut:
                    self.close_connection = True
                else:
                    self.wfile.write(b"0\r\n\r\n")
            case Raw():
                self.wfile.write(reply.data)
                if reply.stay:
                    self.server.engine.over.wait(60)
                self.close_connection = True
            case Silence():
                self.server.engine.over.wait(60)
                self.close_connection = True

    def address_string(self) -> str:
        return "client"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the overridden method's own name
        pass


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, family: int, address: Any, engine: FakeEngine) -> None:
        self.address_family = family
        self.engine = engine
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that hangs up is what some tests are about


class Serving:
    """A fake engine at an address, from `with` to its end."""

    def __init__(self, engine: FakeEngine, path: str | None = None) -> None:
        self.engine = engine
        family, address = (socket.AF_UNIX, path) if path else (socket.AF_INET, ("127.0.0.1", 0))
        self._server = _Server(family, address, engine)
        self.url = f"unix://{path}" if path else f"tcp://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.over.set()
        self._server.shutdown()
        self._server.server_close()
