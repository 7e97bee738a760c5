"""`registry garbage-collect`: what no manifest names goes, everything else stays, and the lines are distribution's."""

from __future__ import annotations

import hashlib

import pytest

from lab.practice.registry.collect import collect

from .client import OCI_INDEX, OCI_MANIFEST, OCTETS, Registry, digest_of, index


async def test_an_image_without_a_manifest_is_garbage(registry: Registry) -> None:
    kept = await registry.push_image("kept", content=b"kept layer")
    gone = await registry.push_image("gone", content=b"lost layer")
    await registry.ask("DELETE", f"/v2/app/manifests/{gone}")
    lines = list(collect(registry.root))
    assert lines[:2] == ["app", f"app: marking manifest {kept} "]
    assert {f"app: marking blob {digest_of(content)}" for content in (b"{}", b"kept layer")} == set(lines[2:4])
    loose = sorted([gone, digest_of(b"lost layer")])
    assert lines[4:] == [
        "",
        "3 blobs marked, 2 blobs and 0 manifests eligible for deletion",
        *(f"blob eligible for deletion: {digest}" for digest in loose),
        f"app: layer link eligible for deletion: {digest_of(b'lost layer')}",
    ]
    assert (await registry.manifest("kept")).status == 200
    assert (await registry.ask("GET", f"/v2/app/blobs/{digest_of(b'kept layer')}")).body == b"kept layer"
    assert (await registry.ask("GET", f"/v2/app/blobs/{digest_of(b'lost layer')}")).status == 404
    assert len(list(registry.top.glob("blobs/*/*/*/data"))) == 3


async def test_a_dry_run_says_the_same_and_removes_nothing(registry: Registry) -> None:
    await registry.ask("DELETE", f"/v2/app/manifests/{await registry.push_image('latest')}")
    before = registry.files()
    dry = list(collect(registry.root, dry_run=True))
    assert registry.files() == before
    assert list(collect(registry.root)) == dry
    assert list(registry.top.glob("blobs/*/*/*/data")) == []


async def test_a_manifest_without_a_tag_goes_only_when_that_is_asked_for(registry: Registry) -> None:
    old = await registry.push_image("latest", content=b"old")
    new = await registry.push_image("latest", content=b"new")
    list(collect(registry.root))
    assert (await registry.manifest(old)).status == 200
    lines = list(collect(registry.root, delete_untagged=True))
    assert f"manifest eligible for deletion: {{app {old} [latest]}}" in lines
    assert (await registry.manifest(old)).status == 404
    assert (await registry.manifest("latest")).headers["Docker-Content-Digest"] == new
    assert not any(old.partition(":")[2] in name for name in registry.files())


async def test_the_images_of_an_index_stay_with_it(registry: Registry) -> None:
    digest = await registry.push_image("child")
    await registry.push_manifest(index({"mediaType": OCI_MANIFEST, "digest": digest}), "all", media_type=OCI_INDEX)
    await registry.ask("DELETE", "/v2/app/manifests/child")
    list(collect(registry.root, delete_untagged=True))
    assert (await registry.manifest(digest)).status == 200
    assert (await registry.ask("GET", f"/v2/app/blobs/{digest_of(b'a layer')}")).status == 200


async def test_a_blob_that_another_repository_needs_stays(registry: Registry) -> None:
    gone = await registry.push_image("latest", "one")
    await registry.push_image("latest", "two")
    await registry.ask("DELETE", f"/v2/one/manifests/{gone}")
    list(collect(registry.root))
    assert (await registry.ask("GET", f"/v2/two/blobs/{digest_of(b'a layer')}")).body == b"a layer"
    assert (await registry.manifest("latest", "two")).status == 200


async def test_a_layer_known_by_another_algorithm_stays(registry: Registry) -> None:
    layer = b"named twice"
    digest = f"sha512:{hashlib.sha512(layer).hexdigest()}"
    await registry.ask("PUT", f"{await registry.begin()}&digest={digest}", layer, **OCTETS)
    config = await registry.push_blob(b"{}")
    manifest = {"schemaVersion": 2, "config": {"digest": config}, "layers": [{"digest": digest}]}
    assert (await registry.push_manifest(manifest, "latest")).status == 201
    list(collect(registry.root))
    assert (await registry.ask("GET", f"/v2/app/blobs/{digest}")).body == layer


async def test_a_manifest_that_stays_because_of_another_repository_keeps_its_blobs(registry: Registry) -> None:
    digest = await registry.push_image("old", "a")
    await registry.push_image("old", "a", content=b"newer")
    await registry.push_image("latest", "b")
    list(collect(registry.root, delete_untagged=True))
    assert (await registry.manifest(digest, "a")).status == 200
    assert (await registry.ask("GET", f"/v2/a/blobs/{digest_of(b'a layer')}")).body == b"a layer"


def test_a_registry_without_content_has_no_garbage(tmp_path) -> None:
    assert list(collect(tmp_path)) == ["", "0 blobs marked, 0 blobs and 0 manifests eligible for deletion"]


async def test_where_a_manifest_cannot_be_read_nothing_is_removed(registry: Registry) -> None:
    digest = await registry.push_image("latest")
    await registry.push_blob(b"loose")
    hexadecimal = digest.partition(":")[2]
    (registry.top / f"blobs/sha256/{hexadecimal[:2]}/{hexadecimal}/data").write_bytes(b"broken")
    with pytest.raises(ValueError, match=f"failed to retrieve manifest for digest {digest}"):
        list(collect(registry.root))
    assert (await registry.ask("GET", f"/v2/app/blobs/{digest_of(b'loose')}")).body == b"loose"
