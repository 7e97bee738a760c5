"""What is there: repositories, tags and referrers, in pages (distribution-spec 1.1, "Content Discovery")."""

from __future__ import annotations

import os
import re
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from .client import NOWHERE, OCI_INDEX, OCI_MANIFEST, Registry, image, index, running


async def pages(registry: Registry, path: str, field: str) -> list[list[str]]:
    """Follow the Link headers from page to page."""
    found = []
    while path:
        answer = await registry.ask("GET", path)
        assert answer.status == 200, answer.body
        found.append(answer.json[field])
        link = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("Link", ""))
        path = link[1] if link else ""
    return found


async def test_the_base_says_that_this_is_a_registry(registry: Registry) -> None:
    answer = await registry.ask("GET", "/v2/")
    assert (answer.status, answer.body) == (200, b"{}")
    assert answer.headers["Docker-Distribution-Api-Version"] == "registry/2.0"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/v1/_ping", "/v2/app", "/v2/APP/tags/list", "/v2/a//b/tags/list", "/v2/-a/tags/list"]
)
async def test_what_is_no_resource_is_not_found(registry: Registry, path: str) -> None:
    answer = await registry.ask("GET", path)
    assert (answer.status, answer.body) == (404, b"404 page not found\n")


async def test_a_method_that_makes_no_sense_is_405(registry: Registry) -> None:
    answer = await registry.ask("PUT", "/v2/app/tags/list")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


async def test_the_tags_are_listed_in_order_and_in_pages(registry: Registry) -> None:
    for tag in ("b", "a", "C", "v1.10", "v1.9", "_"):
        await registry.push_image(tag)
    every = ["C", "_", "a", "b", "v1.10", "v1.9"]
    answer = await registry.ask("GET", "/v2/app/tags/list")
    assert answer.json == {"name": "app", "tags": every}
    assert await pages(registry, "/v2/app/tags/list?n=4", "tags") == [every[:4], every[4:]]
    assert await pages(registry, "/v2/app/tags/list?n=6", "tags") == [every]
    assert await pages(registry, "/v2/app/tags/list?last=a", "tags") == [every[3:]]
    assert await pages(registry, "/v2/app/tags/list?last=nosuch&n=1", "tags") == [["v1.10"], ["v1.9"]]
    assert await pages(registry, "/v2/app/tags/list?n=0", "tags") == [[]]


async def test_an_unknown_repository_has_no_tags(registry: Registry) -> None:
    answer = await registry.ask("GET", "/v2/nosuch/tags/list")
    assert (answer.status, answer.codes, answer.json["errors"][0]["detail"]) == (
        404,
        ["NAME_UNKNOWN"],
        {"name": "nosuch"},
    )


@pytest.mark.parametrize("number", ["-1", "x", "1e3", "99999999999999999999", "%D9%A1"])
async def test_a_number_of_entries_that_is_none_is_refused(registry: Registry, number: str) -> None:
    await registry.push_image("latest")
    for path in ("/v2/_catalog", "/v2/app/tags/list"):
        answer = await registry.ask("GET", f"{path}?n={number}")
        assert (answer.status, answer.codes) == (400, ["PAGINATION_NUMBER_INVALID"])


async def test_the_repositories_are_listed_in_order_and_in_pages(registry: Registry) -> None:
    assert (await registry.ask("GET", "/v2/_catalog")).json == {"repositories": []}
    names = ["a", "a/b", "a-b", "b/c/d", "z"]
    for name in reversed(names):
        await registry.push_image("latest", name)
    assert (await registry.ask("GET", "/v2/_catalog")).json == {"repositories": names}
    assert await pages(registry, "/v2/_catalog?n=2", "repositories") == [["a", "a/b"], ["a-b", "b/c/d"], ["z"]]
    assert await pages(registry, "/v2/_catalog?n=9&last=a/b", "repositories") == [["a-b", "b/c/d", "z"]]


async def test_a_page_of_repositories_has_a_greatest_length(tmp_path) -> None:
    async with running(tmp_path, {"REGISTRY_CATALOG_MAXENTRIES": "2"}) as registry:
        for name in ("a", "b", "c"):
            await registry.push_blob(b"", name)
        assert await pages(registry, "/v2/_catalog", "repositories") == [["a", "b"], ["c"]]
        assert (await registry.ask("GET", "/v2/_catalog?n=3")).codes == ["PAGINATION_NUMBER_INVALID"]


async def test_a_name_that_is_too_long_is_refused(registry: Registry) -> None:
    long = "a" * 256
    for method, path in (("GET", f"/v2/{long}/tags/list"), ("POST", f"/v2/{long}/blobs/uploads/")):
        answer = await registry.ask(method, path)
        assert (answer.status, answer.codes) == (400, ["NAME_INVALID"])
    assert (await registry.ask("POST", f"/v2/{long[1:]}/blobs/uploads/")).status == 202


async def test_ten_thousand_tags_are_listed_without_delay() -> None:
    memory = Path("/dev/shm")  # making ten thousand entries takes a busy disk longer than anything here
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        async with running(Path(folder)) as registry:
            await registry.push_image("first")
            tags = registry.top / "repositories/app/_manifests/tags"
            for number in range(10_000):
                os.symlink("first", tags / f"t{number:05}")
            began = time.perf_counter()
            answer = await registry.ask("GET", "/v2/app/tags/list")
            taken = time.perf_counter() - began
            assert len(answer.json["tags"]) == 10_001
            assert taken < 5, taken
            page = await registry.ask("GET", "/v2/app/tags/list?n=3&last=t09997")
            assert page.json["tags"] == ["t09998", "t09999"]


# --- referrers -----------------------------------------------------------------------------------------------------------


def descriptor(digest: str) -> dict[str, Any]:
    return {"mediaType": OCI_MANIFEST, "digest": digest, "size": 1}


async def test_what_refers_to_an_image_is_listed_whether_the_image_is_there_or_not(registry: Registry) -> None:
    config = await registry.push_blob(b"{}")
    answer = await registry.ask("GET", f"/v2/app/referrers/{NOWHERE}")
    assert (answer.status, answer.headers["Content-Type"], answer.json) == (200, OCI_INDEX, index())
    signature = image(config, subject=descriptor(NOWHERE), artifactType="example/signature", annotations={"by": "me"})
    pushed = await registry.push_manifest(signature, "signature")
    assert (pushed.status, pushed.headers["OCI-Subject"]) == (201, NOWHERE)
    entries = (await registry.ask("GET", f"/v2/app/referrers/{NOWHERE}")).json["manifests"]
    size = int((await registry.manifest("signature")).headers["Content-Length"])
    assert entries == [
        {
            "mediaType": OCI_MANIFEST,
            "digest": pushed.headers["Docker-Content-Digest"],
            "size": size,
            "artifactType": "example/signature",
            "annotations": {"by": "me"},
        }
    ]


async def test_referrers_are_told_apart_by_their_artifact_type(registry: Registry) -> None:
    config = await registry.push_blob(b"{}")
    subject = descriptor(NOWHERE)
    await registry.push_manifest(image(config, subject=subject), "image")
    await registry.push_manifest(image(config, subject=subject, artifactType="example/sbom"), "sbom")
    await registry.push_manifest(index(subject=subject, artifactType="example/sbom"), "index", media_type=OCI_INDEX)
    await registry.push_manifest(index(subject=subject), "bare", media_type=OCI_INDEX)
    answer = await registry.ask("GET", f"/v2/app/referrers/{NOWHERE}?artifactType=example/sbom")
    assert answer.headers["OCI-Filters-Applied"] == "artifactType"
    assert [entry["artifactType"] for entry in answer.json["manifests"]] == ["example/sbom"] * 2
    answer = await registry.ask(
        "GET", f"/v2/app/referrers/{NOWHERE}?artifactType=application/vnd.oci.image.config.v1%2Bjson"
    )
    assert len(answer.json["manifests"]) == 1
    answer = await registry.ask("GET", f"/v2/app/referrers/{NOWHERE}")
    assert "OCI-Filters-Applied" not in answer.headers
    assert len(answer.json["manifests"]) == 4


async def test_a_deleted_referrer_refers_no_more(registry: Registry) -> None:
    subject = await registry.push_image("latest")
    referrer = await registry.push_image("signature", subject=descriptor(subject))
    assert len((await registry.ask("GET", f"/v2/app/referrers/{subject}")).json["manifests"]) == 1
    await registry.ask("DELETE", f"/v2/app/manifests/{referrer}")
    assert (await registry.ask("GET", f"/v2/app/referrers/{subject}")).json["manifests"] == []


async def test_referrers_of_what_is_no_digest_are_refused(registry: Registry) -> None:
    assert (await registry.ask("GET", "/v2/app/referrers/latest")).codes == ["DIGEST_INVALID"]
