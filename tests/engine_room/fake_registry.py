"""A registry over HTTP that says what a test wants it to, in memory and on a port of its own."""

from __future__ import annotations

import hashlib
import http.server
import json
import socketserver
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias

DOCKER = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
LAYER = b"a layer"
DIFF_ID = "sha256:" + "d1" * 32


def digest_of(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@dataclass(frozen=True)
class Answer:
    """A status, a body and headers; `length` None leaves the body's end to the end of the connection."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Hangup:
    """The end of the connection instead of an answer."""


class Silence:
    """No answer for as long as the registry lives."""


@dataclass(frozen=True)
class Bytes:
    """Bytes on the wire instead of HTTP, then the end of the connection."""

    data: bytes


Reply: TypeAlias = Answer | Hangup | Silence | Bytes


@dataclass
class FakeRegistry:
    """Blobs and manifests, and answers put in their place."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    scripts: dict[tuple[str, str], Reply] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def add_blob(self, data: bytes) -> dict[str, Any]:
        """Store a blob and return its descriptor."""
        self.blobs[digest_of(data)] = data
        return {"mediaType": "application/octet-stream", "size": len(data), "digest": digest_of(data)}

    def add_manifest(self, kind: str, document: Any, *tags: str) -> str:
        """Store a manifest under its digest and tags; return the digest."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        for name in (*tags, digest_of(body)):
            self.manifests[name] = kind, body
        return digest_of(body)

    def add_image(self, *tags: str, kind: str = DOCKER, diff_id: str = DIFF_ID) -> str:
        """Store an image of one layer; return its digest."""
        config = json.dumps({"architecture": "amd64", "rootfs": {"type": "layers", "diff_ids": [diff_id]}}).encode()
        layers = [self.add_blob(LAYER)]
        document = {"schemaVersion": 2, "mediaType": kind, "config": self.add_blob(config), "layers": layers}
        return self.add_manifest(kind, document, *tags)

    def answer(self, method: str, path: str, headers: dict[str, str]) -> Reply:
        """Return what is scripted, or what a registry would answer."""
        self.asked.append((method, path, headers))
        scripted = self.scripts.get((method, path))
        if scripted is not None:
            return scripted
        if path == "/v2/":
            return Answer(body=b"{}")
        if path.startswith("/v2/_catalog"):
            return Answer(body=b'{"repositories":["hello-world"]}')
        kind, _, name = path.removeprefix("/v2/hello-world/").partition("/")
        if kind == "blobs" and name in self.blobs:
            return Answer(body=self.blobs[name])
        if kind == "manifests" and name in self.manifests:
            media, body = self.manifests[name]
            if media in headers.get("accept", ""):
                return Answer(body=body, headers=(("Content-Type", media), ("Docker-Content-Digest", digest_of(body))))
        return Answer(404, b'{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _handle(self) -> None:
        reply = self.server.registry.answer(self.command, self.path, {k.lower(): v for k, v in self.headers.items()})
        with suppress(BrokenPipeError, ConnectionResetError):
            self._reply(reply)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815 - the server's own names

    def _reply(self, reply: Reply) -> None:
        match reply:
            case Answer():
                self.send_response(reply.status)
                names = {name.lower() for name, _ in reply.headers}
                for name, value in reply.headers:
                    self.send_header(name, value)
                if "content-length" not in names:
                    self.send_header("Content-Length", str(len(reply.body)))
                if "server" not in names:  # a foreign server names itself
                    self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(reply.body)
            case Bytes():
                self.wfile.write(reply.data)
                self.close_connection = True
            case Silence():
                self.server.registry.over.wait(60)
                self.close_connection = True
            case Hangup():
                self.close_connection = True

    def version_string(self) -> str:
        return ""

    def send_response(self, code: int, message: str | None = None) -> None:
        self.send_response_only(code, message)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the overridden method's own name
        pass


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def __init__(self, registry: FakeRegistry, port: int) -> None:
        self.registry = registry
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that hangs up is what some tests are about


class Serving:
    """A fake registry at an address, from `with` to its end."""

    def __init__(self, registry: FakeRegistry, port: int = 0) -> None:
        self.registry = registry
        self._server = _Server(registry, port)
        self.address = f"127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.registry.over.set()
        self._server.shutdown()
        self._server.server_close()
