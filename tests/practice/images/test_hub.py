"""Docker Hub's stand-in: real images, the same everywhere."""

from __future__ import annotations

import gzip as python_gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from lab.practice.hub import making
from lab.practice.hub.tarball import File, gzip, tar


def read(layout: Path, digest: str) -> Any:
    return json.loads((layout / "blobs" / "sha256" / digest.removeprefix("sha256:")).read_bytes())


def manifests(layout: Path) -> dict[str, Any]:
    """Full name and architecture to manifest."""
    index = json.loads((layout / "index.json").read_bytes())
    return {
        f"{entry['annotations']['io.containerd.image.name']} {inner['platform']['architecture']}": read(
            layout, inner["digest"]
        )
        for entry in index["manifests"]
        for inner in read(layout, entry["digest"])["manifests"]
    }


def test_every_blob_is_what_its_name_says(hub: Path) -> None:
    paths = list((hub / "blobs" / "sha256").iterdir())
    assert [path.name for path in paths] == [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def test_every_image_is_whole_for_both_processors(hub: Path) -> None:
    found = manifests(hub)
    names = {name.split()[0].removeprefix("docker.io/library/") for name in found}
    assert names >= {"hello-world:latest", "registry:latest", "registry:3", "registry:2", "lab-base:1.0", "lab-app:2.0"}
    assert {f"{name.split()[0]} {architecture}" for name in found for architecture in ("amd64", "arm64")} == set(found)
    for manifest in found.values():
        layers = [hub / "blobs" / "sha256" / layer["digest"].removeprefix("sha256:") for layer in manifest["layers"]]
        contents = [python_gzip.decompress(path.read_bytes()) for path in layers]
        diff_ids = [f"sha256:{hashlib.sha256(content).hexdigest()}" for content in contents]
        assert diff_ids == read(hub, manifest["config"]["digest"])["rootfs"]["diff_ids"]
        assert [path.stat().st_size for path in layers] == [layer["size"] for layer in manifest["layers"]]


def test_two_makings_are_equal_to_the_byte(hub: Path, tmp_path: Path) -> None:
    making.write_layout(tmp_path)
    files = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert {path: (tmp_path / path).read_bytes() for path in files} == {
        path: (hub / path).read_bytes() for path in files
    }


def test_the_app_shares_the_bases_layers_and_its_versions_differ_in_one(hub: Path) -> None:
    found = manifests(hub)
    base, first, second = (
        [layer["digest"] for layer in found[f"docker.io/library/{name} amd64"]["layers"]]
        for name in ("lab-base:1.1", "lab-app:1.0", "lab-app:2.0")
    )
    assert first[: len(base)] == base
    assert first[:-1] == second[:-1]
    assert first[-1] != second[-1]


def test_the_registry_says_what_the_official_one_says(hub: Path) -> None:
    config = read(hub, manifests(hub)["docker.io/library/registry:3 amd64"]["config"]["digest"])["config"]
    assert config["ExposedPorts"] == {"5000/tcp": {}}
    assert config["Volumes"] == {"/var/lib/registry": {}}
    assert config["Entrypoint"] + config["Cmd"] == ["/entrypoint.sh", "/etc/distribution/config.yml"]
    assert config["Labels"]["lab.registry.practice.program"] == "registry"


def test_a_layer_has_no_dates_and_no_owners_and_its_folders_come_first() -> None:
    content = tar((File("b/c/x", b"1"), File("a", b"2", 0o755)))
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        assert [(member.name, member.mode) for member in archive] == [
            ("b", 0o755),
            ("b/c", 0o755),
            ("a", 0o755),
            ("b/c/x", 0o644),
        ]
        assert {(member.mtime, member.uid, member.gid) for member in archive.getmembers()} == {(0, 0, 0)}


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 200_001])
def test_what_is_stored_in_gzips_format_can_be_unpacked(size: int) -> None:
    content = b"\0" * size
    assert python_gzip.decompress(gzip(content)) == content


def test_a_directory_that_is_a_layout_is_served_as_it_is(hub: Path) -> None:
    assert making.made_in(hub) == hub


def test_a_making_that_was_cut_off_is_not_taken_for_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(folder: Path) -> None:
        (folder / "oci-layout").write_text("half")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(making, "write_layout", full_disk)
        with pytest.raises(OSError, match="No space"):
            making.made_in(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert (making.made_in(tmp_path) / "index.json").is_file()
