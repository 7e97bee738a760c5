"""A registry that runs for one test, and a client that says plainly what it sends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, TCPConnector
from yarl import URL

from lab.practice.registry.server import RegistryServer
from lab.practice.registry.settings import Settings

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCTETS = {"Content-Type": "application/octet-stream"}
NOWHERE = "sha256:" + "a" * 64
"""The digest of nothing that any test has."""


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def codes(self) -> list[str]:
        return [error["code"] for error in self.json["errors"]]

    @property
    def place(self) -> str:
        return self.headers["Location"]


@dataclass
class Registry:
    """One registry and everything that can be seen of it."""

    server: RegistryServer
    session: ClientSession
    root: Path
    log: list[str]
    scheme: str = "http"
    auth: str = ""

    @property
    def port(self) -> int:
        return self.server.addresses[0][1]

    @property
    def top(self) -> Path:
        return self.root / "docker/registry/v2"

    async def ask(self, method: str, path: str, data: Any = None, **headers: str) -> Answer:
        """Send one request to a path, or to an address that the registry gave."""
        url = path if path.startswith("http") else f"{self.scheme}://127.0.0.1:{self.port}{path}"
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        if self.auth:
            named["Authorization"] = self.auth
        whole = URL(url, encoded=True)
        if isinstance(data, bytes) and len(data) > 1_000_000:
            data = BytesIO(data)  # so much at once, aiohttp says, would hold up the loop
        async with self.session.request(method, whole, data=data, headers=named, allow_redirects=False) as answer:
            return Answer(answer.status, dict(answer.headers), await answer.read())

    async def begin(self, name: str = "app") -> str:
        """Open an upload and return its address."""
        answer = await self.ask("POST", f"/v2/{name}/blobs/uploads/")
        assert answer.status == 202, answer.body
        return answer.place

    async def push_blob(self, content: bytes, name: str = "app") -> str:
        """Push a blob and return its digest."""
        place = await self.begin(name)
        answer = await self.ask("PUT", f"{place}&digest={digest_of(content)}", content, **OCTETS)
        assert answer.status == 201, answer.body
        return digest_of(content)

    async def push_manifest(
        self, document: Mapping[str, Any] | bytes, reference: str, name: str = "app", media_type: str = OCI_MANIFEST
    ) -> Answer:
        """Put a manifest under a tag or digest, whatever comes of it."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return await self.ask("PUT", f"/v2/{name}/manifests/{reference}", body, Content_Type=media_type)

    async def push_image(self, tag: str = "latest", name: str = "app", content: bytes = b"a layer", **more: Any) -> str:
        """Push an image of one layer and return its manifest's digest."""
        config = await self.push_blob(b"{}", name)
        layer = await self.push_blob(content, name)
        answer = await self.push_manifest(image(config, layer, size=len(content), **more), tag, name)
        assert answer.status == 201, answer.body
        return answer.headers["Docker-Content-Digest"]

    async def manifest(self, reference: str, name: str = "app", method: str = "GET") -> Answer:
        """Get a manifest, accepting every type."""
        accept = f"{OCI_MANIFEST}, {OCI_INDEX}, {DOCKER_MANIFEST}, {DOCKER_LIST}"
        return await self.ask(method, f"/v2/{name}/manifests/{reference}", Accept=accept)

    def files(self) -> set[str]:
        return {path.relative_to(self.top).as_posix() for path in self.top.rglob("*") if path.is_file()}


def image(config: str, *layers: str, size: int = 7, media_type: str = OCI_MANIFEST, **more: Any) -> dict[str, Any]:
    """Return an image's manifest."""
    return {
        "schemaVersion": 2,
        "mediaType": media_type,
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": config, "size": 2},
        "layers": [
            {"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": layer, "size": size}
            for layer in layers
        ],
        **more,
    }


def index(*manifests: dict[str, Any], media_type: str = OCI_INDEX, **more: Any) -> dict[str, Any]:
    """Return an index of these descriptors."""
    return {"schemaVersion": 2, "mediaType": media_type, "manifests": list(manifests), **more}


@asynccontextmanager
async def running(
    root: Path, environment: Mapping[str, str] | None = None, *, scheme: str = "http", config: str | None = None
) -> AsyncIterator[Registry]:
    """Run a registry on a port of its own."""
    log: list[str] = []
    settings = Settings.from_environment(environment or {}, config)
    server = RegistryServer(root, settings, log.append)
    await server.start([("127.0.0.1", 0)])
    try:
        async with ClientSession(trust_env=False, connector=TCPConnector(ssl=False)) as session:
            yield Registry(server, session, root, log, scheme)
    finally:
        await server.stop()
