"""Disks that are full or closed, for real: two lines, no traceback, and nothing on the engine that cleaning up does not know."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lab.home import Home
from lab.ledger import open_ledgers

from .conftest import EXERCISE, Engine, Lab, Result

pytestmark = [
    pytest.mark.engine,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root"),
]


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A file system of its own, as large as said, for as long as it is used."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def said_in_two_lines(result: Result) -> None:
    assert result.code in (1, 2, 3), result.stdout
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.parametrize("room", [0, 4, 12, 40, 120, 400])
def test_a_disk_that_fills_up_at_any_moment_leaves_nothing_that_cleaning_up_does_not_know(
    engine: Engine, tmp_path: Path, room: int
) -> None:
    """`room` is how many kilobytes are left when the run begins."""
    before = engine.inventory()
    with small_disk(tmp_path / "disk", "1m") as disk:
        lab = Lab(disk / "home", engine.url)
        lab.home.mkdir()
        filler = disk / "filler"
        filler.write_bytes(b"x" * (1024 - room - 16) * 1024)
        result = lab("run", EXERCISE)
        assert "Traceback" not in result.stdout + result.stderr
        if result.code != 0:
            said_in_two_lines(result)
            assert "full" in result.stderr or "disk" in result.stdout.lower(), (result.stdout, result.stderr)
        filler.unlink()
        assert lab("cleanup").code == 0
        assert open_ledgers(Home(lab.home).runs()) == ()
        assert engine.inventory() == before
        assert lab("run", EXERCISE, "--json").last["outcome"] == "pass"
    assert engine.inventory() == before


@pytest.mark.parametrize("command", [("run", EXERCISE), ("progress",), ("cleanup",), ("check", EXERCISE)])
def test_a_home_that_can_only_be_read_is_said_and_nothing_is_made(
    engine: Engine, tmp_path: Path, command: tuple[str, ...]
) -> None:
    before = engine.inventory()
    with small_disk(tmp_path / "disk", "1m") as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        result = Lab(disk / "home", engine.url)(*command)
        assert "Traceback" not in result.stdout + result.stderr
        if command[0] == "progress":  # which only looks, and there is nothing yet
            assert result.code == 0
        if command[0] == "run":
            assert result.code == 3
            assert len(result.stderr.splitlines()) == 2
            assert "Read-only file system" in result.stderr
    assert engine.inventory() == before
