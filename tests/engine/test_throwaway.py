"""The throw-away engine: what it fetches from a hub, what it makes itself, and that nothing of it stays."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
THROWAWAY = [sys.executable, str(HERE / "throwaway.py"), "--"]
OTHER_HOST = "http://localhost"

needs_root_and_an_engine = pytest.mark.skipif(
    not os.environ.get("LAB_TEST_ENGINE") or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="starts engines: needs root and LAB_TEST_ENGINE",
)


@pytest.fixture
def images(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(HERE))
    return importlib.import_module("throwaway_images")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(HERE))
    return importlib.import_module("throwaway_hub")


class FakeHub(BaseHTTPRequestHandler):
    """A registry like Hub: a token for every read, an index by tag, blobs redirected to a host that refuses the token."""

    content: dict[str, bytes]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        authorised = self.headers.get("Authorization") == "Bearer let-me-in"
        port = self.connection.getsockname()[1]
        if path == "/token":
            self.answer(200, json.dumps({"token": "let-me-in"}).encode())
        elif path.startswith("/elsewhere/"):
            self.answer(400 if self.headers.get("Authorization") else 200, self.content[path.rpartition("/")[2]])
        elif not authorised:
            realm = f"http://127.0.0.1:{port}/token"
            self.answer(401, b"", {"WWW-Authenticate": f'Bearer realm="{realm}",service="fake",scope="pull"'})
        elif "/blobs/" in path:
            elsewhere = f"{OTHER_HOST}:{port}/elsewhere/{path.rpartition('/')[2]}"
            self.answer(307, b"", {"Location": elsewhere})
        else:
            self.answer(200, self.content[path.rpartition("/")[2]])

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def official(images: Any) -> Any:
    config = {"Cmd": ["/hello"]}
    return images.image("library/hello-world", ("latest",), [images.layer({"/hello": (0o755, b"official")})], config)


@pytest.fixture
def fake_hub(images: Any, official: Any) -> Iterator[str]:
    entries = [
        {"digest": "sha256:" + "0" * 64, "platform": {"os": "windows", "architecture": images.architecture()}},
        {"digest": "sha256:" + "1" * 64, "platform": {"os": "linux", "architecture": "s390x"}},
        {
            "digest": images.digest_of(official.manifest),
            "platform": {"os": "linux", "architecture": images.architecture()},
        },
    ]
    content = {**official.blobs, images.digest_of(official.manifest): official.manifest}
    index = json.dumps({"manifests": entries}).encode()
    content |= dict.fromkeys(("latest", "2", "alpine", "alpine-slim"), index)
    handler = type("Handler", (FakeHub,), {"content": content})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_an_official_image_is_fetched_for_this_platform_with_every_blob(hub: Any, fake_hub: str, official: Any) -> None:
    assert hub.fetch(fake_hub, "library/hello-world", "latest") == official


def test_every_official_image_and_tag_is_fetched(hub: Any, fake_hub: str) -> None:
    fetched = [(image.repository, image.tags) for image in hub.official_images(fake_hub)]
    assert fetched == [
        ("library/hello-world", ("latest",)),
        ("library/registry", ("latest",)),
        ("library/registry", ("2",)),
        ("library/nginx", ("alpine-slim",)),
        ("library/nginx", ("alpine",)),
        ("library/busybox", ("latest",)),
    ]


def test_bytes_that_are_not_what_their_digest_names_are_refused(hub: Any, fake_hub: str, official: Any) -> None:
    other = json.dumps({"manifests": []}).encode()
    official.blobs[next(iter(official.blobs))] = other
    spoilt = type("Handler", (FakeHub,), {"content": {**official.blobs, "latest": official.manifest}})
    with ThreadingHTTPServer(("127.0.0.1", 0), spoilt) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        with pytest.raises(OSError, match="digest"):
            hub.fetch(f"http://127.0.0.1:{server.server_address[1]}", "library/hello-world", "latest")
        server.shutdown()


def test_a_hub_that_asks_for_a_token_answers_and_a_closed_or_silent_port_does_not(hub: Any, fake_hub: str) -> None:
    assert hub.answers(fake_hub)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent_url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert not hub.answers(silent_url)
        silent.listen()
        assert not hub.answers(silent_url, within=0.2)


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="a Linux binary for two processors",
)
def test_the_hand_made_hello_binary_says_its_text_and_exits_0(images: Any, tmp_path: Path) -> None:
    program = tmp_path / "hello"
    program.write_bytes(images.hello_binary(platform.machine(), "안녕\n".encode()))
    program.chmod(0o755)
    assert subprocess.run([program], check=True, capture_output=True, text=True).stdout == "안녕\n"


def test_the_store_names_every_blob_by_the_hash_of_its_content(images: Any, official: Any, tmp_path: Path) -> None:
    images.write_store(tmp_path, [official])
    data = list((tmp_path / "docker/registry/v2/blobs").rglob("data"))
    assert len(data) == 3
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.parent.name for path in data)


@pytest.mark.engine
@needs_root_and_an_engine
def test_the_exit_code_is_the_command_s() -> None:
    assert subprocess.run([*THROWAWAY, "sh", "-c", "exit 7"], check=False).returncode == 7


@pytest.mark.engine
@needs_root_and_an_engine
def test_two_engines_at_once_publish_the_same_port_and_do_not_meet() -> None:
    script = "docker run -d -p 127.0.0.1:5000:5000 --name registry registry >&2 && docker ps --format '{{.Names}}'"
    both = [subprocess.Popen([*THROWAWAY, "sh", "-c", script], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(one.communicate()[0], one.returncode) for one in both] == [("registry\n", 0), ("registry\n", 0)]


@pytest.mark.engine
@needs_root_and_an_engine
def test_nothing_is_left_of_an_engine_that_is_terminated() -> None:
    script = "docker run -d registry >&2; echo $LAB_TEST_ENGINE; sleep 1000"
    with subprocess.Popen([*THROWAWAY, "sh", "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        folder = Path(process.stdout.readline().strip().removeprefix("unix://")).parent
        assert folder.is_dir()
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 128 + signal.SIGTERM
    assert not folder.exists()
    assert not [*Path("/sys/fs/cgroup").glob(folder.name), *Path("/sys/fs/cgroup").glob(f"*/{folder.name}")]
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not [command for command in commands if str(folder).encode() in command]
