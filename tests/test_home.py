"""Where the lab keeps what is the learner's."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.errors import LabError
from lab.home import MARKER, Home, find_home


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("REGISTRY_LAB_HOME", raising=False)
    monkeypatch.delenv("REGISTRY_LAB_PROGRESS", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_home_is_in_the_home_directory_and_not_hidden(tmp_path: Path) -> None:
    assert find_home() == Home(tmp_path / "registry-lab")


def test_the_environment_moves_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGISTRY_LAB_HOME", str(tmp_path / "elsewhere"))
    assert find_home() == Home(tmp_path / "elsewhere")


def test_a_tilde_is_the_home_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGISTRY_LAB_HOME", "~/lab")
    assert find_home() == Home(tmp_path / "lab")


def test_a_relative_name_becomes_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REGISTRY_LAB_HOME", "lab")
    assert find_home() == Home(tmp_path / "lab")


def test_an_empty_name_is_no_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGISTRY_LAB_HOME", "")
    assert find_home() == Home(tmp_path / "registry-lab")


def test_finding_it_makes_nothing(tmp_path: Path) -> None:
    home = find_home()
    assert home.runs("private-registry") == tmp_path / "registry-lab" / "runs" / "private-registry"
    assert home.progress == tmp_path / "registry-lab" / "progress.db"
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_is_made_with_the_mark_of_the_lab(tmp_path: Path) -> None:
    folder = Home(tmp_path / "lab").workspace("private-registry", "r1")
    assert folder == tmp_path / "lab" / "workspace" / "private-registry"
    assert [path.name for path in folder.iterdir()] == [MARKER]


def test_an_empty_workspace_is_used_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.workspace("x", "r1") == home.workspace("x", "r2")


def test_a_workspace_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.workspace("x", "r1") / "file").write_text("mine")
    assert home.workspace("x", "r2") == tmp_path / "workspace" / "x-r2"
    assert (tmp_path / "workspace" / "x" / "file").read_text() == "mine"


def test_a_workspace_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "workspace").write_text("in the way")
    with pytest.raises(LabError) as caught:
        Home(tmp_path).workspace("x", "r1")
    assert caught.value.message.key == "session.home-not-writable.message"


def test_exercises_have_runs_of_their_own(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.runs("a") != home.runs("b")
    assert home.runs("a").parent == home.runs()


def test_records_may_be_in_a_database_of_the_schools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGISTRY_LAB_PROGRESS", "postgresql://school/records")
    assert Home(tmp_path).progress == "postgresql://school/records"
