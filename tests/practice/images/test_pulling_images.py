"""A pull: what dockerd says, what is held afterwards, and what is refused."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import io
import json
import socket
import tarfile
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path

import pytest
from aiohttp import web

from lab.practice.errors import ApiError
from lab.practice.images import image_json
from lab.practice.images.images import Images

from .saying import Message, error_in, heard, nobody, pulled, refusal_of, statuses
from .small_registry import LEARNER, LEARNERS_LOGIN, Answer, SmallRegistry, digest_of

ACCESS_DENIED = "pull access denied for nosuch, repository does not exist or may require 'docker login': "


def layer(name: str, content: bytes) -> tuple[bytes, str]:
    """A compressed layer with one file, and the digest of what is compressed."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(written.getvalue(), mtime=0), digest_of(written.getvalue())


def push_there(registry: SmallRegistry, repository: str = "app", tag: str = "v1") -> str:
    content, diff_id = layer("file", b"content" * 100)
    return registry.add_image(repository, tag, [content], [diff_id])


def blobs(images: Images, tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "images" / "blobs" / "sha256").iterdir()}


async def test_a_pull_from_the_hub_says_what_dockerd_says(images: Images) -> None:
    told = await statuses(images.pull("hello-world", "latest", "linux/amd64", None))
    short, digest = told[1][:12], images.find("hello-world").repo_digests[0].partition("@")[2]
    assert told == [
        "latest: Pulling from library/hello-world",
        f"{short}: Pulling fs layer",
        f"{short}: Verifying Checksum",
        f"{short}: Download complete",
        f"{short}: Pull complete",
        f"Digest: {digest}",
        "Status: Downloaded newer image for hello-world:latest",
    ]


async def test_progress_is_told_in_bytes_and_with_the_bar_of_old_clients(images: Images) -> None:
    told = await heard(images.pull("registry", "3", "linux/amd64", None))
    first = next(message for message in told if message.get("status") == "Downloading")
    total = first["progressDetail"]["total"]
    assert first["progressDetail"] == {"current": total, "total": total}
    assert first["progress"] == f"[{'=' * 50}>] {f'{total / 1000:.4g}kB':>8}/{total / 1000:.4g}kB"
    assert {message["status"] for message in told if "progress" in message} == {"Downloading", "Extracting"}


async def test_the_fourth_layer_and_those_after_it_wait(images: Images) -> None:
    told = await statuses(images.pull("registry", "3", "linux/amd64", None))
    assert [line.partition(": ")[2] for line in told[1:6]] == ["Pulling fs layer"] * 4 + ["Waiting"]
    assert told[5][:12] == told[4][:12]


async def test_a_second_pull_moves_nothing(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    assert (await statuses(images.pull("hello-world", "latest", "linux/amd64", None)))[2:] == [
        "Status: Image is up to date for hello-world:latest"
    ]


async def test_layers_that_are_there_already_are_not_downloaded_again(images: Images) -> None:
    await pulled(images, "lab-base:1.1")
    told = await statuses(images.pull("lab-app", "1.0", "linux/amd64", None))
    assert [line.partition(": ")[2] for line in told[1:5]] == ["Already exists"] * 2 + ["Pulling fs layer"] * 2


async def test_without_a_tag_all_tags_come(images: Images) -> None:
    told = await statuses(images.pull("lab-base", "", "linux/amd64", None))
    assert [line for line in told if "Pulling from" in line] == [
        f"{tag}: Pulling from library/lab-base" for tag in ("1.0", "1.1", "latest")
    ]
    assert images.find("lab-base:latest") == images.find("lab-base:1.1")


async def test_a_platform_chooses_from_an_index_and_keeps_the_indexs_digest(
    images: Images, tmp_path: Path, hub: Path
) -> None:
    other = Images(tmp_path / "other", hub)
    await pulled(images, "hello-world:latest")
    await statuses(other.pull("hello-world", "latest", "linux/arm64", None))
    here, there = images.find("hello-world"), other.find("hello-world")
    assert (here.platform.architecture, there.platform.architecture) == ("amd64", "arm64")
    assert here.repo_digests == there.repo_digests
    assert here.id != there.id
    assert b"arm64" in (other.read_file(there, "/hello") or b"")


async def test_a_platform_that_an_index_lacks_is_an_error_in_the_stream(images: Images) -> None:
    words = await error_in(images.pull("hello-world", "latest", "linux/s390x", None))
    assert words == "no matching manifest for linux/s390x in the manifest list entries"


async def test_an_image_for_another_platform_comes_with_a_warning(images: Images, registry: SmallRegistry) -> None:
    push_there(registry)
    told = await statuses(images.pull(f"{registry.host}/app", "v1", "linux/arm64", None))
    assert told[-1] == (
        f"WARNING: image with reference {registry.host}/app was found but does not match the specified platform: "
        "wanted linux/arm64, actual: linux/amd64"
    )


@pytest.mark.parametrize(
    ("repository", "tag", "status", "words"),
    [
        (
            "nosuch",
            "latest",
            404,
            f"{ACCESS_DENIED}denied: requested access to the resource is denied",
        ),
        ("hello-world", "v9", 404, "manifest for hello-world:v9 not found: manifest unknown: manifest unknown"),
        (
            "hello-world",
            "sha256:" + "a" * 64,
            404,
            f"manifest for hello-world@sha256:{'a' * 64} not found: manifest unknown: manifest unknown",
        ),
        ("Hello", "latest", 400, "invalid reference format: repository name must be lowercase"),
        ("hello-world", "not a tag", 400, "invalid tag format"),
    ],
)
async def test_what_the_hub_has_not_is_refused_at_once(
    images: Images, repository: str, tag: str, status: int, words: str
) -> None:
    assert await refusal_of(images.pull(repository, tag, "", None)) == (status, words)
    assert images.all() == ()


async def test_a_pull_by_digest_gives_no_tag(images: Images, registry: SmallRegistry) -> None:
    digest = push_there(registry)
    told = await statuses(images.pull(f"{registry.host}/app", digest, "", None))
    name = f"{registry.host}/app@{digest}"
    assert (told[0], told[-1]) == (f"{name}: Pulling from app", f"Status: Downloaded newer image for {name}")
    assert (images.find(name).repo_tags, images.find(name).repo_digests) == ((), (name,))
    assert image_json.row(images.find(name), (1, 41))["RepoTags"] is None
    assert image_json.row(images.find(name), (1, 44))["RepoTags"] == []


async def test_a_docker_manifest_from_a_registry_is_held_byte_by_byte(
    images: Images, registry: SmallRegistry, tmp_path: Path
) -> None:
    digest = push_there(registry)
    await pulled(images, f"{registry.host}/app:v1")
    image = images.find(f"{registry.host}/app:v1")
    assert image.repo_digests == (f"{registry.host}/app@{digest}",)
    assert image.size == 700
    assert blobs(images, tmp_path) == {value.removeprefix("sha256:") for _, value in registry.blobs} | {digest[7:]}


async def test_a_registrys_refusals_are_passed_on_in_dockerds_words(images: Images, registry: SmallRegistry) -> None:
    name = f"{registry.host}/app"
    assert await refusal_of(images.pull(name, "v1", "", None)) == (
        404,
        f"manifest for {name}:v1 not found: manifest unknown: manifest unknown",
    )

    async def no_json(request: web.Request) -> web.StreamResponse:
        return web.Response(status=404, text="404 page not found\n")

    registry.lies["GET", "/manifests/v1"] = no_json
    _, words = await refusal_of(images.pull(name, "v1", "", None))
    assert words.startswith("error parsing HTTP 404 response body: invalid character '4'")


async def test_without_a_login_the_request_that_lacks_it_is_named(images: Images, registry: SmallRegistry) -> None:
    push_there(registry)
    registry.login = LEARNERS_LOGIN
    name = f"{registry.host}/app"
    assert await refusal_of(images.pull(name, "v1", "", {})) == (
        500,
        f'Head "http://{registry.host}/v2/app/manifests/v1": no basic auth credentials',
    )
    wrong = {"username": "learner", "password": "wrong"}
    assert await refusal_of(images.pull(name, "v1", "", wrong)) == (500, "unauthorized: authentication required")
    await statuses(images.pull(name, "v1", "", LEARNER))
    assert images.find(f"{name}:v1").repo_tags == (f"{name}:v1",)


async def test_a_login_can_come_encoded(images: Images, registry: SmallRegistry) -> None:
    push_there(registry)
    registry.login = LEARNERS_LOGIN
    told = await statuses(images.pull(f"{registry.host}/app", "v1", "", {"auth": LEARNERS_LOGIN}))
    assert told[-1].startswith("Status: Downloaded")


async def test_login_is_checked_with_the_registry(images: Images, registry: SmallRegistry) -> None:
    registry.login = LEARNERS_LOGIN
    await images.login(registry.host, LEARNER)
    with pytest.raises(ApiError, match=r"login attempt to http://127.+/v2/ failed with status: 401 Unauthorized"):
        await images.login(registry.host, {"username": "learner", "password": "wrong"})
    with pytest.raises(ApiError, match="unauthorized: incorrect username or password"):
        await images.login("https://index.docker.io/v1/", LEARNER)


async def test_nothing_listening_is_a_refused_connection(images: Images, unused_tcp_port: int) -> None:
    assert await refusal_of(images.pull(f"127.0.0.1:{unused_tcp_port}/app", "v1", "", None)) == (
        500,
        f'Get "http://127.0.0.1:{unused_tcp_port}/v2/": dial tcp 127.0.0.1:{unused_tcp_port}: connect: connection refused',
    )


async def test_a_host_that_does_not_exist_is_said_so(images: Images, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert await refusal_of(images.pull("registry.invalid:5000/app", "v1", "", None)) == (
        500,
        'Get "https://registry.invalid:5000/v2/": dial tcp: lookup registry.invalid: no such host',
    )


# --- content that is not what it should be --------------------------------------------------------------------------------


def changed(content: bytes) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=content)

    return answer


def cut_off(content: bytes) -> Answer:
    """Announce the whole, send half, hang up."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(content))})
        await response.prepare(request)
        await response.write(content[: len(content) // 2])
        assert request.transport is not None
        request.transport.close()
        return response

    return answer


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        (lambda content: changed(content[:-1] + b"\x01"), "filesystem layer verification failed for digest "),
        (lambda content: changed(content + b"more"), "filesystem layer verification failed for digest "),
        (lambda content: changed(content[:-1]), "unexpected EOF"),
        (cut_off, "unexpected EOF"),
    ],
    ids=["other bytes", "more bytes", "fewer bytes", "connection lost"],
)
async def test_a_layer_that_is_not_what_was_announced_is_refused_and_not_kept(
    images: Images, registry: SmallRegistry, tmp_path: Path, lie: Callable[[bytes], Answer], words: str
) -> None:
    push_there(registry)
    content, _ = layer("file", b"content" * 100)
    registry.lies["GET", digest_of(content)] = lie(content)
    assert words in await error_in(images.pull(f"{registry.host}/app", "v1", "", None))
    assert images.all() == ()
    assert digest_of(content)[7:] not in blobs(images, tmp_path)
    assert list((tmp_path / "images" / "drafts").iterdir()) == []


async def test_a_configuration_that_was_changed_is_refused(images: Images, registry: SmallRegistry) -> None:
    digest = push_there(registry)
    config = json.loads(registry.manifests["app", digest][1])["config"]["digest"]
    registry.lies["GET", config] = changed(registry.blobs["app", config].replace(b"amd64", b"arm64"))
    words = await error_in(images.pull(f"{registry.host}/app", "v1", "", None))
    assert words == f"image config verification failed for digest {config}"


async def test_a_manifest_that_is_not_the_digest_asked_for_is_refused(images: Images, registry: SmallRegistry) -> None:
    digest = push_there(registry)
    content, diff_id = layer("other", b"")
    other = registry.add_image("app", "v2", [content], [diff_id])
    registry.manifests["app", digest] = registry.manifests["app", other]
    status, words = await refusal_of(images.pull(f"{registry.host}/app", digest, "", None))
    assert (status, words) == (500, f"manifest verification failed for digest {digest}")


async def test_layers_that_are_not_the_configurations_are_refused(images: Images, registry: SmallRegistry) -> None:
    content, _ = layer("file", b"1")
    registry.add_image("app", "v1", [content], ["sha256:" + "0" * 64])
    registry.add_image("app", "v2", [content], [])
    for tag in ("v1", "v2"):
        words = await error_in(images.pull(f"{registry.host}/app", tag, "", None))
        assert words.startswith("layers from manifest don't match image configuration")
    assert images.all() == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (gzip.compress(b"no tar at all" * 100), "archive/tar: invalid tar header"),
        (gzip.compress(b"x" * 5000)[:-20], "unexpected EOF"),
        (b"\x1f\x8b" + b"\xff" * 600, "gzip: invalid header"),
        (b"\x28\xb5\x2f\xfd" + b"\0" * 600, "compressed with zstd"),
    ],
    ids=["no tar", "cut gzip", "no gzip", "zstd"],
)
async def test_a_layer_that_cannot_be_unpacked_is_refused(
    images: Images, registry: SmallRegistry, content: bytes, words: str
) -> None:
    registry.add_image("app", "v1", [content], ["sha256:" + hashlib.sha256(content).hexdigest()])
    assert words in await error_in(images.pull(f"{registry.host}/app", "v1", "", None))


@pytest.mark.parametrize(
    "manifest",
    [
        b"{",
        b"[]",
        b"[" * 100_000,
        b'{"schemaVersion": 1}',
        b'{"config": {}, "layers": []}',
        b'{"config": {"digest": "sha256:../../etc", "size": 1}, "layers": []}',
        b'{"config": {"mediaType": "application/vnd.cncf.helm.config.v1+json", "digest": "sha256:'
        + b"0" * 64
        + b'", "size": 1}, "layers": []}',
        b'{"manifests": null}',
        b'{"manifests": [1, {"platform": 2}, {"platform": {"os": "linux", "architecture": "amd64"}}]}',
        b" " * (4 * 1024 * 1024 + 1),
    ],
    ids=["cut", "list", "deep", "schema 1", "empty config", "path", "chart", "null", "garbage", "too large"],
)
async def test_a_manifest_that_is_none_is_refused_without_harm(
    images: Images, registry: SmallRegistry, manifest: bytes
) -> None:
    registry.lies["GET", "/manifests/v1"] = changed(manifest)
    with contextlib.suppress(ApiError):
        assert await error_in(images.pull(f"{registry.host}/app", "v1", "linux/amd64", None))
    assert images.all() == ()


async def test_a_layer_that_claims_to_be_small_is_not_read_to_its_end(images: Images, registry: SmallRegistry) -> None:
    push_there(registry)
    content, _ = layer("file", b"content" * 100)
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(2000):
            await response.write(bytes(65536))
            sent += 65536
        return response

    registry.lies["GET", digest_of(content)] = endless
    assert "verification failed" in await error_in(images.pull(f"{registry.host}/app", "v1", "", None))
    assert sent < 64 * 1024 * 1024


async def test_a_pull_that_nobody_listens_to_any_more_ends_and_leaves_no_draft(
    images: Images, registry: SmallRegistry, tmp_path: Path
) -> None:
    async with aclosing(images.pull("registry", "3", "linux/amd64", None)) as stream:
        async for message in stream:
            if message["status"] == "Downloading":
                break
    assert list((tmp_path / "images" / "drafts").iterdir()) == []
    assert images.all() == ()
    await pulled(images, "registry:3")
    assert images.find("registry:3").repo_tags == ("registry:3",)


async def test_two_pulls_and_a_removal_at_once_do_not_disturb_each_other(
    images: Images, registry: SmallRegistry
) -> None:
    push_there(registry)
    await pulled(images, "lab-base:1.1")
    removed: list[dict[str, str]] = []

    async def remove_meanwhile(stream: AsyncIterator[Message]) -> None:
        async for message in stream:
            if message["status"] == "Already exists" and not removed:
                removed.extend(images.remove("lab-base:1.1", False, nobody))

    await asyncio.gather(
        remove_meanwhile(images.pull("lab-app", "1.0", "linux/amd64", None)),
        pulled(images, "lab-app:1.0", f"{registry.host}/app:v1"),
        pulled(images, f"{registry.host}/app:v1"),
    )
    assert removed
    assert {tag for image in images.all() for tag in image.repo_tags} == {"lab-app:1.0", f"{registry.host}/app:v1"}
    assert b"version 1.1" in (images.read_file(images.find("lab-app:1.0"), "/etc/lab-release") or b"")
