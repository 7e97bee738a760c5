"""What lies on the disk: distribution's own tree, whole at every moment (registry/storage/paths.go)."""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab.practice.registry import files

from .client import OCTETS, Registry, digest_of, running


def links(digest: str, *places: str) -> set[str]:
    return {f"{place}/{digest.replace(':', '/')}/link" for place in places}


def data(content: bytes) -> str:
    hexadecimal = hashlib.sha256(content).hexdigest()
    return f"blobs/sha256/{hexadecimal[:2]}/{hexadecimal}/data"


async def test_an_image_lies_where_distribution_puts_it(registry: Registry) -> None:
    digest = await registry.push_image("v1", "team/app")
    body = (await registry.manifest("v1", "team/app")).body
    home = "repositories/team/app"
    assert registry.files() == {
        *(data(content) for content in (b"{}", b"a layer", body)),
        *links(digest_of(b"{}"), f"{home}/_layers"),
        *links(digest_of(b"a layer"), f"{home}/_layers"),
        *links(digest, f"{home}/_manifests/revisions", f"{home}/_manifests/tags/v1/index"),
        f"{home}/_manifests/tags/v1/current/link",
    }
    assert (registry.top / home / "_manifests/tags/v1/current/link").read_text() == digest
    assert (registry.top / data(body)).read_bytes() == body


async def test_an_upload_lies_with_its_repository_until_it_is_a_blob(registry: Registry) -> None:
    answer = await registry.ask("PATCH", await registry.begin(), b"half", **OCTETS)
    folder = registry.top / "repositories/app/_uploads" / answer.headers["Docker-Upload-Uuid"]
    assert (folder / "data").read_bytes() == b"half"
    assert (folder / "startedat").read_text().endswith("Z")
    await registry.ask("PUT", f"{answer.place}&digest={digest_of(b'half')}")
    assert not folder.exists()


async def test_another_registry_on_the_same_folder_serves_the_same(registry: Registry) -> None:
    digest = await registry.push_image("latest")
    async with running(registry.root) as other:
        assert (await other.manifest("latest")).headers["Docker-Content-Digest"] == digest
        assert (await other.ask("GET", "/v2/_catalog")).json == {"repositories": ["app"]}


async def test_an_upload_is_carried_on_by_another_registry_with_the_same_secret(tmp_path: Path) -> None:
    secret = {"REGISTRY_HTTP_SECRET": "shared"}
    async with running(tmp_path, secret) as first:
        answer = await first.ask("PATCH", await first.begin(), b"one ", **OCTETS)
    rest = answer.place[answer.place.index("/v2/") :]
    async with running(tmp_path, secret) as second:
        answer = await second.ask("PUT", f"{rest}&digest={digest_of(b'one two')}", b"two", **OCTETS)
        assert answer.status == 201
        assert (await second.ask("GET", answer.place)).body == b"one two"


async def test_a_link_that_is_damaged_is_as_good_as_none(registry: Registry) -> None:
    digest = await registry.push_image("latest")
    current = registry.top / "repositories/app/_manifests/tags/latest/current/link"
    for content in (b"", b"sha256:", b"\xff\xff", b"../../../../etc/passwd", b"sha256:" + b"g" * 64):
        current.write_bytes(content)
        assert (await registry.manifest("latest")).codes == ["MANIFEST_UNKNOWN"]
    assert (await registry.manifest(digest)).status == 200


async def test_content_that_was_removed_behind_its_back_is_unknown(registry: Registry) -> None:
    digest = await registry.push_image("latest")
    for path in registry.top.glob("blobs/*/*/*/data"):
        path.unlink()
    assert (await registry.manifest("latest")).codes == ["MANIFEST_UNKNOWN"]
    assert (await registry.ask("GET", f"/v2/app/blobs/{digest_of(b'a layer')}")).codes == ["BLOB_UNKNOWN"]
    assert await registry.push_image("latest") == digest
    assert (await registry.manifest("latest")).status == 200


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "deep/down/link"
    files.write_whole(place, b"old")

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        files.write_whole(place, b"new")
    assert place.read_bytes() == b"old"
    assert os.listdir(place.parent) == ["link"]


_PUSHER = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from client import running

async def push():
    async with running(Path(sys.argv[1])) as registry:
        for turn in range(10_000):
            await registry.push_image("latest", content=b"layer %d" % turn)
            print(turn, flush=True)

asyncio.run(push())
"""


@pytest.mark.parametrize("turns", [1, 3])
def test_killed_in_the_middle_of_a_push_it_serves_what_was_pushed_before(tmp_path: Path, turns: int) -> None:
    command = [sys.executable, "-c", _PUSHER, str(tmp_path), str(Path(__file__).parent)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    last = [process.stdout.readline() for _ in range(turns)][-1]
    process.kill()
    process.communicate()
    assert last.strip().isdecimal()
    asyncio.run(_look_at(tmp_path))


async def _look_at(root: Path) -> None:
    async with running(root) as registry:
        assert (await registry.ask("GET", "/v2/app/tags/list")).json["tags"] == ["latest"]
        manifest = (await registry.manifest("latest")).json
        for entry in (manifest["config"], *manifest["layers"]):
            blob = await registry.ask("GET", f"/v2/app/blobs/{entry['digest']}")
            assert digest_of(blob.body) == entry["digest"]
