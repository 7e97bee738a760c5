"""Files in a folder that others can write into: never through a link, never a device, never a pipe that is waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lab import inside

MOST = 1000
WAYS: dict[str, Callable[[Path, str], object]] = {
    "append": lambda top, path: inside.append(top, path, b"x", MOST),
    "replace": lambda top, path: inside.replace(top, path, b"x"),
    "read": lambda top, path: inside.read(top, path, MOST),
}
LAYS: dict[str, Callable[[Path, str], object]] = {
    "append": WAYS["append"],
    "make_folder": lambda top, path: inside.make_folder(top, f"{path}/deeper"),
    "lay": lambda top, path: inside.lay(top, path, b"x", 0o600, ".half"),
    "lay by way of": lambda top, path: inside.lay(top, "whole", b"x", 0o600, path),
}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    top = tmp_path / "top"
    top.mkdir()
    return top


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Somebody's folder, with a file in it."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "file").write_bytes(b"theirs")
    return folder


def test_what_is_written_can_be_read(top: Path) -> None:
    assert inside.append(top, "a/b/log", b"one\n", MOST)
    assert inside.append(top, "a/b/log", b"two\n", MOST)
    assert inside.read(top, "a/b/log", MOST) == b"one\ntwo\n"
    assert inside.read(top, "a/b/log", 3) == b"one"
    inside.replace(top, "a/b/log", b"new")
    assert (top / "a/b/log").read_bytes() == b"new"


def test_a_file_that_would_be_too_long_is_left_as_it_is(top: Path) -> None:
    inside.append(top, "log", b"x" * MOST, MOST)
    assert not inside.append(top, "log", b"x", MOST)
    assert len(inside.read(top, "log", 2 * MOST)) == MOST


def test_a_file_is_laid_whole_and_anew_after_a_kill(top: Path) -> None:
    (top / ".half").write_bytes(b"hal")
    inside.lay(top, "a/file", b"whole", 0o600, ".half")
    inside.lay(top, "a/file", b"again", 0o600, "a/.half")
    assert (top / "a/file").read_bytes() == b"again"
    assert [path.name for path in top.rglob("*")] == ["a", "file"]
    if os.name == "posix":
        assert (top / "a/file").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("way", [*WAYS, *(name for name in LAYS if name not in WAYS)])
@pytest.mark.parametrize("path", ["link/file", "sub/link/file", "link/new"])
def test_no_folder_is_entered_through_a_link(top: Path, theirs: Path, way: str, path: str) -> None:
    (top / "sub").mkdir()
    (top / "link").symlink_to(theirs)
    (top / "sub/link").symlink_to(theirs)
    with pytest.raises(OSError):  # noqa: PT011 - which it is differs between systems
        ({**WAYS, **LAYS})[way](top, path)
    assert {each.name: each.read_bytes() for each in theirs.iterdir()} == {"file": b"theirs"}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_is_a_link_is_neither_written_nor_read(top: Path, theirs: Path, way: str) -> None:
    (top / "file").symlink_to(theirs / "file")
    with pytest.raises(OSError):  # noqa: PT011
        WAYS[way](top, "file")
    assert (theirs / "file").read_bytes() == b"theirs"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such pipes here")
@pytest.mark.parametrize("way", WAYS)
def test_a_pipe_is_not_waited_for(top: Path, way: str) -> None:
    os.mkfifo(top / "pipe")
    with pytest.raises(OSError):  # noqa: PT011
        WAYS[way](top, "pipe")


@pytest.mark.parametrize("way", [*WAYS, *(name for name in LAYS if name not in WAYS)])
@pytest.mark.parametrize("path", ["../theirs/file", "sub/../../theirs/file", "{theirs}/file"])
def test_nothing_outside_is_reached(top: Path, theirs: Path, way: str, path: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011
        ({**WAYS, **LAYS})[way](top, path.format(theirs=theirs))
    assert {each.name: each.read_bytes() for each in theirs.iterdir()} == {"file": b"theirs"}
