"""Debian's skopeo between the practice registry and the real one: every byte arrives, whichever way it goes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .registries import CONFIG, Registry, debian, digest_of, manifest, practice

pytestmark = pytest.mark.engine

INDEX = "application/vnd.oci.image.index.v1+json"
LAYERS = {"amd64": bytes(range(256)) * 1000, "arm64": bytes(reversed(range(256))) * 1000}


def skopeo(*words: str) -> str:
    """Run skopeo, which asks for HTTPS unless it is told otherwise; return what it prints."""
    done = subprocess.run(
        ["skopeo", "--insecure-policy", *words], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def copy(source: str, target: str, *options: str) -> None:
    """Copy as it is: left to itself, skopeo compresses layers that are not."""
    plain = [f"--{end}-tls-verify=false" for end, place in (("src", source), ("dest", target)) if "docker:" in place]
    skopeo("copy", "--preserve-digests", *plain, *options, source, target)


def name(registry: Registry, rest: str) -> str:
    return f"docker://127.0.0.1:{registry.port}/{rest}"


@pytest.fixture(params=["to-debian", "from-debian"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Registry, Registry]]:
    """Where an image comes from, and where it goes to."""
    with practice(tmp_path / "ours") as ours, debian(tmp_path / "theirs") as theirs:
        yield (ours, theirs) if request.param == "to-debian" else (theirs, ours)


def push_for_two_platforms(registry: Registry) -> str:
    """Push an image for two processors as `app:v1`; return the digest of its index."""
    entries = []
    for architecture, layer in LAYERS.items():
        digest = registry.push(architecture, layer=layer)
        platform = {"os": "linux", "architecture": architecture}
        kind = "application/vnd.oci.image.manifest.v1+json"
        entries.append({"mediaType": kind, "digest": digest, "size": len(manifest(layer)), "platform": platform})
    index = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": entries}).encode()
    assert registry.ask("PUT", "/v2/app/manifests/v1", index, INDEX)[0] == 201
    return digest_of(index)


def served(registry: Registry, path: str) -> bytes:
    status, _, body = registry.ask("GET", path)
    assert status == 200, (path, body)
    return body


def test_an_image_is_copied_with_every_byte(both: tuple[Registry, Registry]) -> None:
    source, target = both
    digest = source.push("v1")
    copy(name(source, "app:v1"), name(target, "team/app:v2"))
    assert digest_of(served(target, "/v2/team/app/manifests/v2")) == digest
    for blob in (digest_of(CONFIG), digest_of(LAYERS["amd64"])):
        assert digest_of(served(target, f"/v2/team/app/blobs/{blob}")) == blob
    assert json.loads(skopeo("list-tags", "--tls-verify=false", name(target, "team/app")))["Tags"] == ["v2"]
    told = json.loads(skopeo("inspect", "--tls-verify=false", name(target, "team/app:v2")))
    assert (told["Digest"], told["RepoTags"]) == (digest, ["v2"])


def test_an_index_is_copied_with_all_its_platforms_or_with_one(both: tuple[Registry, Registry]) -> None:
    source, target = both
    digest = push_for_two_platforms(source)
    copy(name(source, "app:v1"), name(target, "app:v1"), "--all")
    whole = target.ask("GET", f"/v2/app/manifests/{digest}")
    assert whole[0] == 404, "an index is served to whoever accepts one"
    assert digest_of(skopeo("inspect", "--raw", "--tls-verify=false", name(target, "app:v1")).encode()) == digest
    for layer in LAYERS.values():
        assert served(target, f"/v2/app/blobs/{digest_of(layer)}") == layer
    copy(f"{name(source, 'app')}@{digest_of(manifest(LAYERS['arm64']))}", name(target, "one:v1"))
    assert served(target, "/v2/one/manifests/v1") == manifest(LAYERS["arm64"])
    assert target.ask("GET", f"/v2/one/blobs/{digest_of(LAYERS['amd64'])}")[0] == 404


def test_a_layout_on_disk_goes_to_one_and_comes_back_from_the_other(
    both: tuple[Registry, Registry], tmp_path: Path
) -> None:
    source, target = both
    digest = source.push("v1")
    copy(name(source, "app:v1"), f"oci:{tmp_path}/layout:v1")
    copy(f"oci:{tmp_path}/layout:v1", name(target, "app:v1"))
    assert digest_of(served(target, "/v2/app/manifests/v1")) == digest


def test_a_manifest_is_deleted(both: tuple[Registry, Registry]) -> None:
    _, target = both
    digest = target.push("v1")
    skopeo("delete", "--tls-verify=false", name(target, "app:v1"))
    assert target.ask("GET", "/v2/app/manifests/v1")[0] == 404
    assert target.ask("GET", f"/v2/app/manifests/{digest}")[0] == 404
