"""Listeners, builders and accounts of an exercise: laid, struck, and what they set going."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import bcrypt
import pytest

from lab.content.props import Accounts, Builder, Listener, Prop
from lab.engine.repository import see_harmless
from lab.errors import LabError
from lab.home import Home
from lab.ledger import Run
from lab.listener.sharing import Listeners
from lab.props.ground import React
from lab.props.stage import set_up
from lab.world import Delivery
from tests.builders import run
from tests.fakes import FACTS

IMAGE = "127.0.0.1:5000/acme/site"
BUILDER = Builder("source.git", "builds.jsonl", IMAGE)
EVENT = {
    "id": "e1",
    "action": "push",
    "target": {"mediaType": "application/vnd.oci.image.manifest.v1+json", "repository": "acme/site", "tag": "latest"},
    "request": {"host": "127.0.0.1:5000"},
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return Home(tmp_path).workspace("docker-hub", "0a1b2c3d")


def lay(
    workspace: Path, *props: Prop, react: React | None = None, listeners: Listeners | None = None
) -> Callable[[], object]:
    return set_up(props, replace(run(), workspace=str(workspace)), FACTS, react, listeners)


def listener(**changed: Any) -> Listener:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Listener("webhooks/first.jsonl", str(probe.getsockname()[1]), **changed)


def post(prop: Listener, *events: Any) -> None:
    body = json.dumps({"events": events}).encode()
    urllib.request.urlopen(f"http://127.0.0.1:{prop.port}/", body, timeout=5).close()


def test_a_listener_writes_into_the_workspace_until_it_is_struck(workspace: Path) -> None:
    prop = listener()
    strike = lay(workspace, prop)
    post(prop, EVENT)
    strike()
    assert len((workspace / prop.path).read_text(encoding="utf-8").splitlines()) == 1
    with pytest.raises(OSError, match="refused"):
        post(prop)


def test_a_listener_that_deploys_reacts_to_its_image_and_writes_down_what_came_of_it(workspace: Path) -> None:
    prop = listener(redeploys="site", image=IMAGE)
    seen: list[tuple[str, str]] = []

    def react(run: Run, container: str, delivery: Delivery) -> str:
        seen.append((container, delivery.reference))
        return "no container"

    strike = lay(workspace, prop, react=react)
    other = {**EVENT, "target": {**EVENT["target"], "tag": "1f2e3d"}}  # type: ignore[dict-item]
    post(prop, {**EVENT, "action": "pull"}, other, EVENT)
    strike()  # which waits for what was set going
    assert seen == [("site", f"{IMAGE}:latest")]
    written = json.loads((workspace / "webhooks/first.jsonl.redeployed").read_text(encoding="utf-8"))
    assert written == {"event": "e1", "container": "site", "trouble": "no container"}


def test_a_run_that_is_opened_twice_in_one_process_has_one_listener_until_both_let_go(workspace: Path) -> None:
    prop, listeners = listener(), Listeners()
    first, second = (lay(workspace, prop, listeners=listeners) for _ in range(2))
    first()
    post(prop, EVENT)
    second()
    assert len((workspace / prop.path).read_text(encoding="utf-8").splitlines()) == 1
    with pytest.raises(OSError, match="refused"):
        post(prop)
    lay(workspace, prop, listeners=listeners)()


def test_a_port_that_somebody_else_has_is_told_of(workspace: Path) -> None:
    prop = listener()
    strike = lay(workspace, prop)
    with pytest.raises(LabError) as caught:
        lay(workspace, prop)
    strike()
    assert caught.value.message.key == "session.listener-port.message"


def test_accounts_are_hashed_as_a_registry_reads_them(workspace: Path) -> None:
    lay(workspace, Accounts("accounts/acme/htpasswd", (("alice", "wonderland"), ("bob", "builder"))))()
    rows = (workspace / "accounts/acme/htpasswd").read_text(encoding="ascii").splitlines()
    hashes = dict(row.split(":", 1) for row in rows)
    assert list(hashes) == ["alice", "bob"]
    assert bcrypt.checkpw(b"builder", hashes["bob"].encode())
    assert not any("builder" in row for row in rows)


def test_a_builders_repository_is_one_to_git_and_harmless_to_the_lab(workspace: Path) -> None:
    lay(workspace, BUILDER)()
    source = workspace / "source.git"
    see_harmless(source)
    told = subprocess.run(
        ["git", "-C", str(source), "rev-parse", "--is-bare-repository"], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "true"
    assert os.access(source / "hooks/post-receive", os.X_OK)


def test_its_hook_names_the_run_the_branch_and_the_image(workspace: Path) -> None:
    lay(workspace, BUILDER)()
    words = (workspace / "source.git/hooks/post-receive").read_text(encoding="utf-8").split()
    assert words[-6:] == [str(workspace), run().id, str(workspace / "source.git"), "main", IMAGE, "builds.jsonl"]
