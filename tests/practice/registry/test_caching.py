"""A registry that is a cache: what it fetches and keeps, what it answers when the other one does not, what it refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from lab.practice.registry.server import RegistryServer
from lab.practice.registry.settings import Settings, SettingsError

from .client import Registry, running

CACHE = {"REGISTRY_PROXY_REMOTEURL": "http://origin:5000"}


@asynccontextmanager
async def cache_of(origin: Registry, root: Path) -> AsyncIterator[Registry]:
    """Run a cache that finds the other registry as `origin`."""
    log: list[str] = []
    place = ("127.0.0.1", origin.port)
    server = RegistryServer(
        root,
        Settings.from_environment(CACHE),
        log.append,
        neighbours=lambda name, port: place if (name, port) == ("origin", 5000) else None,
    )
    await server.start([("127.0.0.1", 0)])
    try:
        yield Registry(server, origin.session, root, log, "http")
    finally:
        await server.stop()


async def test_what_is_asked_for_is_fetched_and_kept(registry: Registry, tmp_path: Path) -> None:
    digest = await registry.push_image("1")
    async with cache_of(registry, tmp_path / "cache") as cache:
        answer = await cache.manifest("1")
        assert (answer.status, answer.headers["Docker-Content-Digest"]) == (200, digest)
        layer = answer.json["layers"][0]["digest"]
        assert (await cache.ask("GET", f"/v2/app/blobs/{layer}")).body == b"a layer"
        kept = cache.files()
    assert any(path.endswith("tags/1/current/link") for path in kept)
    assert any(layer.partition(":")[2] in path and path.endswith("data") for path in kept)


async def test_a_tag_that_moved_is_fetched_anew(registry: Registry, tmp_path: Path) -> None:
    await registry.push_image("1")
    async with cache_of(registry, tmp_path / "cache") as cache:
        await cache.manifest("1")
        moved = await registry.push_image("1", content=b"another layer")
        assert (await cache.manifest("1")).headers["Docker-Content-Digest"] == moved


async def test_what_was_deleted_there_is_still_here(tmp_path: Path) -> None:
    async with running(tmp_path / "origin", {"REGISTRY_STORAGE_DELETE_ENABLED": "true"}) as registry:
        digest = await registry.push_image("1")
        async with cache_of(registry, tmp_path / "cache") as cache:
            await cache.manifest("1")
            await registry.ask("DELETE", f"/v2/app/manifests/{digest}")
            assert (await registry.manifest("1")).status == 404
            assert (await cache.manifest("1")).headers["Docker-Content-Digest"] == digest
            assert (await cache.manifest(digest)).status == 200


async def test_the_originals_tags_are_listed_and_where_it_has_none_those_that_are_here(tmp_path: Path) -> None:
    async with running(tmp_path / "origin") as registry:
        await registry.push_image("1")
        await registry.push_image("2")
        async with cache_of(registry, tmp_path / "cache") as cache:
            assert (await cache.ask("GET", "/v2/app/tags/list")).json == {"name": "app", "tags": ["1", "2"]}
            await cache.manifest("1")
            await registry.server.stop()
            assert (await cache.ask("GET", "/v2/app/tags/list")).json == {"name": "app", "tags": ["1"]}


async def test_what_neither_has_is_not_found(registry: Registry, tmp_path: Path) -> None:
    async with cache_of(registry, tmp_path / "cache") as cache:
        assert (await cache.manifest("nosuch")).codes == ["MANIFEST_UNKNOWN"]
        assert (await cache.ask("GET", f"/v2/app/blobs/sha256:{'0' * 64}")).codes == ["BLOB_UNKNOWN"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v2/app/blobs/uploads/"),
        ("PUT", "/v2/app/manifests/2"),
        ("DELETE", f"/v2/app/manifests/sha256:{'0' * 64}"),
    ],
)
async def test_nothing_can_be_pushed_or_deleted(registry: Registry, tmp_path: Path, method: str, path: str) -> None:
    async with cache_of(registry, tmp_path / "cache") as cache:
        answer = await cache.ask(method, path, b"{}" if method == "PUT" else None)
        assert (answer.status, answer.codes) == (405, ["UNSUPPORTED"])


async def test_a_cache_that_finds_nobody_ends_as_the_program_does(tmp_path: Path) -> None:
    server = RegistryServer(tmp_path, Settings.from_environment(CACHE), lambda line: None)
    with pytest.raises(SettingsError, match="lookup origin: no such host"):
        await server.start([("127.0.0.1", 0)])
