"""Two registries for tests, the practice one and Debian's, and one way to ask either."""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.practice.registry.server import RegistryServer
from lab.practice.registry.settings import Settings

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
LAYER = bytes(range(256)) * 1000
CONFIG = b'{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}'


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@dataclass(frozen=True)
class Registry:
    """One that runs, whoever made it."""

    port: int

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Accept": MANIFEST, "Content-Type": kind or "application/octet-stream"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, {name.lower(): text for name, text in answer.getheaders()}, content

    def push_blob(self, content: bytes, name: str = "app") -> None:
        _, headers, _ = self.ask("POST", f"/v2/{name}/blobs/uploads/")
        status, _, body = self.ask("PUT", f"{headers['location']}&digest={digest_of(content)}", content)
        assert status == 201, body

    def push(self, tag: str, name: str = "app", layer: bytes = LAYER) -> str:
        self.push_blob(CONFIG, name)
        self.push_blob(layer, name)
        status, headers, body = self.ask("PUT", f"/v2/{name}/manifests/{tag}", manifest(layer), MANIFEST)
        assert status == 201, body
        return headers["docker-content-digest"]


def manifest(layer: bytes = LAYER) -> bytes:
    config = {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digest_of(CONFIG), "size": len(CONFIG)}
    kind = "application/vnd.oci.image.layer.v1.tar"
    layers = [{"mediaType": kind, "digest": digest_of(layer), "size": len(layer)}]
    return json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": layers}).encode()


@contextmanager
def practice(root: Path, port: int = 0) -> Iterator[Registry]:
    """Run the practice registry in a thread of its own."""
    settings = Settings.from_environment({"REGISTRY_STORAGE_DELETE_ENABLED": "true", "REGISTRY_HTTP_SECRET": "shared"})
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = RegistryServer(root, settings, lambda line: None)
    try:
        asyncio.run_coroutine_threadsafe(server.start([("127.0.0.1", port)]), loop).result(10)
        yield Registry(server.addresses[0][1])
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def debian(root: Path) -> Iterator[Registry]:
    """Run Debian's docker-registry."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    process = subprocess.Popen(
        ["docker-registry", "serve", str(config_file(root, port))], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(1000):
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.01)
        yield Registry(port)
    finally:
        process.kill()
        process.wait()


def config_file(root: Path, port: int) -> Path:
    path = root.parent / f"{root.name}.yml"
    storage = f"storage: {{filesystem: {{rootdirectory: {root}}}, delete: {{enabled: true}}}}"
    path.write_text(f"version: 0.1\n{storage}\nhttp: {{addr: '127.0.0.1:{port}', secret: shared}}\n", encoding="utf-8")
    return path
