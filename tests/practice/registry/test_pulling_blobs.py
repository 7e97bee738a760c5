"""Blobs go out: whole, in part, or not at all (distribution-spec 1.1, "Pulling blobs")."""

from __future__ import annotations

import pytest

from .client import NOWHERE, Registry, running

LAYER = b"0123456789"


@pytest.fixture
async def blob(registry: Registry) -> str:
    return f"/v2/app/blobs/{await registry.push_blob(LAYER)}"


async def test_a_blob_is_looked_at_without_its_content(registry: Registry, blob: str) -> None:
    answer = await registry.ask("HEAD", blob)
    assert (answer.status, answer.body, answer.headers["Content-Length"]) == (200, b"", "10")
    assert answer.headers["Docker-Content-Digest"] == blob.rpartition("/")[2]


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=2-4", b"234"), ("bytes=7-", b"789"), ("bytes=-3", b"789"), ("bytes=8-99", b"89"), ("bytes=-99", LAYER)],
)
async def test_a_part_of_a_blob(registry: Registry, blob: str, asked: str, part: bytes) -> None:
    answer = await registry.ask("GET", blob, Range=asked)
    assert (answer.status, answer.body) == (206, part)
    start = LAYER.index(part)
    assert answer.headers["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/10"


@pytest.mark.parametrize(
    "asked", ["bytes=10-", "bytes=99-100", "bytes=-0", "bytes=5-2", "nonsense", "bytes=-", "bytes=a-b"]
)
async def test_a_part_that_is_not_there_is_416(registry: Registry, blob: str, asked: str) -> None:
    answer = await registry.ask("GET", blob, Range=asked)
    assert (answer.status, answer.headers["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize("headers", [{"Range": "bytes=0-1,4-5"}, {"Range": "bytes=0-1", "If-Range": '"older"'}])
async def test_where_one_part_is_not_enough_all_is_sent(registry: Registry, blob: str, headers: dict[str, str]) -> None:
    answer = await registry.ask("GET", blob, **headers)
    assert (answer.status, answer.body) == (200, LAYER)


async def test_who_has_a_blob_is_not_sent_it_again(registry: Registry, blob: str) -> None:
    etag = (await registry.ask("GET", blob)).headers["Etag"]
    answer = await registry.ask("GET", blob, If_None_Match=etag)
    assert (answer.status, answer.body) == (304, b"")


async def test_the_empty_blob_has_no_parts(registry: Registry) -> None:
    place = f"/v2/app/blobs/{await registry.push_blob(b'')}"
    assert (await registry.ask("GET", place)).status == 200
    assert (await registry.ask("GET", place, Range="bytes=0-")).status == 416


async def test_a_repository_shows_only_its_own_blobs(registry: Registry, blob: str) -> None:
    answer = await registry.ask("GET", blob.replace("/app/", "/other/"))
    assert (answer.status, answer.codes) == (404, ["BLOB_UNKNOWN"])


@pytest.mark.parametrize("digest", ["sha256:abc", "sha256:" + "G" * 64, "sha256:..", "x:" + "a" * 64])
async def test_a_digest_that_is_none_is_400(registry: Registry, digest: str) -> None:
    answer = await registry.ask("GET", f"/v2/app/blobs/{digest}")
    assert (answer.status, answer.codes) == (400, ["DIGEST_INVALID"])


async def test_a_deleted_blob_is_gone_from_one_repository_alone(registry: Registry, blob: str) -> None:
    await registry.push_blob(LAYER, "other")
    assert (await registry.ask("DELETE", blob)).status == 202
    assert (await registry.ask("GET", blob)).codes == ["BLOB_UNKNOWN"]
    assert (await registry.ask("DELETE", blob)).codes == ["BLOB_UNKNOWN"]
    assert (await registry.ask("GET", blob.replace("/app/", "/other/"))).body == LAYER


async def test_where_deleting_is_not_allowed_nothing_is_deleted(tmp_path) -> None:
    async with running(tmp_path) as registry:
        digest, manifest = await registry.push_blob(LAYER), await registry.push_image("latest")
        for place in (f"blobs/{digest}", f"manifests/{manifest}", "manifests/latest", f"blobs/{NOWHERE}"):
            answer = await registry.ask("DELETE", f"/v2/app/{place}")
            assert (answer.status, answer.codes) == (405, ["UNSUPPORTED"])
        assert (await registry.ask("GET", f"/v2/app/blobs/{digest}")).body == LAYER
        assert (await registry.manifest("latest")).status == 200


async def test_a_read_only_registry_takes_nothing(tmp_path) -> None:
    async with running(tmp_path, {"REGISTRY_STORAGE_MAINTENANCE_READONLY": '{"enabled": true}'}) as registry:
        answer = await registry.ask("POST", "/v2/app/blobs/uploads/")
        assert (answer.status, answer.body) == (405, b"Method not allowed\n")
        assert (await registry.ask("GET", "/v2/")).status == 200
