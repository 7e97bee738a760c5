"""A push: what dockerd says, and that what arrives is what was pulled."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from lab.practice.images.images import Images

from .saying import error_in, heard, nobody, pulled, statuses
from .small_registry import LEARNER, LEARNERS_LOGIN, SmallRegistry, digest_of, refusal


async def test_a_push_says_what_dockerd_says(images: Images, registry: SmallRegistry) -> None:
    await pulled(images, "lab-base:1.1")
    name = f"{registry.host}/base"
    images.tag("lab-base:1.1", name, "v1")
    told = await heard(images.push(name, "v1", {}))
    below, top = (layer.removeprefix("sha256:")[:12] for layer in images.find(name + ":v1").layers)
    manifest = registry.manifests["base", "v1"][1]
    sentences = [message for message in told if message.get("status") != "Pushing"]
    assert sentences == [
        {"status": f"The push refers to repository [{name}]"},
        {"status": "Preparing", "progressDetail": {}, "id": top},
        {"status": "Preparing", "progressDetail": {}, "id": below},
        {"status": "Pushed", "progressDetail": {}, "id": top},
        {"status": "Pushed", "progressDetail": {}, "id": below},
        {"status": f"v1: digest: {digest_of(manifest)} size: {len(manifest)}"},
        {"progressDetail": {}, "aux": {"Tag": "v1", "Digest": digest_of(manifest), "Size": len(manifest)}},
    ]
    assert any(message.get("status") == "Pushing" and message["progressDetail"]["current"] for message in told)


async def test_what_is_pushed_and_pulled_back_is_the_same_bytes(images: Images, registry: SmallRegistry) -> None:
    await pulled(images, "lab-app:2.0")
    before = images.find("lab-app:2.0")
    name = f"{registry.host}/app:v1"
    images.tag("lab-app:2.0", f"{registry.host}/app", "v1")
    await statuses(images.push(f"{registry.host}/app", "v1", {}))
    assert digest_of(registry.manifests["app", "v1"][1]) == before.manifest
    assert all(digest_of(content) == digest for (_, digest), content in registry.blobs.items())
    for tag in ("lab-app:2.0", name):
        images.remove(tag, False, nobody)
    assert images.all() == ()
    await pulled(images, name)
    after = images.find(name)
    assert (after.id, after.layers, after.manifest) == (before.id, before.layers, before.manifest)
    assert after.repo_digests == (f"{registry.host}/app@{before.manifest}",)


async def test_a_push_gives_the_image_the_registrys_digest(images: Images, registry: SmallRegistry) -> None:
    await pulled(images, "hello-world:latest")
    images.tag("hello-world", f"{registry.host}/hello", "")
    await statuses(images.push(f"{registry.host}/hello", "latest", {}))
    image = images.find("hello-world")
    assert f"{registry.host}/hello@{image.manifest}" in image.repo_digests
    # The hub's digest is the index's; one platform's manifest went to the registry.
    assert f"hello-world@{image.manifest}" not in image.repo_digests


async def test_layers_that_are_there_are_not_sent_again(images: Images, registry: SmallRegistry) -> None:
    await pulled(images, "lab-app:1.0", "lab-app:2.0")
    for version in ("1.0", "2.0"):
        images.tag(f"lab-app:{version}", f"{registry.host}/app", version)
    await statuses(images.push(f"{registry.host}/app", "1.0", {}))
    told = await statuses(images.push(f"{registry.host}/app", "2.0", {}))
    assert [line.partition(": ")[2] for line in told[5:9]] == ["Pushed"] + ["Layer already exists"] * 3


async def test_layers_of_another_repository_are_mounted_from_it(images: Images, registry: SmallRegistry) -> None:
    await pulled(images, "hello-world:latest")
    for repository in ("first", "team/second"):
        images.tag("hello-world", f"{registry.host}/{repository}", "v1")
    await statuses(images.push(f"{registry.host}/first", "v1", {}))
    told = await statuses(images.push(f"{registry.host}/team/second", "v1", {}))
    assert told[2].endswith(": Mounted from first")
    assert {digest for name, digest in registry.blobs if name == "first"} == {
        digest for name, digest in registry.blobs if name == "team/second"
    }


async def test_a_registry_that_has_forgotten_the_other_repository_gets_the_layer(
    images: Images, registry: SmallRegistry
) -> None:
    await pulled(images, "hello-world:latest")
    for repository in ("first", "second"):
        images.tag("hello-world", f"{registry.host}/{repository}", "v1")
    await statuses(images.push(f"{registry.host}/first", "v1", {}))
    registry.blobs.clear()
    assert (await statuses(images.push(f"{registry.host}/second", "v1", {})))[2].endswith(": Pushed")
    assert {name for name, _ in registry.blobs} == {"second"}


async def test_without_a_tag_all_tags_of_the_repository_go(images: Images, registry: SmallRegistry) -> None:
    await pulled(images, "hello-world:latest")
    for tag in ("a", "b"):
        images.tag("hello-world", f"{registry.host}/hello", tag)
    await statuses(images.push(f"{registry.host}/hello", "", {}))
    assert registry.tags("hello") == ["a", "b"]


async def test_what_is_not_here_cannot_be_pushed(images: Images, registry: SmallRegistry) -> None:
    name = f"{registry.host}/hello"
    words = await error_in(images.push(name, "v1", {}))
    assert words == f"An image does not exist locally with the tag: {name}"
    await pulled(images, "hello-world:latest")
    images.tag("hello-world", name, "v1")
    assert await error_in(images.push(name, "v2", {})) == f"tag does not exist: {name}:v2"
    assert registry.seen == []


async def test_nobody_may_push_to_the_hub(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    words = await error_in(images.push("hello-world", "latest", {"username": "a", "password": "b"}))
    assert words == "denied: requested access to the resource is denied"


async def test_a_push_without_the_login_it_needs_sends_nothing(images: Images, registry: SmallRegistry) -> None:
    registry.login = LEARNERS_LOGIN
    await pulled(images, "hello-world:latest")
    images.tag("hello-world", f"{registry.host}/hello", "v1")
    assert await error_in(images.push(f"{registry.host}/hello", "v1", {})) == "no basic auth credentials"
    assert registry.seen == ["GET /v2/"]
    wrong = {"username": "learner", "password": "wrong"}
    words = await error_in(images.push(f"{registry.host}/hello", "v1", wrong))
    assert words == "unauthorized: authentication required"
    await statuses(images.push(f"{registry.host}/hello", "v1", LEARNER))
    assert registry.tags("hello") == ["v1"]


async def test_a_login_is_not_shown_to_where_a_registry_sends_us(images: Images, registry: SmallRegistry) -> None:
    shown: list[str | None] = []

    async def listener(request: web.Request) -> web.StreamResponse:
        shown.append(request.headers.get("Authorization"))
        return refusal(500, "UNKNOWN", "no")

    runner = web.ServerRunner(web.Server(listener))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        location = f"http://127.0.0.1:{runner.addresses[0][1]}/upload"
        return web.Response(status=202, headers={"Location": location})

    registry.login = LEARNERS_LOGIN
    registry.lies["POST", "/uploads/"] = elsewhere
    await pulled(images, "hello-world:latest")
    images.tag("hello-world", f"{registry.host}/hello", "v1")
    words = await error_in(images.push(f"{registry.host}/hello", "v1", LEARNER))
    await runner.cleanup()
    assert shown == [None]
    assert words == "received unexpected HTTP status: 500 Internal Server Error"


async def test_a_registry_that_refuses_a_manifest_is_quoted(images: Images, registry: SmallRegistry) -> None:
    async def refuse(request: web.Request) -> web.StreamResponse:
        return refusal(403, "DENIED", "this team may not push here")

    registry.lies["PUT", "/manifests/v1"] = refuse
    await pulled(images, "hello-world:latest")
    images.tag("hello-world", f"{registry.host}/hello", "v1")
    assert await error_in(images.push(f"{registry.host}/hello", "v1", {})) == "denied: this team may not push here"
    assert not [digest for digest in images.find("hello-world").repo_digests if digest.startswith(registry.host)]


async def test_an_image_that_is_removed_while_it_goes_arrives_whole(
    images: Images, registry: SmallRegistry, tmp_path: Path
) -> None:
    await pulled(images, "lab-app:2.0")
    images.tag("lab-app:2.0", f"{registry.host}/app", "v1")
    identity, layers = images.find("lab-app:2.0").id, set(images.find("lab-app:2.0").layers)
    async for message in images.push(f"{registry.host}/app", "v1", {}):
        if message.get("status") == "Preparing" and images.all():
            images.remove(identity, True, nobody)
    assert registry.tags("app") == ["v1"]
    assert images.all() == ()
    assert list((tmp_path / "images" / "blobs" / "sha256").iterdir()) == []
    await pulled(images, f"{registry.host}/app:v1")
    assert set(images.find(f"{registry.host}/app:v1").layers) == layers


async def test_distribution_tells_what_a_registry_has(images: Images, registry: SmallRegistry) -> None:
    await pulled(images, "hello-world:latest")
    images.tag("hello-world", f"{registry.host}/hello", "v1")
    await statuses(images.push(f"{registry.host}/hello", "v1", {}))
    media_type, manifest = registry.manifests["hello", "v1"]
    assert await images.distribution(f"{registry.host}/hello:v1", None) == {
        "Descriptor": {"mediaType": media_type, "digest": digest_of(manifest), "size": len(manifest)},
        "Platforms": [{"architecture": "amd64", "os": "linux"}],
    }
    assert (await images.distribution("hello-world", None))["Platforms"] == [
        {"architecture": "amd64", "os": "linux"},
        {"architecture": "arm64", "os": "linux", "variant": "v8"},
    ]


async def test_every_action_is_told_as_an_event(images: Images, registry: SmallRegistry, tmp_path: Path) -> None:
    events: list[tuple[str, str, str]] = []
    images.on_event = lambda action, actor, attributes: events.append((action, actor, attributes["name"]))
    await pulled(images, "hello-world:latest")
    identity, name = images.find("hello-world").id, f"{registry.host}/hello"
    images.tag("hello-world", name, "v1")
    await statuses(images.push(name, "v1", {}))
    images.remove("hello-world", False, nobody)
    images.remove(f"{name}:v1", False, nobody)
    assert events == [
        ("pull", "hello-world:latest", "hello-world"),
        ("tag", identity, f"{name}:v1"),
        ("push", f"{name}:v1", name),
        ("untag", identity, identity),
        ("untag", identity, identity),
        ("delete", identity, identity),
    ]
