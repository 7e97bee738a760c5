"""A registry in memory that keeps to the distribution-spec, and misbehaves where a test tells it to."""

from __future__ import annotations

import hashlib
import itertools
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


LEARNER = {"username": "learner", "password": "secret"}
LEARNERS_LOGIN = "bGVhcm5lcjpzZWNyZXQ="


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@dataclass
class SmallRegistry:
    """What it holds is public: a test looks at it, or changes it."""

    blobs: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """(repository, digest) to content."""
    manifests: dict[tuple[str, str], tuple[str, bytes]] = field(default_factory=dict)
    """(repository, tag or digest) to media type and content."""
    login: str = ""
    """Base64 of the user and password it wants, `user:password`; "" lets everybody in."""
    lies: dict[tuple[str, str], Answer] = field(default_factory=dict)
    """(method, end of a path) to what is answered instead."""
    seen: list[str] = field(default_factory=list)
    """`METHOD /path` of every request."""
    host: str = ""

    def __post_init__(self) -> None:
        self._uploads: dict[str, bytes] = {}
        self._numbers = itertools.count()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(f"{request.method} {request.path_qs}")
        if self.login and request.headers.get("Authorization") != f"Basic {self.login}":
            return refusal(401, "UNAUTHORIZED", "authentication required", {"WWW-Authenticate": 'Basic realm="r"'})
        for (method, end), lie in self.lies.items():
            if request.method == method and request.path.endswith(end):
                return await lie(request)
        if request.path == "/v2/":
            return web.json_response({})
        return await self._content(request, *request.path.removeprefix("/v2/").split("/"))

    async def _content(self, request: web.Request, *parts: str) -> web.StreamResponse:
        if "uploads" in parts:
            return await self._upload(request, "/".join(parts[: parts.index("blobs")]), parts[-1])
        repository, kind, key = "/".join(parts[:-2]), parts[-2], parts[-1]
        if kind == "tags":
            return web.json_response({"name": repository, "tags": self.tags(repository)})
        if kind == "blobs":
            content = self.blobs.get((repository, key))
            return web.Response(body=content) if content is not None else refusal(404, "BLOB_UNKNOWN", "blob unknown")
        if request.method == "PUT":
            body = await request.read()
            given = (request.content_type, body)
            self.manifests[repository, key] = self.manifests[repository, digest_of(body)] = given
            return web.Response(status=201)
        if (repository, key) not in self.manifests:
            return refusal(404, "MANIFEST_UNKNOWN", "manifest unknown")
        media_type, body = self.manifests[repository, key]
        return web.Response(body=body, content_type=media_type)

    async def _upload(self, request: web.Request, repository: str, number: str) -> web.StreamResponse:
        if request.method == "POST":
            mounted = (request.query.get("from", ""), request.query.get("mount", ""))
            if mounted in self.blobs:
                self.blobs[repository, mounted[1]] = self.blobs[mounted]
                return web.Response(status=201)
            number = str(next(self._numbers))
            self._uploads[number] = b""
        else:
            self._uploads[number] += await request.read()
        if request.method == "PUT":
            self.blobs[repository, request.query["digest"]] = self._uploads.pop(number)
            return web.Response(status=201)
        return web.Response(status=202, headers={"Location": f"/v2/{repository}/blobs/uploads/{number}?_state=a%3Db"})

    def tags(self, repository: str) -> list[str]:
        return sorted(key for name, key in self.manifests if name == repository and ":" not in key)

    def add_image(self, repository: str, tag: str, layers: list[bytes], diff_ids: list[str]) -> str:
        """Put an image there as a push would, and return its manifest's digest."""
        config = json.dumps(
            {"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": diff_ids}}
        ).encode()
        for content in (config, *layers):
            self.blobs[repository, digest_of(content)] = content
        manifest = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                "config": described("application/vnd.docker.container.image.v1+json", config),
                "layers": [described("application/vnd.docker.image.rootfs.diff.tar.gzip", layer) for layer in layers],
            }
        ).encode()
        given = ("application/vnd.docker.distribution.manifest.v2+json", manifest)
        self.manifests[repository, tag] = self.manifests[repository, digest_of(manifest)] = given
        return digest_of(manifest)


def described(media_type: str, content: bytes) -> dict[str, object]:
    return {"mediaType": media_type, "digest": digest_of(content), "size": len(content)}


def refusal(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"errors": [{"code": code, "message": message}]}, status=status, headers=headers)


@asynccontextmanager
async def running(registry: SmallRegistry, tls: ssl.SSLContext | None = None) -> AsyncIterator[SmallRegistry]:
    runner = web.ServerRunner(web.Server(registry.answer), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        registry.host = f"127.0.0.1:{runner.addresses[0][1]}"
        yield registry
    finally:
        await runner.cleanup()
