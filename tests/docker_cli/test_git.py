"""`git` and `docker build`: a closed list, inside the exercise's folder alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.actions import Action, Git, ImageBuild
from lab.docker_cli.errors import CommandError
from lab.reference import Reference

HERE = "/home/kim/lab"
SITE = Reference.parse("127.0.0.1:5000/acme/site")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("git init -b main app", Git("init", None, ("-b", "main", f"{HERE}/app"))),
        ("git init --bare source.git", Git("init", None, ("--bare", f"{HERE}/source.git"))),
        ("git clone source.git copy", Git("clone", None, (f"{HERE}/source.git", f"{HERE}/copy"))),
        ("git -C app add .", Git("add", f"{HERE}/app", ("--", "."))),
        ("git -C ./app/ add a.html b/c", Git("add", f"{HERE}/app", ("--", "a.html", "b/c"))),
        ("git -C app mv -f next.html index.html", Git("mv", f"{HERE}/app", ("-f", "--", "next.html", "index.html"))),
        ("git -C app commit -am 'First page'", Git("commit", f"{HERE}/app", ("-a", "-m", "First page"))),
        ("git -C app push ../source.git main", Git("push", f"{HERE}/app", (f"{HERE}/source.git", "main"))),
        (f"git -C {HERE}/app push ../source.git HEAD:main", Git("push", f"{HERE}/app", (f"{HERE}/source.git", "HEAD:main"))),
        ("git -C app log --oneline", Git("log", f"{HERE}/app", ("--oneline",))),
        ("git -C app status", Git("status", f"{HERE}/app", ())),
        ("docker build -t 127.0.0.1:5000/acme/site app", ImageBuild(SITE, f"{HERE}/app")),
        ("docker image build -t 127.0.0.1:5000/acme/site .", ImageBuild(SITE, HERE)),
        ("docker build app --label a=b -t 127.0.0.1:5000/acme/site", ImageBuild(SITE, f"{HERE}/app", (("a", "b"),))),
    ],
)  # fmt: skip
def test_a_line_of_the_list_is_read(read: Callable[[str], Action], line: str, meant: Action) -> None:
    assert read(line) == meant


@pytest.mark.parametrize(
    "line",
    [
        "git init ..",
        "git init .",
        "git init /tmp/app",
        "git -C .. status",
        "git -C /home/kim status",
        "git -C app push ../../elsewhere main",
        "git -C app push https://example.com/x.git main",
        "git -C app push git@example.com:x.git main",
        "git clone https://example.com/x.git copy",
        "git clone ext::sh app",
        "git -C app add ../../secret",
        "git -C app add /etc/passwd",
        "git -C app mv a ../b",
        "docker build -t a /",
        "docker build -t a ..",
        "docker build -t a https://example.com/x.git",
        "docker build -t a ~/.ssh/..",
    ],
)
def test_nothing_outside_the_folder_is_named(error: Callable[[str], CommandError], line: str) -> None:
    assert error(line).kind in ("refused-folder", "shell-syntax")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("git rebase main", "not-in-lab"),
        ("git config core.pager sh", "not-in-lab"),
        ("git -c alias.x=!sh x", "unknown-flag"),
        ("git --git-dir=/x status", "not-in-lab"),
        ("git -C app commit", "missing-value"),
        ("git -C app push --receive-pack=sh ../source.git main", "unknown-flag"),
        ("git clone --upload-pack=sh source.git copy", "unknown-flag"),
        ("git -C app push ../source.git --mirror", "unknown-flag"),
        ("git -C app push ../source.git ':main'", "bad-value"),
        ("git init --template=/x app", "unknown-flag"),
        ("git", "missing-argument"),
        ("docker build app", "missing-value"),
        ("docker build -t x -f ../Dockerfile app", "not-in-lab"),
        ("docker build -t x --secret id=a app", "not-in-lab"),
        ("docker build -t x@sha256:" + "0a" * 32 + " app", "bad-reference"),
    ],
)
def test_everything_else_is_refused(error: Callable[[str], CommandError], line: str, kind: str) -> None:
    assert error(line).kind == kind
