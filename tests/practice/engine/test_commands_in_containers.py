from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lab.practice.engine.commands import Err, Out, lines
from lab.practice.engine.files import Files
from lab.practice.engine.mounts import Mount
from lab.practice.engine.programs import run

CONFIG = b"version: 0.1\n"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    data = tmp_path / "data"
    (data / "docker").mkdir(parents=True)
    (data / "docker" / "blob").write_bytes(b"content")
    mount = Mount("bind", str(data), "/var/lib/registry")
    image = {"/etc/distribution/config.yml": CONFIG, "/var/lib/registry/hidden": b"below the mount"}
    return Files(tmp_path / "own", [mount], tmp_path / "volumes", image.get)


async def said(files: Files, *words: str) -> str:
    pieces = [piece async for piece in run(words, files)]
    return "".join(piece.data.decode() if isinstance(piece, Out) else f"! {piece.text}\n" for piece in pieces)


async def test_ls_and_find_see_mounts_in_their_places(files: Files) -> None:
    assert await said(files, "ls", "/var/lib") == "registry\n"
    assert await said(files, "/bin/ls", "/var/lib/registry") == "docker\n"
    assert await said(files, "find", "/var/lib/registry", "-type", "f") == "/var/lib/registry/docker/blob\n"
    assert "drwx" in await said(files, "ls", "-l", "/var/lib/registry")
    assert await said(files, "ls", "-R", "/var/lib/registry/docker") == "/var/lib/registry/docker:\nblob\n"


async def test_cat_reads_mounts_and_the_image(files: Files) -> None:
    assert await said(files, "cat", "/var/lib/registry/docker/blob") == "content"
    assert await said(files, "cat", "/etc/distribution/config.yml") == CONFIG.decode()
    assert await said(files, "cat", "/var/lib/registry/hidden") == (
        "! cat: can't open '/var/lib/registry/hidden': No such file or directory\n"
    )
    assert await said(files, "cat", "/var/lib/registry") == "! cat: read error: Is a directory\n"


async def test_sha256sum_is_the_digest_of_the_content(files: Files) -> None:
    path = "/var/lib/registry/docker/blob"
    assert await said(files, "sha256sum", path) == f"{hashlib.sha256(b'content').hexdigest()}  {path}\n"


async def test_a_link_or_dots_that_lead_out_of_the_container_are_not_followed(files: Files, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "data" / "link").symlink_to(tmp_path / "secret")
    for path in ("/var/lib/registry/link", "/var/lib/registry/../../../../secret", "../secret"):
        assert "secret\n" not in await said(files, "cat", path)
        assert "! " in await said(files, "cat", path)


async def test_what_is_missing_is_said_on_the_error_stream(files: Files) -> None:
    pieces = [piece async for piece in lines(iter([Err("x"), Out(b"y")]))]
    assert pieces == [Err("x"), Out(b"y")]
    assert await said(files, "ls", "/nowhere") == "! ls: /nowhere: No such file or directory\n"


async def test_garbage_is_collected_where_the_configuration_says(files: Files, tmp_path: Path) -> None:
    blob = tmp_path / "data" / "docker/registry/v2/blobs/sha256/ab" / ("ab" * 32) / "data"
    blob.parent.mkdir(parents=True)
    blob.write_bytes(b"nobody's")
    (tmp_path / "data" / "here.yml").write_text(
        "version: 0.1\nstorage: {filesystem: {rootdirectory: /var/lib/registry}}\n"
    )
    (tmp_path / "data" / "there.yml").write_text("version: 0.1\nstorage: {filesystem: {rootdirectory: /elsewhere}}\n")
    (tmp_path / "data" / "wrong.yml").write_text("version: 9\n")
    collect = ("registry", "garbage-collect")
    assert "0 blobs marked, 0 blobs" in await said(files, *collect, "/var/lib/registry/there.yml")
    assert "unsupported version" in await said(files, *collect, "/var/lib/registry/wrong.yml")
    assert "no such file or directory" in await said(files, *collect, "/nowhere.yml")
    assert blob.exists()
    assert "0 blobs marked, 1 blobs" in await said(files, *collect, "/var/lib/registry/here.yml")
    assert not blob.exists()
