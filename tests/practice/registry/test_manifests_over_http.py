"""Manifests: by tag and by digest, verified as they come in, served as they came (distribution-spec 1.1)."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from .client import (
    DOCKER_LIST,
    DOCKER_MANIFEST,
    NOWHERE,
    OCI_INDEX,
    OCI_MANIFEST,
    Registry,
    digest_of,
    image,
    index,
)


@pytest.fixture
async def config(registry: Registry) -> str:
    """The digest of a config in repository `app`."""
    return await registry.push_blob(b"{}")


async def test_an_image_is_pulled_by_tag_and_by_digest_as_it_was_pushed(registry: Registry, config: str) -> None:
    body = json.dumps(image(config), indent=7).encode()
    pushed = await registry.push_manifest(body, "v1")
    assert (pushed.status, pushed.headers["Docker-Content-Digest"]) == (201, digest_of(body))
    assert pushed.place.endswith(f"/v2/app/manifests/{digest_of(body)}")
    for reference in ("v1", digest_of(body)):
        answer = await registry.manifest(reference)
        assert (answer.status, answer.body, answer.headers["Content-Type"]) == (200, body, OCI_MANIFEST)
        assert answer.headers["Docker-Content-Digest"] == digest_of(body)
        head = await registry.manifest(reference, method="HEAD")
        assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(body)))


async def test_a_manifest_is_pushed_by_digest_without_a_tag(registry: Registry, config: str) -> None:
    body = json.dumps(image(config)).encode()
    assert (await registry.push_manifest(body, digest_of(body))).status == 201
    assert (await registry.ask("GET", "/v2/app/tags/list")).codes == ["NAME_UNKNOWN"]


async def test_a_tag_means_what_was_pushed_last(registry: Registry) -> None:
    old = await registry.push_image("latest", content=b"old")
    new = await registry.push_image("latest", content=b"new")
    assert (await registry.manifest("latest")).headers["Docker-Content-Digest"] == new
    assert (await registry.manifest(old)).status == 200


async def test_who_has_a_manifest_is_not_sent_it_again(registry: Registry) -> None:
    digest = await registry.push_image("latest")
    answer = await registry.ask("GET", "/v2/app/manifests/latest", If_None_Match=f'"{digest}"')
    assert answer.status == 304


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "MANIFEST_INVALID"),
        (b"{", "MANIFEST_INVALID"),
        (b"[]", "MANIFEST_INVALID"),
        (b"\xff\xfe", "MANIFEST_INVALID"),
        (b"[" * 200_000, "MANIFEST_INVALID"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "MANIFEST_INVALID"),
        (b'{"schemaVersion":' + b"9" * 10_000 + b"}", "MANIFEST_INVALID"),
        (b'{"schemaVersion": NaN}', "MANIFEST_INVALID"),
        ({"schemaVersion": 2}, "MANIFEST_INVALID"),
        ({"schemaVersion": 1, "config": {}, "layers": []}, "MANIFEST_INVALID"),
        ({"schemaVersion": 2, "config": [], "layers": []}, "MANIFEST_INVALID"),
        ({"schemaVersion": 2, "config": {"digest": NOWHERE}, "layers": "none"}, "MANIFEST_INVALID"),
        ({"schemaVersion": 2, "config": {"digest": NOWHERE}, "layers": [1]}, "MANIFEST_INVALID"),
        ({"schemaVersion": 2, "config": {"digest": NOWHERE}, "manifests": []}, "MANIFEST_INVALID"),
        ({"schemaVersion": 2, "config": {"digest": NOWHERE}, "annotations": [1]}, "MANIFEST_INVALID"),
        ({"schemaVersion": 2, "config": {"digest": NOWHERE}, "subject": "x"}, "MANIFEST_INVALID"),
        ({"schemaVersion": 2, "config": {"digest": "../../etc/passwd"}, "layers": []}, "DIGEST_INVALID"),
        ({"schemaVersion": 2, "config": {"digest": 5}, "layers": []}, "DIGEST_INVALID"),
        ({"schemaVersion": 2, "mediaType": DOCKER_MANIFEST, "config": {"digest": NOWHERE}}, "MANIFEST_INVALID"),
        (b'{"schemaVersion": 2, "pad": "' + b"x" * (4 * 1024 * 1024) + b'"}', "MANIFEST_INVALID"),
    ],
)
async def test_what_is_no_manifest_is_refused_and_not_kept(registry: Registry, document: Any, code: str) -> None:
    answer = await registry.push_manifest(document, "latest")
    assert (answer.status, answer.codes[0]) == (400, code)
    assert not registry.top.exists()


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/json", "application/vnd.docker.distribution.manifest.v1+json"]
)
async def test_a_manifest_of_another_type_is_refused(registry: Registry, config: str, media_type: str) -> None:
    answer = await registry.push_manifest(image(config, media_type=media_type), "latest", media_type=media_type)
    assert (answer.status, answer.codes) == (400, ["MANIFEST_INVALID"])


async def test_every_blob_that_is_missing_is_named(registry: Registry, config: str) -> None:
    other = "sha256:" + "b" * 64
    answer = await registry.push_manifest(image(config, NOWHERE, other), "latest")
    assert (answer.status, answer.codes) == (400, ["MANIFEST_BLOB_UNKNOWN"] * 2)
    assert [error["detail"] for error in answer.json["errors"]] == [NOWHERE, other]
    assert (await registry.manifest("latest")).codes == ["MANIFEST_UNKNOWN"]


async def test_a_blob_of_another_repository_is_missing_here(registry: Registry, config: str) -> None:
    answer = await registry.push_manifest(image(config), "latest", "other")
    assert answer.codes == ["MANIFEST_BLOB_UNKNOWN"]


async def test_a_layer_that_lies_elsewhere_need_not_be_here(registry: Registry, config: str) -> None:
    document = image(config)
    foreign = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"
    document["layers"] = [{"mediaType": foreign, "digest": NOWHERE, "size": 1, "urls": ["https://example.com/layer"]}]
    assert (await registry.push_manifest(document, "latest")).status == 201


async def test_a_manifest_under_another_digest_is_refused(registry: Registry, config: str) -> None:
    answer = await registry.push_manifest(image(config), NOWHERE)
    assert (answer.status, answer.codes) == (400, ["DIGEST_INVALID"])


@pytest.mark.parametrize("tag", [".hidden", "-x", "a" * 129, "%2e%2e", "%F0%9F%90%8B", "a%00b"])
async def test_a_tag_that_is_none_is_refused(registry: Registry, config: str, tag: str) -> None:
    before = registry.files()
    assert (await registry.push_manifest(image(config), tag)).codes == ["TAG_INVALID"]
    assert (await registry.manifest(tag)).codes == ["MANIFEST_UNKNOWN"]
    assert registry.files() == before


async def test_an_unknown_tag_and_an_unknown_digest(registry: Registry) -> None:
    by_tag, by_digest = await registry.manifest("nosuch"), await registry.manifest(NOWHERE)
    assert (by_tag.status, by_tag.json["errors"][0]["detail"]) == (404, {"Tag": "nosuch"})
    assert (by_digest.status, by_digest.json["errors"][0]["detail"]) == (404, {"Name": "app", "Revision": NOWHERE})


# --- types ---------------------------------------------------------------------------------------------------------------


async def test_oci_content_is_kept_from_a_client_that_does_not_accept_it(registry: Registry) -> None:
    await registry.push_image("latest")
    await registry.push_manifest(index(), "index", media_type=OCI_INDEX)
    for tag, kind in (("latest", "OCI manifest"), ("index", "OCI index")):
        answer = await registry.ask("GET", f"/v2/app/manifests/{tag}", Accept=DOCKER_MANIFEST)
        assert (answer.status, answer.codes) == (404, ["MANIFEST_UNKNOWN"])
        assert answer.json["errors"][0]["message"].startswith(f"{kind} found, but accept header does not support")


async def test_an_image_of_dockers_own_type_is_served_to_everybody(registry: Registry, config: str) -> None:
    document = image(config, media_type=DOCKER_MANIFEST)
    await registry.push_manifest(document, "latest", media_type=DOCKER_MANIFEST)
    answer = await registry.ask("GET", "/v2/app/manifests/latest")
    assert (answer.status, answer.headers["Content-Type"], answer.json) == (200, DOCKER_MANIFEST, document)


async def test_a_client_that_knows_no_lists_is_given_the_image_for_linux_on_amd64(
    registry: Registry, config: str
) -> None:
    body = json.dumps(image(config, media_type=DOCKER_MANIFEST)).encode()
    await registry.push_manifest(body, digest_of(body), media_type=DOCKER_MANIFEST)
    entry = {"mediaType": DOCKER_MANIFEST, "digest": digest_of(body), "size": len(body)}
    amd = index({**entry, "platform": {"os": "linux", "architecture": "amd64"}}, media_type=DOCKER_LIST)
    arm = index({**entry, "platform": {"os": "linux", "architecture": "arm64"}}, media_type=DOCKER_LIST)
    await registry.push_manifest(amd, "amd", media_type=DOCKER_LIST)
    await registry.push_manifest(arm, "arm", media_type=DOCKER_LIST)
    answer = await registry.ask("GET", "/v2/app/manifests/amd", Accept=DOCKER_MANIFEST)
    assert (answer.status, answer.headers["Docker-Content-Digest"]) == (200, digest_of(body))
    assert (await registry.ask("GET", "/v2/app/manifests/arm", Accept=DOCKER_MANIFEST)).codes == ["MANIFEST_UNKNOWN"]
    assert (await registry.manifest("arm")).json == arm


async def test_the_entries_of_an_index_must_be_here(registry: Registry) -> None:
    digest = await registry.push_image("latest")
    entry = {"mediaType": OCI_MANIFEST, "digest": digest, "size": 1}
    assert (await registry.push_manifest(index(entry), "all", media_type=OCI_INDEX)).status == 201
    missing = {**entry, "digest": NOWHERE}
    answer = await registry.push_manifest(index(entry, missing), "all", media_type=OCI_INDEX)
    assert (answer.codes, answer.json["errors"][0]["detail"]) == (["MANIFEST_BLOB_UNKNOWN"], NOWHERE)


# --- deletion ------------------------------------------------------------------------------------------------------------


async def test_deleting_a_tag_leaves_the_manifest_and_its_other_tags(registry: Registry) -> None:
    digest = await registry.push_image("one")
    await registry.push_image("two")
    assert (await registry.ask("DELETE", "/v2/app/manifests/one")).status == 202
    assert (await registry.manifest("one")).status == 404
    assert (await registry.manifest("two")).status == 200
    assert (await registry.manifest(digest)).status == 200
    assert (await registry.ask("DELETE", "/v2/app/manifests/one")).codes == ["MANIFEST_UNKNOWN"]


async def test_deleting_a_manifest_takes_its_tags_with_it(registry: Registry) -> None:
    digest = await registry.push_image("one")
    await registry.push_image("two")
    other = await registry.push_image("three", content=b"another")
    assert (await registry.ask("DELETE", f"/v2/app/manifests/{digest}")).status == 202
    assert (await registry.ask("GET", "/v2/app/tags/list")).json["tags"] == ["three"]
    assert (await registry.manifest(digest)).status == 404
    assert (await registry.manifest(other)).status == 200
    assert (await registry.ask("DELETE", f"/v2/app/manifests/{digest}")).codes == ["MANIFEST_UNKNOWN"]


async def test_a_deleted_manifest_can_be_pushed_again(registry: Registry) -> None:
    digest = await registry.push_image("one")
    await registry.ask("DELETE", f"/v2/app/manifests/{digest}")
    assert await registry.push_image("one") == digest
    assert (await registry.manifest("one")).status == 200


# --- at once -------------------------------------------------------------------------------------------------------------


async def test_of_two_pushes_of_one_tag_one_wins_and_neither_is_lost(registry: Registry) -> None:
    config = await registry.push_blob(b"{}")
    bodies = [json.dumps(image(config, annotations={"turn": str(turn)})).encode() for turn in range(12)]
    answers = await asyncio.gather(*(registry.push_manifest(body, "latest") for body in bodies))
    assert {answer.status for answer in answers} == {201}
    assert (await registry.manifest("latest")).body in bodies
    for body in bodies:
        assert (await registry.manifest(digest_of(body))).body == body


async def test_pushes_and_deletions_of_one_tag_at_once_leave_it_whole_or_gone(registry: Registry) -> None:
    await registry.push_image("latest")
    body = (await registry.manifest("latest")).body
    pushes = [registry.push_manifest(body, "latest") for _ in range(10)]
    deletions = [registry.ask("DELETE", "/v2/app/manifests/latest") for _ in range(10)]
    answers = await asyncio.gather(*(each for pair in zip(pushes, deletions, strict=True) for each in pair))
    assert {answer.status for answer in answers} <= {201, 202, 404}
    last = await registry.manifest("latest")
    assert last.status == 404 or last.body == body
    assert (await registry.push_manifest(body, "latest")).status == 201
