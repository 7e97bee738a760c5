"""What `docker save` writes and `docker load` reads."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from lab.practice.errors import ApiError
from lab.practice.images.images import Images
from lab.practice.images.platforms import default_platform

from .saying import error_in, heard, nobody, pulled
from .small_registry import digest_of


async def saved(images: Images, *names: str) -> bytes:
    return b"".join([chunk async for chunk in images.save(names)])


async def in_pieces(content: bytes, size: int = 10_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def archive(**files: object) -> bytes:
    """A tar of files; what is no bytes is JSON, and `layer__tar` is called layer.tar."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            entry = tarfile.TarInfo(name.replace("__", "."))
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return written.getvalue()


def docker_archive(layer: bytes, names: list[str] | None, **changed: Any) -> bytes:
    """What dockerd 20.10 writes, but for the files that are there for engines before 1.10."""
    config = {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": [digest_of(layer)]}}
    entry = {"Config": "config.json", "RepoTags": names, "Layers": ["layer.tar"]} | changed
    return archive(config__json=config, layer__tar=layer, manifest__json=[entry])


LAYER = archive(file=b"content")


async def test_an_image_comes_back_with_its_name_and_every_digest(images: Images) -> None:
    await pulled(images, "lab-app:2.0", "hello-world:latest")
    images.tag("hello-world", "127.0.0.1:5000/hello", "v1")
    before = {image.id: (image.repo_tags, image.manifest, image.size) for image in images.all()}
    content = await saved(images, "lab-app:2.0", "hello-world", "127.0.0.1:5000/hello:v1")
    for identity in before:
        images.remove(identity, True, nobody)
    assert [message["stream"] for message in await heard(images.load(in_pieces(content)))] == [
        "Loaded image: lab-app:2.0\n",
        "Loaded image: hello-world:latest\n",
        "Loaded image: 127.0.0.1:5000/hello:v1\n",
    ]
    assert {image.id: (image.repo_tags, image.manifest, image.size) for image in images.all()} == before


async def test_the_archive_is_a_docker_archive_too(images: Images) -> None:
    await pulled(images, "lab-base:1.1")
    image = images.find("lab-base:1.1")
    with tarfile.open(fileobj=io.BytesIO(await saved(images, "lab-base:1.1"))) as tar:
        (entry,) = json.load(tar.extractfile("manifest.json") or io.BytesIO())
        assert entry["RepoTags"] == ["lab-base:1.1"]
        assert entry["Config"] == f"blobs/sha256/{image.id.removeprefix('sha256:')}"
        for name in (entry["Config"], *entry["Layers"]):
            file = tar.extractfile(name)
            assert file is not None
            assert digest_of(file.read()) == "sha256:" + name.rpartition("/")[2]


async def test_a_repository_is_saved_with_all_its_tags_and_an_id_with_none(images: Images) -> None:
    await pulled(images, "lab-app:1.0", "lab-app:2.0", "hello-world:latest")
    content = await saved(images, "lab-app", images.find("hello-world").id)
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        entries = json.load(tar.extractfile("manifest.json") or io.BytesIO())
    assert [entry["RepoTags"] for entry in entries] == [["lab-app:1.0"], ["lab-app:2.0"], None]


async def test_what_is_not_here_cannot_be_saved(images: Images) -> None:
    with pytest.raises(ApiError, match="No such image: nosuch:latest"):
        images.save(["nosuch"])


@pytest.mark.parametrize("names", [["app:v1", "app:v2"], None])
async def test_an_older_engines_archive_is_loaded(images: Images, names: list[str] | None) -> None:
    told = await heard(images.load(in_pieces(docker_archive(LAYER, names))))
    (image,) = images.all()
    assert image.repo_tags == tuple(names or ())
    assert (image.layers, image.size) == ((digest_of(LAYER),), 7)
    assert images.read_file(image, "/file") == b"content"
    lines = [f"Loaded image: {name}\n" for name in names or ()] or [f"Loaded image ID: {image.id}\n"]
    assert [message["stream"] for message in told] == lines


async def test_a_compressed_archive_is_loaded(images: Images, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with (
        tarfile.open(fileobj=packed, mode="w:xz") as tar,
        tarfile.open(fileobj=io.BytesIO(docker_archive(LAYER, ["app:v1"]))) as plain,
    ):
        for member in plain:
            tar.addfile(member, plain.extractfile(member))
    await heard(images.load(in_pieces(packed.getvalue())))
    assert images.find("app:v1").size == 7


async def test_a_layer_that_is_a_link_to_another_is_followed(images: Images) -> None:
    written = io.BytesIO(docker_archive(LAYER, ["app:v1"], Layers=["again/layer.tar"]))
    with tarfile.open(fileobj=written, mode="a") as tar:
        link = tarfile.TarInfo("again/layer.tar")
        link.type, link.linkname = tarfile.SYMTYPE, "../layer.tar"
        tar.addfile(link)
    await heard(images.load(in_pieces(written.getvalue())))
    assert images.find("app:v1").layers == (digest_of(LAYER),)


async def test_a_name_that_is_taken_moves_and_it_is_said(images: Images) -> None:
    await heard(images.load(in_pieces(docker_archive(LAYER, ["app:v1"]))))
    old = images.find("app:v1").id
    told = await heard(images.load(in_pieces(docker_archive(archive(file=b"other"), ["app:v1"]))))
    words = f"The image app:v1 already exists, renaming the old one with ID {old} to empty string\n"
    assert told[0]["stream"] == words
    assert images.find(old).repo_tags == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a tar" * 100, "Error processing tar file(exit status 1): archive/tar: invalid tar header"),
        (b"", "Error processing tar file(exit status 1): archive/tar: invalid tar header"),
        (archive(x=b"1"), "open manifest.json: no such file or directory"),
        (archive(manifest__json=b"{x}"), "invalid JSON: "),
        (archive(manifest__json={"a": 1}), "json: cannot unmarshal dict into a list"),
        (archive(manifest__json=[1]), "json: cannot unmarshal int into an object"),
        (archive(manifest__json=[{"Config": "a.json", "Layers": ["l"]}]), "open a.json: no such file or directory"),
        (docker_archive(LAYER, ["app:v1"], Layers=["../../etc/passwd"]), "open ../../etc/passwd: no such file"),
        (docker_archive(LAYER, ["app:v1"], Layers=[]), "invalid manifest, layers length mismatch: expected 1, got 0"),
        (docker_archive(LAYER, ["app:v1"], Layers=["config.json"]), "archive/tar: invalid tar header"),
        (docker_archive(LAYER, ["NotAName"]), "invalid reference format: repository name must be lowercase"),
        (docker_archive(LAYER, ["app:v1"])[:1500], "open manifest.json: no such file or directory"),
        (archive(index__json={"manifests": [{"digest": "sha256:" + "0" * 64, "size": 1}]}), "no such file"),
    ],
)
async def test_what_is_no_archive_is_refused_and_changes_nothing(
    images: Images, tmp_path: Path, content: bytes, words: str
) -> None:
    assert words in await error_in(images.load(in_pieces(content)))
    assert images.all() == ()
    assert list((tmp_path / "images" / "drafts").iterdir()) == []
    assert list((tmp_path / "images" / "blobs" / "sha256").iterdir()) == []


async def test_a_layout_of_images_for_several_platforms_gives_the_engines_own(images: Images, hub: Path) -> None:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        for path in sorted(hub.rglob("*")):
            tar.add(path, path.relative_to(hub).as_posix(), recursive=False)
    await heard(images.load(in_pieces(written.getvalue(), 1_000_000)))
    assert images.find("lab-app:2.0") == images.find("lab-app:latest")
    assert {image.platform.architecture for image in images.all()} == {default_platform().architecture}
    assert len(images.all()) == 9


async def test_a_blob_that_was_changed_is_refused(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    content = await saved(images, "hello-world")
    images.remove("hello-world", False, nobody)
    words = await error_in(images.load(in_pieces(content.replace(b"Hello from", b"HELLO from"))))
    assert words.startswith("filesystem layer verification failed for digest sha256:")
