"""Laying files into a workspace: whole, inside it, and never over what lies there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lab.content.props import PROPS, File
from lab.errors import LabError
from lab.home import LAYING, Home
from lab.props.ground import Ground
from lab.props.stage import LAYERS, set_up
from tests.builders import run
from tests.fakes import FACTS


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return Home(tmp_path).workspace("docker-hub", "0a1b2c3d")


@pytest.fixture
def ground(workspace: Path) -> Ground:
    return Ground(replace(run(), workspace=str(workspace)), FACTS)


def lay(ground: Ground, *props: File) -> None:
    set_up(props, ground.run, ground.engine)()


def test_every_kind_of_prop_can_be_laid() -> None:
    assert set(LAYERS) == set(PROPS.values())


def test_a_file_is_laid_with_the_folders_above_it(ground: Ground, workspace: Path) -> None:
    lay(ground, File("build/web/Dockerfile", "\nFROM scratch\n\n"), File("note.txt", "안녕"))
    assert (workspace / "build/web/Dockerfile").read_bytes() == b"\nFROM scratch\n"
    assert (workspace / "note.txt").read_text(encoding="utf-8") == "안녕\n"
    assert not (workspace / LAYING).exists()


def test_what_lies_there_is_left_as_it_is(ground: Ground, workspace: Path) -> None:
    (workspace / "note.txt").write_text("the learner's", encoding="ascii")
    lay(ground, File("note.txt", "the lab's"))
    assert (workspace / "note.txt").read_text(encoding="ascii") == "the learner's"


def test_a_half_of_a_file_from_a_kill_is_laid_anew(ground: Ground, workspace: Path) -> None:
    (workspace / LAYING).write_text("hal", encoding="ascii")
    lay(ground, File("note.txt", "whole"))
    assert (workspace / "note.txt").read_text(encoding="ascii") == "whole\n"
    assert not (workspace / LAYING).exists()


@pytest.mark.parametrize("path", ["../out.txt", "sub/../../out.txt", "/tmp/out.txt"])
def test_nothing_is_laid_outside_the_workspace(ground: Ground, workspace: Path, path: str) -> None:
    with pytest.raises((LabError, ValueError)):
        ground.write(path, b"x")
    assert not (workspace.parent / "out.txt").exists()


def test_nothing_is_laid_through_a_link(ground: Ground, workspace: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (workspace / "build").symlink_to(outside)
    (workspace / "note.txt").symlink_to(outside / "note.txt")
    with pytest.raises(LabError) as caught:
        lay(ground, File("build/Dockerfile", "x"))
    assert caught.value.message.key == "session.prop-outside.message"
    lay(ground, File("note.txt", "x"))  # a link that somebody put there is left, as a file would be
    assert list(outside.iterdir()) == []


def test_nothing_is_laid_into_a_folder_without_the_labs_mark(ground: Ground, workspace: Path) -> None:
    (workspace / ".registry-lab").unlink()
    with pytest.raises(LabError):
        lay(ground, File("note.txt", "x"))
    assert list(workspace.iterdir()) == []


def test_a_file_where_a_folder_should_be_is_told_with_its_path(ground: Ground, workspace: Path) -> None:
    (workspace / "build").write_text("a file", encoding="ascii")
    with pytest.raises(LabError) as caught:
        lay(ground, File("build/Dockerfile", "x"))
    assert caught.value.message.key == "session.home-not-writable.message"
