"""Whatever comes in over the wire: the specification's error or a closed connection; nothing lost, nothing outside the root."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import io
import json
import os
import socket
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.practice.registry import uploads
from lab.practice.registry.errors import Fault, RegistryError
from lab.practice.registry.manifest import TYPES, read_manifest
from lab.practice.registry.names import is_name, is_tag, is_upload, parse_digest
from lab.practice.registry.routes import route

from .client import NOWHERE, OCI_MANIFEST, OCTETS, Registry, digest_of, image, running

FAST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


async def raw(registry: Registry, content: bytes, *, half: bool = True) -> bytes:
    """Send bytes over a connection of their own, and return what comes back until it is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", registry.port)
    try:
        writer.write(content)
        await writer.drain()
        if half:
            writer.write_eof()
        async with asyncio.timeout(20):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def lives(registry: Registry) -> bool:
    return (await registry.ask("GET", "/v2/")).status == 200


# --- names and paths -----------------------------------------------------------------------------------------------------

ESCAPES = [
    "/v2/../../etc/passwd/tags/list",
    "/v2/%2e%2e/%2e%2e/tags/list",
    "/v2/a/../../../b/blobs/uploads/",
    "/v2/a/blobs/uploads/../../../../x",
    "/v2/a/blobs/uploads/..%2f..%2f..%2fx",
    "/v2/a/blobs/sha256:..%2f..%2f..%2fetc%2fpasswd",
    "/v2/a/manifests/..%2f..%2fx",
    "/v2/a/manifests/..",
    "/v2/a/manifests/sha256:../../../../x",
    "/v2/a%2f..%2fb/tags/list",
    "/v2/a/_uploads/tags/list",
    "/v2/_layers/tags/list",
    "/v2/a%00b/tags/list",
    "/v2/a\\..\\b/tags/list",
    "/v2/C:/tags/list",
    "/v2/%ff%fe/tags/list",
    "//etc/passwd",
]


@pytest.mark.parametrize("path", ESCAPES)
async def test_no_path_leads_out_of_the_root(registry: Registry, path: str) -> None:
    registry.root.mkdir()
    around = set(registry.root.parent.rglob("*"))
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        request = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{{}}"
        answer = await raw(registry, request.encode(), half=False)
        status = int(answer.split(b" ", 2)[1])
        assert status in (301, 400, 404, 405), answer
    assert set(registry.root.parent.rglob("*")) == around


@FAST
@given(st.text(alphabet="ab0._-/%:\\~\0\n é", max_size=40))
def test_what_passes_for_a_name_is_safe_as_a_path(text: str) -> None:
    inside = Path("/root/repositories")
    for matches in (is_name, is_tag, is_upload, lambda text: parse_digest(text) is not None):
        if matches(text):
            assert (inside / text).resolve().is_relative_to(inside)
            assert not any(part in ("", ".", "..") or part.startswith(("-", ".")) for part in text.split("/"))


@FAST
@given(st.text(max_size=200))
def test_any_path_is_a_resource_or_none(path: str) -> None:
    for each in (path, f"/v2/{path}", f"/v2/a/{path}", f"/v2/{path}/tags/list"):
        found = route(each)
        assert found is None or found.kind in ("base", "catalog") or is_name(found.name)


def test_a_very_long_path_is_judged_at_once() -> None:
    for path in ("/v2/" + "a/" * 50_000 + "tags/list", "/v2/" + "a-" * 50_000, "/v2/a/blobs/" + "uploads/" * 20_000):
        assert route(path) is None or path.count("/") > 50_000


# --- manifests -----------------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(NOWHERE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        "config",
        "layers",
        "manifests",
        "mediaType",
        "digest",
        "subject",
        "annotations",
        "artifactType",
        "platform",
        "urls",
    ]
)
MANIFESTS = st.dictionaries(FIELDS, JSON | st.lists(st.dictionaries(FIELDS, JSON, max_size=3), max_size=2), max_size=6)


@FAST
@given(MANIFESTS, st.sampled_from([None, "", OCI_MANIFEST, "text/plain"]))
def test_any_document_is_a_manifest_or_is_refused(document: dict[str, Any], declared: str | None) -> None:
    content = json.dumps({"schemaVersion": 2, **document}).encode()
    refused: tuple[Fault, ...] = ()
    try:
        media_type = read_manifest(content, declared).media_type
    except RegistryError as error:
        media_type, refused = "", error.faults
    assert media_type in TYPES or {fault.code.status for fault in refused} == {400}
    json.dumps([fault.body() for fault in refused]).encode()


@FAST
@given(st.binary(max_size=200))
def test_any_bytes_are_a_manifest_or_are_refused(content: bytes) -> None:
    with pytest.raises(RegistryError):
        read_manifest(content, OCI_MANIFEST)


# --- uploads -------------------------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["right", "overlap", "gap", "short", "stale", "broken"]), st.binary(min_size=1, max_size=40)
    ),
    max_size=7,
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_whatever_chunks_are_tried_the_blob_is_what_was_accepted(steps: list[tuple[str, bytes]]) -> None:
    asyncio.run(_upload(steps))


async def _upload(steps: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder)) as registry:
            stale = place = await registry.begin()
            accepted = b""
            for kind, chunk in steps:
                start = len(accepted) + {"overlap": -1, "gap": 1}.get(kind, 0)
                end = start + len(chunk) - 1 + (kind == "short")
                if kind == "broken":
                    await _break_off(registry, place, chunk)
                    accepted = (accepted + chunk)[: arrived(registry)]
                    place = (await registry.ask("GET", place)).place
                    continue
                where = stale if kind == "stale" else place
                answer = await registry.ask("PATCH", where, chunk, Content_Range=f"{start}-{end}", **OCTETS)
                if answer.status == 202:
                    accepted += chunk
                    place = answer.place
                assert answer.status in (202, 400, 416), answer.body
            answer = await registry.ask("PUT", f"{place}&digest={digest_of(accepted)}")
            assert answer.status == 201, answer.body
            assert (await registry.ask("GET", answer.place)).body == accepted


async def _break_off(registry: Registry, place: str, chunk: bytes) -> None:
    """Send a chunk that ends before it said it would, and go away."""
    path = place[place.index("/v2/") :]
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 99999\r\n\r\n"
    )
    await raw(registry, head.encode() + chunk)
    await gone(registry)


def arrived(registry: Registry) -> int:
    """Return the bytes of the one upload that have been written."""
    (data,) = registry.top.glob("repositories/app/_uploads/*/data")
    return data.stat().st_size


async def gone(registry: Registry) -> None:
    """Wait until the registry has noticed that a client went away."""
    async with asyncio.timeout(20):
        while not any("client disconnected" in line for line in registry.log):
            await asyncio.sleep(0)
    registry.log.clear()


async def test_what_was_written_before_the_client_went_away_is_kept(registry: Registry) -> None:
    place = await registry.begin()
    content = hashlib.shake_128(b"seed").digest(3_000_000)
    head = f"PATCH {place[place.index('/v2/') :]} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(content)}\r\n\r\n"
    _, writer = await asyncio.open_connection("127.0.0.1", registry.port)
    writer.write(head.encode() + content[:2_000_000])
    while arrived(registry) < 1_000_000:
        await asyncio.sleep(0)
    writer.close()
    await gone(registry)
    start = arrived(registry)
    answer = await registry.ask("GET", place)
    assert answer.headers["Range"] == f"0-{start - 1}"
    answer = await registry.ask("PUT", f"{answer.place}&digest={digest_of(content)}", content[start:], **OCTETS)
    assert answer.status == 201


class FullDisk(io.FileIO):
    """A file on a disk that has room for so many bytes more."""

    room = 0

    def write(self, content: Any) -> int:
        if FullDisk.room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = super().write(bytes(content)[: FullDisk.room])
        FullDisk.room -= written
        return written


async def test_on_a_full_disk_the_upload_stays_as_it_was_and_is_carried_on(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = (await registry.ask("PATCH", await registry.begin(), b"before", **OCTETS)).place
    monkeypatch.setattr(uploads, "append_to", lambda path: FullDisk(path, "a"))
    FullDisk.room = 3
    answer = await registry.ask("PATCH", place, b"too much", **OCTETS)
    assert (answer.status, answer.codes) == (500, ["UNKNOWN"])
    assert answer.json["errors"][0]["detail"] == "filesystem: No space left on device"
    assert (await registry.ask("GET", place)).headers["Range"] == "0-5"
    FullDisk.room = 1000
    answer = await registry.ask("PUT", f"{place}&digest={digest_of(b'before after')}", b" after", **OCTETS)
    assert answer.status == 201


async def test_on_a_full_disk_a_single_post_leaves_nothing(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "append_to", lambda path: FullDisk(path, "a"))
    FullDisk.room = 0
    answer = await registry.ask("POST", f"/v2/app/blobs/uploads/?digest={digest_of(b'x')}", b"x", **OCTETS)
    assert answer.status == 500
    assert registry.files() == set()
    assert await lives(registry)


async def test_on_a_full_disk_a_tag_means_what_it_meant(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    old = await registry.push_image("latest")
    config = digest_of(b"{}")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        answer = await registry.push_manifest(image(config, annotations={"new": "yes"}), "latest")
        assert (answer.status, answer.codes) == (500, ["UNKNOWN"])
    assert (await registry.manifest("latest")).headers["Docker-Content-Digest"] == old
    assert not [path for path in registry.files() if "/." in path]


async def test_a_root_that_is_a_file_is_an_error_and_no_crash(registry: Registry) -> None:
    registry.root.write_text("in the way", encoding="utf-8")
    assert (await registry.ask("POST", "/v2/app/blobs/uploads/")).codes == ["UNKNOWN"]
    assert (await registry.ask("GET", "/v2/app/tags/list")).codes == ["NAME_UNKNOWN"]
    assert (await registry.manifest("latest")).codes == ["MANIFEST_UNKNOWN"]
    assert await lives(registry)


# --- bytes ---------------------------------------------------------------------------------------------------------------

GARBAGE: list[bytes] = [
    b"",
    b"\r\n\r\n",
    b"\0" * 1000,
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET /v2/ HTTP/1.1\r\n\r\n",
    b"GET /v2/ HTTP/1.0\r\n\r\n",
    b"GET /v2/ HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"GET /v2/" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /v2/ HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    b"GET /v2/ HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
    b"GET http://elsewhere/v2/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT elsewhere:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /v2/a/blobs/uploads/ HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /v2/a/blobs/uploads/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"PUT /v2/a/manifests/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"PUT /v2/a/manifests/x HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"PUT /v2/a/manifests/x HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08",
    b"PUT /v2/a/manifests/x HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\nContent-Length: 2\r\n\r\n{}",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
]


@pytest.mark.parametrize("content", GARBAGE, ids=lambda content: repr(content[:40]))
async def test_bytes_that_are_no_request_do_no_harm(registry: Registry, content: bytes) -> None:
    answer = await raw(registry, content)
    assert answer == b"" or answer.startswith(b"HTTP/1.")
    assert not answer.startswith(b"HTTP/1.1 500")
    assert registry.files() == set() or b"POST /v2/a/blobs/uploads/" in content
    assert await lives(registry)


REQUEST = (
    b"PATCH /v2/app/blobs/uploads/0123 HTTP/1.1\r\nHost: x\r\nContent-Range: 0-3\r\nAccept: */*\r\nRange: bytes=0-1\r\n"
    b"Authorization: Basic YTpi\r\nContent-Length: 4\r\n\r\nabcd"
)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, len(REQUEST) - 1), st.binary(max_size=3)), max_size=4), max_size=12))
def test_bytes_changed_anywhere_in_a_request_do_no_harm(changes: list[list[tuple[int, bytes]]]) -> None:
    async def send() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with running(Path(folder) / "data") as registry:
                for each in changes:
                    content = bytearray(REQUEST)
                    for place, piece in each:
                        content[place : place + 1] = piece
                    answer = await raw(registry, bytes(content))
                    assert not answer.startswith(b"HTTP/1.1 500")
                assert await lives(registry)
                assert {path.name for path in Path(folder).iterdir()} <= {"data"}

    asyncio.run(send())


async def test_who_asks_whether_to_send_the_body_is_told_to_only_if_it_is_wanted(registry: Registry) -> None:
    def put(path: str, length: int) -> bytes:
        return f"PUT {path} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n".encode()

    place = await registry.begin()
    wanted = await raw(
        registry, put(f"{place[place.index('/v2/') :]}&digest={digest_of(b'{}')}", 2) + b"{}", half=False
    )
    assert wanted.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created")
    for path, status in (("/v2/app/manifests/.x", b"400"), ("/v2/app/blobs/uploads/nosuch", b"404")):
        assert (await raw(registry, put(path, 10), half=False)).startswith(b"HTTP/1.1 " + status)


async def test_a_client_that_never_ends_its_request_holds_up_nobody(registry: Registry) -> None:
    idle = [await asyncio.open_connection("127.0.0.1", registry.port) for _ in range(50)]
    for number, (_, writer) in enumerate(idle):
        writer.write(b"PUT /v2/app/manifests/x HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"[: 10 + number])
    assert await registry.push_image("latest")
    await registry.server.stop()
    for _, writer in idle:
        writer.close()


async def test_a_client_that_stops_reading_holds_up_nobody(registry: Registry) -> None:
    digest = await registry.push_blob(bytes(20_000_000))
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", registry.port))
        slow.sendall(f"GET /v2/app/blobs/{digest} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert await registry.push_image("latest")
        async with asyncio.timeout(10):
            await registry.server.stop()
