"""An image laid into a registry's folder is what a registry would have stored, and a registry serves it."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lab.content.props import Image
from lab.home import Home
from lab.props.ground import Ground
from lab.props.images import lay_image
from tests.builders import run
from tests.fakes import FACTS

IMAGE = Image("registry-data", "lab/greeting:1.0", ("linux/amd64", "linux/arm/v7"), "안녕\n")


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(replace(run(), workspace=str(Home(tmp_path).workspace("understanding-registry", "0a1b2c3d"))), FACTS)


@pytest.fixture
def top(ground: Ground) -> Path:
    return ground.workspace / "registry-data/docker/registry/v2"


def blob(top: Path, digest: str) -> bytes:
    digits = digest.removeprefix("sha256:")
    content = (top / "blobs/sha256" / digits[:2] / digits / "data").read_bytes()
    assert hashlib.sha256(content).hexdigest() == digits
    return content


def document(top: Path, digest: str) -> Any:
    return json.loads(blob(top, digest))


def test_from_the_tag_down_every_blob_is_there_under_its_digest_and_belongs_to_the_repository(
    ground: Ground, top: Path
) -> None:
    lay_image(IMAGE, ground)
    own = top / "repositories/lab/greeting"
    digest = (own / "_manifests/tags/1.0/current/link").read_text(encoding="ascii")
    index = document(top, digest)
    assert [row["platform"] for row in index["manifests"]] == [
        {"os": "linux", "architecture": "amd64"},
        {"os": "linux", "architecture": "arm", "variant": "v7"},
    ]
    for row in (*index["manifests"], {"digest": digest}):
        assert (own / "_manifests/revisions" / row["digest"].replace(":", "/") / "link").is_file()
    for row in index["manifests"]:
        manifest = document(top, row["digest"])
        assert len(blob(top, row["digest"])) == row["size"]
        config, layer = document(top, manifest["config"]["digest"]), blob(top, manifest["layers"][0]["digest"])
        assert config["architecture"] == row["platform"]["architecture"]
        assert config["rootfs"]["diff_ids"] == [f"sha256:{hashlib.sha256(gzip.decompress(layer)).hexdigest()}"]
        assert "안녕\n".encode() in gzip.decompress(layer)
        for part in (manifest["config"], *manifest["layers"]):
            assert len(blob(top, part["digest"])) == part["size"]
            assert (own / "_layers" / part["digest"].replace(":", "/") / "link").is_file()


def test_the_same_words_give_the_same_digests_on_every_machine(ground: Ground, top: Path, tmp_path: Path) -> None:
    lay_image(IMAGE, ground)
    other = Ground(replace(run(), workspace=str(Home(tmp_path / "other").workspace("x", "1"))), FACTS)
    lay_image(IMAGE, other)
    link = "registry-data/docker/registry/v2/repositories/lab/greeting/_manifests/tags/1.0/current/link"
    assert (ground.workspace / link).read_bytes() == (other.workspace / link).read_bytes()


def test_an_image_whose_tag_is_there_is_not_laid_again_and_one_without_is_made_whole(ground: Ground, top: Path) -> None:
    lay_image(IMAGE, ground)
    link = top / "repositories/lab/greeting/_manifests/tags/1.0/current/link"
    digest = link.read_text(encoding="ascii")
    data = top / "blobs/sha256" / digest[7:9] / digest[7:] / "data"
    data.unlink()
    lay_image(IMAGE, ground)
    assert not data.exists()
    link.unlink()
    lay_image(IMAGE, ground)
    assert link.read_text(encoding="ascii") == digest
    assert data.is_file()
