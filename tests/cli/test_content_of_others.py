"""`--content` and REGISTRY_LAB_CONTENT: exercises of others in every command."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Command
from tests.content.conftest import EXAMPLE


def test_a_folder_of_others_is_listed_with_the_labs_own_exercises(process: Command, tmp_path: Path) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "ours.md").write_text(EXAMPLE.replace("private-registry", "ours"), encoding="utf-8")
    named = process("exercises", "--json", "--content", str(folder))
    assert named.returncode == 0, named.stderr
    listed = [json.loads(line)["id"] for line in named.stdout.splitlines()]
    assert "private-registry" in listed
    assert listed[-1] == "ours"


def test_a_folder_of_others_that_is_not_there_is_told(process: Command, tmp_path: Path) -> None:
    done = process("exercises", "--content", str(tmp_path / "none"))
    assert done.returncode == 3
    assert str(tmp_path / "none") in done.stderr


def test_a_folder_without_exercises_has_nothing_to_prove(process: Command, tmp_path: Path) -> None:
    done = process("verify", "--content", str(tmp_path))
    assert done.returncode == 2
    assert "no exercise to prove" in done.stderr
