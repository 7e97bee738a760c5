"""Git obeys what lies in a repository: what an exercise's file or a container has put there is refused, not obeyed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lab.engine.contract import Permit

from .conftest import Do, Refused, lines
from .fake_engine import FakeEngine, Json


@pytest.fixture
def work(do: Do, permit: Permit) -> Path:
    """A repository with one commit in it, and a bare one to push to, both as the lab's own commands make them."""
    workspace = Path(permit.workspace)
    do("git init -q -b main site")
    (workspace / "site/page").write_text("one\n")
    do("git -C site add page")
    do("git -C site commit -q -m first")
    do("git init -q --bare -b main hub.git")
    return workspace


def test_what_git_itself_makes_is_let_pass(do: Do, work: Path) -> None:
    assert any("main" in line for line in lines(do("git -C site push ../hub.git main")))
    do("git clone -q hub.git copy")
    (work / "copy/page").write_text("two\n")
    do("git -C copy commit -q -a -m second")
    do("git -C copy push -q ../hub.git main")
    assert [line.partition(" ")[2] for line in lines(do("git -C copy log --oneline"))] == ["second", "first"]


def setting(text: str) -> Callable[[Path], None]:
    """Something more in the configuration."""

    def put(store: Path) -> None:
        with (store / "config").open("a") as file:
            file.write(text)

    return put


def hook(name: str) -> Callable[[Path], None]:
    def put(store: Path) -> None:
        (store / "hooks").mkdir(exist_ok=True)
        (store / "hooks" / name).write_text("#!/bin/sh\ntouch {proof}\n")
        (store / "hooks" / name).chmod(0o755)

    return put


def elsewhere(store: Path) -> None:
    """A repository whose `.git` says that it is somewhere else."""
    store.rename(store.parent.parent / "moved")
    store.write_text(f"gitdir: {store.parent.parent / 'moved'}\n")


def linked(store: Path) -> None:
    (store / "refs/heads/other").symlink_to("/etc/passwd")


def alternates(store: Path) -> None:
    (store / "objects/info").mkdir(exist_ok=True)
    (store / "objects/info/alternates").write_text("/somewhere/else/objects\n")


def nested(store: Path) -> None:
    """A repository inside of the working tree, which `git status` would enter."""
    inner = store.parent / "inner/.git"
    inner.mkdir(parents=True)
    (inner / "config").write_text("[core]\n\tfsmonitor = touch proof\n")


def bare_beside(store: Path) -> None:
    """A `.git` that is none, so that git takes the folder itself for a repository."""
    for entry in ("HEAD", "objects", "refs"):
        (store / entry).rename(store.parent / entry)
    (store.parent / "config").write_text("[core]\n\tbare = true\n\tfsmonitor = touch proof\n")


TRICKS: dict[str, Callable[[Path], None]] = {
    "a program that watches": setting("[core]\n\tfsmonitor = touch proof\n"),
    "a program on the line of the section": setting("[core] fsmonitor = touch proof\n"),
    "a filter": setting('[filter "x"]\n\tclean = touch proof\n'),
    "another working tree": setting("[core]\n\tworktree = /etc\n"),
    "a file that is included": setting("[include]\n\tpath = /tmp/other\n"),
    "another way to push": setting('[remote "x"]\n\treceivepack = touch proof\n'),
    "a remote called like the folder": setting('[remote "../hub.git"]\n\turl = /elsewhere\n'),
    "addresses that are replaced": setting('[url "/elsewhere"]\n\tinsteadOf = ../hub.git\n'),
    "capital letters": setting("[CORE]\n\tfsMonitor = touch proof\n"),
    "a second word": setting("[core]\n\tbare = false\n\tsshCommand=touch proof\n"),
    "a repository that is elsewhere": elsewhere,
    "a link in it": linked,
    "objects that are elsewhere": alternates,
    "a repository in it": nested,
    "a repository beside it": bare_beside,
}


@pytest.mark.parametrize("name", TRICKS)
def test_a_repository_that_git_would_not_have_made_is_refused(work: Path, refused: Refused, name: str) -> None:
    TRICKS[name](work / "site/.git")
    for command in ("status", "add page", "commit -m x", "push ../hub.git main", "log", "mv page other"):
        assert refused(f"git -C site {command}").kind == "not-permitted", command
    assert not (work / "site/proof").exists()


@pytest.mark.parametrize("name", ["pre-receive", "update", "post-receive", "post-update", "reference-transaction"])
def test_a_hook_of_somebody_elses_is_never_run(work: Path, refused: Refused, name: str) -> None:
    hook(name)(work / "hub.git")
    assert refused("git -C site push ../hub.git main").kind == "not-permitted"


def test_a_repository_that_a_push_would_find_by_half_its_name_is_looked_at(work: Path, refused: Refused) -> None:
    hook("post-receive")(work / "hub.git")
    assert refused("git -C site push ../hub main").kind == "not-permitted"
    assert refused("git clone hub copy").kind == "not-permitted"


@pytest.mark.parametrize("source", ["site", "site/.git", "."])
def test_a_repository_that_a_container_can_change_is_not_used(
    engine: FakeEngine, work: Path, refused: Refused, source: str
) -> None:
    mounts = [{"Type": "bind", "Source": os.path.normpath(work / source), "Destination": "/w", "RW": True}]
    engine.script("GET", "/containers/json", Json([{"Id": "c" * 64, "Names": ["/web"], "Mounts": mounts}]))
    assert refused("git -C site status").kind == "not-permitted"


def test_folders_that_containers_only_read_or_that_lie_elsewhere_are_in_nobodys_way(
    engine: FakeEngine, work: Path, do: Do
) -> None:
    mounts = [
        {"Type": "bind", "Source": f"{work}/site", "Destination": "/w", "RW": False},
        {"Type": "bind", "Source": f"{work}/registry-data", "Destination": "/d", "RW": True},
        {"Type": "volume", "Name": "v", "Source": "", "Destination": "/v", "RW": True},
    ]
    engine.script("GET", "/containers/json", Json([{"Id": "c" * 64, "Names": ["/web"], "Mounts": mounts}]))
    do("git -C site status")


def test_the_repository_above_a_folder_is_not_taken_for_its_own(work: Path, refused: Refused) -> None:
    (work / "site/below").mkdir()
    assert refused("git -C site/below status").kind == "git-refused"


def test_nobodys_own_settings_are_read(work: Path, do: Do, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "somebody"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = Kim\n[core]\n\tfsmonitor = touch proof\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "touch proof")
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    do("git -C site status")
    do("git -C site commit -q --allow-empty -m second")
    author = subprocess.run(
        ["git", "-C", str(work / "site"), "log", "-1", "--format=%an"], capture_output=True, text=True, check=True,
        env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert author.stdout == "Registry Lab learner\n"
    assert not list(work.rglob("proof"))
