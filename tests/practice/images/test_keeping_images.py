"""Killed at any moment, what is opened next is whole."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from lab.practice.errors import ApiError
from lab.practice.images import holdings
from lab.practice.images.images import Images

from .saying import heard, nobody, pulled


def assert_whole(root: Path, hub: Path) -> Images:
    """Open what was left, and read every byte of every image in it."""
    images = Images(root, hub)
    kept = holdings.Holdings(root)
    for image in images.all():
        manifest = kept.manifest(image.id)
        for blob in manifest.blobs():
            path = kept.blobs.path(blob.digest)
            assert path.stat().st_size == blob.size
            assert kept.blobs.write(path.read_bytes()) == blob.digest
        for name in (*image.repo_tags, *image.repo_digests):
            assert images.find(name) == image
    assert list((root / "drafts").iterdir()) == []
    return images


async def test_what_was_held_is_there_again(images: Images, tmp_path: Path, hub: Path) -> None:
    await pulled(images, "lab-app:1.0", "hello-world:latest")
    images.tag("hello-world", "127.0.0.1:5000/hello", "v1")
    before = images.all()
    assert Images(tmp_path / "images", hub).all() == before


@pytest.mark.parametrize("moment", range(12))
async def test_a_crash_at_any_replacement_of_a_file_leaves_a_whole(
    moment: int, tmp_path: Path, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced = 0
    real = os.replace

    def crash(source: str | Path, target: str | Path) -> None:
        nonlocal replaced
        replaced += 1
        if replaced > moment:
            raise OSError(5, "Input/output error")
        real(source, target)

    root = tmp_path / "images"
    images = Images(root, hub)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", crash)
        await heard(images.pull("lab-base", "1.1", "linux/amd64", None))
        for change in (
            lambda: images.tag("lab-base:1.1", "base", "v1"),
            lambda: images.remove("lab-base:1.1", False, nobody),
            lambda: images.remove("base:v1", False, nobody),
        ):
            with contextlib.suppress(ApiError, OSError):
                change()
    again = assert_whole(root, hub)
    await pulled(again, "lab-base:1.1")
    assert again.find("lab-base:1.1").repo_tags[-1] == "lab-base:1.1"


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX's")
def test_a_process_that_is_killed_leaves_a_whole(tmp_path: Path, hub: Path) -> None:
    program = textwrap.dedent(
        """
        import asyncio, sys
        from pathlib import Path
        from lab.practice.images.images import Images

        async def work():
            images = Images(Path(sys.argv[1]), Path(sys.argv[2]))
            print("ready", flush=True)
            while True:
                for name in ("lab-app", "registry", "hello-world"):
                    async for _ in images.pull(name, "latest", "linux/amd64", None):
                        pass
                    images.tag(name, "copy", "latest")
                for image in images.all():
                    images.remove(image.id, True, lambda identity: None)
                print("round", flush=True)

        asyncio.run(work())
        """
    )
    root = tmp_path / "images"
    delay = random.Random(7)
    for _ in range(2):
        child = subprocess.Popen(
            [sys.executable, "-c", program, str(root), str(hub)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(delay.uniform(0.0, 0.3))
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert_whole(root, hub)


async def test_content_that_nothing_names_goes_at_the_next_start(images: Images, tmp_path: Path, hub: Path) -> None:
    await pulled(images, "hello-world:latest")
    folder = tmp_path / "images" / "blobs" / "sha256"
    before = set(folder.iterdir())
    (folder / ("0" * 64)).write_bytes(b"left by a pull that was cut off")
    (tmp_path / "images" / "drafts" / "tmp1").write_bytes(b"half")
    assert_whole(tmp_path / "images", hub)
    assert set(folder.iterdir()) == before


async def test_content_stays_while_it_is_on_its_way(images: Images, tmp_path: Path) -> None:
    await pulled(images, "lab-app:1.0")
    stream = images.save(["lab-app:1.0"])
    pieces = [await anext(stream)]
    images.remove("lab-app:1.0", False, nobody)
    assert images.all() == ()
    pieces += [piece async for piece in stream]
    assert len(b"".join(pieces)) > 700_000
    assert list((tmp_path / "images" / "blobs" / "sha256").iterdir()) == []


async def test_a_full_disk_is_said_and_loses_nothing(
    images: Images, tmp_path: Path, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pulled(images, "hello-world:latest")
    before = images.all()

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        told = await heard(images.pull("registry", "3", "linux/amd64", None))
    assert told[-1]["error"].endswith("no space left on device")
    assert assert_whole(tmp_path / "images", hub).all() == before


async def test_a_change_that_could_not_be_written_did_not_happen(
    images: Images, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    await pulled(images, "hello-world:latest")
    before = images.all()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            images.tag("hello-world", "hello", "v1")
        with pytest.raises(OSError, match="No space left"):
            images.remove("hello-world", False, nobody)
    assert images.all() == before


async def test_whoever_reads_the_index_reads_the_old_one_or_the_new_one(images: Images, tmp_path: Path) -> None:
    await pulled(images, "hello-world:latest")
    path = tmp_path / "images" / "images.json"
    before = path.read_text()
    with path.open() as reader:
        images.tag("hello-world", "hello", "v1")
        assert reader.read() == before
    assert "docker.io/library/hello:v1" in json.loads(path.read_text())["names"]


def test_the_index_is_readable_by_people(images: Images, tmp_path: Path) -> None:
    images._holdings.index.save()
    assert json.loads((tmp_path / "images" / "images.json").read_text()) == {"images": {}, "names": {}}
