"""The folder that a registry stores into, as this machine sees it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from lab.engine import store
from lab.engine.store import FileDigests, read_files, read_store
from lab.world import Store, StoredFile


def digest_of(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def read(folder: Path) -> Store:
    return read_store(str(folder), FileDigests())


def test_the_tree_of_a_registry_is_read_with_its_links(tmp_path: Path) -> None:
    data = b"a manifest"
    digest = digest_of(data)
    blob = tmp_path / "docker/registry/v2/blobs/sha256" / digest[7:9] / digest[7:] / "data"
    link = tmp_path / "docker/registry/v2/repositories/hello-world/_manifests/tags/latest/current/link"
    for path, text in ((blob, data), (link, digest.encode())):
        path.parent.mkdir(parents=True)
        path.write_bytes(text)
    assert read(tmp_path) == Store(
        str(tmp_path),
        readable=True,
        files=(
            StoredFile(blob.relative_to(tmp_path).as_posix(), len(data), digest),
            StoredFile(link.relative_to(tmp_path).as_posix(), len(digest), digest_of(digest.encode()), digest),
        ),
    )


def test_an_empty_folder_is_readable_and_empty(tmp_path: Path) -> None:
    assert read(tmp_path) == Store(str(tmp_path), readable=True)


def test_a_link_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "link").write_bytes(b"x" * (store.LARGEST_TEXT + 1))
    assert read(tmp_path).files[0].text is None


def test_a_link_that_is_not_text_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "link").write_bytes(b"\xff\xfe\0")
    assert read(tmp_path).files[0].text is not None


def test_a_digest_is_kept_while_size_and_time_stay_the_same(tmp_path: Path) -> None:
    file, digests = tmp_path / "data", FileDigests()
    file.write_bytes(b"one")
    os.utime(file, ns=(1, 1))
    first = read_store(str(tmp_path), digests)
    file.write_bytes(b"two")
    os.utime(file, ns=(1, 1))
    assert read_store(str(tmp_path), digests) == first
    os.utime(file, ns=(2, 2))
    assert read_store(str(tmp_path), digests).files[0].digest == digest_of(b"two")


def test_a_file_that_grew_is_read_again(tmp_path: Path) -> None:
    file, digests = tmp_path / "data", FileDigests()
    for data in (b"one", b"three"):
        file.write_bytes(data)
        os.utime(file, ns=(1, 1))
        assert read_store(str(tmp_path), digests).files[0].digest == digest_of(data)


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret").write_text("secret")
    (inside / "file").symlink_to(outside / "secret")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    assert read(inside).files == ()


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "data")
    assert read(tmp_path) == Store(str(tmp_path), readable=True)


def test_a_folder_that_is_not_there_is_not_readable(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == Store(str(tmp_path / "none"), readable=False)


def test_a_file_in_the_place_of_the_folder_is_not_readable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not read(tmp_path / "file").readable


@pytest.mark.parametrize("at", ["os.listdir", "os.scandir"])
def test_a_folder_that_is_closed_to_this_user_is_not_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def closed(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(at, closed)
    found = read(tmp_path)
    monkeypatch.undo()
    assert found == Store(str(tmp_path), readable=False)


def test_a_file_that_vanishes_while_it_is_looked_at_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A registry moves what it has received out of `_uploads`."""
    (tmp_path / "data").write_text("moved")
    (tmp_path / "stays").write_text("stays")
    open_file = Path.open

    def vanishing(path: Path, mode: str = "r") -> object:
        if path.name == "data":
            path.unlink()
        return open_file(path, mode)

    monkeypatch.setattr(Path, "open", vanishing)
    found = read(tmp_path)
    assert (found.readable, [file.path for file in found.files]) == (True, ["stays"])


def test_a_big_file_is_told_without_its_digest(tmp_path: Path) -> None:
    with (tmp_path / "data").open("wb") as file:
        file.truncate(store.LARGEST_HASHED + 1)
    assert read(tmp_path).files == (StoredFile("data", store.LARGEST_HASHED + 1),)


def test_one_look_hashes_only_so_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_HASHED", 25)
    for name in "abcd":
        (tmp_path / name).write_bytes(b"0123456789")
    found = read(tmp_path)
    assert sum(file.digest is not None for file in found.files) == 2
    assert len(found.files) == 4


def test_a_folder_of_thousands_of_files_is_looked_at_in_part(tmp_path: Path) -> None:
    for number in range(store.MOST_FILES + 500):
        (tmp_path / str(number)).touch()
    assert len(read(tmp_path).files) == store.MOST_FILES


def test_a_tree_of_many_folders_is_looked_at_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_FILES", 10)
    for number in range(30):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "file").touch()
    assert len(read(tmp_path).files) <= 10


def test_files_below_the_workspace_are_read_and_none_behind_a_link(tmp_path: Path) -> None:
    workspace, outside = tmp_path / "workspace", tmp_path / "outside"
    for folder in (workspace / "auth", outside):
        folder.mkdir(parents=True)
        (folder / "htpasswd").write_bytes(b"alice")
    (workspace / "link").symlink_to(outside)
    (workspace / "auth/link").symlink_to(outside / "htpasswd")
    names = ("auth/htpasswd", "link/htpasswd", "auth/link", "auth", "../outside/htpasswd", "missing/file")
    found = list(read_files(str(workspace), names, FileDigests()))
    assert [(file.path, file.size) for file in found] == [("auth/htpasswd", 5)]
