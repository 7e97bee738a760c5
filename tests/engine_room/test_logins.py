"""docker login and logout through the SDK: asked of the registry by the engine, kept for the run, told to nobody else."""

from __future__ import annotations

import base64
import json
import os
import stat
from pathlib import Path

import pytest

from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Permit
from lab.world import Scope

from .conftest import REGISTRY, Do, Refused, lines, notices
from .fake_engine import FakeEngine, Json
from .fake_engine import Request as Asked

SECRET = "s3cr3t"
LOGIN = f"docker login -u alice -p {SECRET} {REGISTRY}"
PUSH = f"docker push {REGISTRY}/hello-world"


def auth(request: Asked) -> Json:
    """Answer as an engine whose registry knows alice."""
    if request.body["password"] == SECRET and request.body["serveraddress"] == REGISTRY:
        return Json({"IdentityToken": "", "Status": "Login Succeeded"})
    return Json({"message": f"login attempt to http://{REGISTRY}/v2/ failed with status: 401 Unauthorized"}, 401)


@pytest.fixture(autouse=True)
def registry_that_knows_alice(engine: FakeEngine) -> None:
    engine.script("POST", "/auth", auth)


def sent(engine: FakeEngine) -> dict[str, str]:
    """Return what the last push said of who pushes."""
    pushed = [each for each in engine.asked if each.path.endswith("/push")][-1]
    found: dict[str, str] = json.loads(base64.urlsafe_b64decode(pushed.headers["x-registry-auth"]))
    return found


def test_a_login_is_used_by_later_pushes_until_it_is_forgotten(engine: FakeEngine, do: Do) -> None:
    assert lines(do(LOGIN)) == ["Login Succeeded"]
    do(PUSH)
    assert sent(engine) == {"username": "alice", "password": SECRET, "serveraddress": REGISTRY}
    do(f"docker logout {REGISTRY}")
    do(PUSH)
    assert sent(engine) == {}


def test_a_login_is_for_the_name_it_was_made_at(engine: FakeEngine, do: Do) -> None:
    do(LOGIN)
    do(PUSH.replace("127.0.0.1", "localhost"))
    assert sent(engine) == {}


def test_a_password_is_read_from_a_file_without_the_end_of_its_line(permit: Permit, do: Do) -> None:
    Path(permit.workspace, "password.txt").write_text(f"{SECRET}\r\n")
    assert lines(do(f"cat password.txt | docker login -u alice --password-stdin {REGISTRY}")) == ["Login Succeeded"]


def test_a_file_that_is_not_there_is_said(refused: Refused) -> None:
    assert refused(f"cat password.txt | docker login -u alice --password-stdin {REGISTRY}").kind == "no-such-file"


def test_a_wrong_password_is_refused_and_not_kept(client: DockerEngine, permit: Permit, refused: Refused) -> None:
    error = refused(LOGIN.replace(SECRET, "guess"))
    assert error.kind == "login-refused"
    assert not error.blameless
    assert client.observe(Scope(workspace=permit.workspace)).logins == ()


def test_a_login_is_part_of_the_world_without_its_password(client: DockerEngine, permit: Permit, do: Do) -> None:
    do(LOGIN)
    world = client.observe(Scope(workspace=permit.workspace))
    assert world.logins == ((REGISTRY, "alice"),)
    assert SECRET not in repr(world)


def test_it_is_kept_in_a_folder_of_the_runs_own_and_never_among_the_learners(
    permit: Permit, do: Do, docker_config: Path
) -> None:
    do(LOGIN)
    folder = Path(permit.workspace, "docker-config")
    kept = json.loads((folder / "config.json").read_text())
    assert kept == {"auths": {REGISTRY: {"auth": base64.b64encode(f"alice:{SECRET}".encode()).decode()}}}
    assert not docker_config.exists()
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "config.json").stat().st_mode) == 0o600


def test_a_folder_that_leads_elsewhere_is_not_written_into(permit: Permit, refused: Refused, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    Path(permit.workspace, "docker-config").symlink_to(elsewhere)
    assert refused(LOGIN).kind == "not-permitted"
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("linked", ["docker-config", "docker-config/config.json"])
def test_a_configuration_that_is_somebody_elses_holds_no_login(
    client: DockerEngine, engine: FakeEngine, permit: Permit, do: Do, tmp_path: Path, linked: str
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    entry = {"auth": base64.b64encode(f"alice:{SECRET}".encode()).decode()}
    (theirs / "config.json").write_text(json.dumps({"auths": {REGISTRY: entry}}))
    link = Path(permit.workspace, linked)
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(theirs / link.relative_to(permit.workspace).name if link.suffix else theirs)
    do(PUSH)
    assert sent(engine) == {}
    assert client.observe(Scope(workspace=permit.workspace)).logins == ()


def test_nothing_that_is_told_holds_the_password(do: Do, engine: FakeEngine) -> None:
    told = [*do(LOGIN), *do(PUSH)]
    assert SECRET not in repr(told)
    assert base64.b64encode(f"alice:{SECRET}".encode()).decode() not in repr(told)
    assert notices(told) == ["engine.login-typed.notice", "engine.login-kept.notice"]


def test_a_registry_that_is_not_the_labs_is_never_sent_a_password(client: DockerEngine, engine: FakeEngine) -> None:
    from lab.docker_cli.actions import Login

    permit = Permit("/nowhere", ())
    with pytest.raises(EngineError) as caught:
        list(client.perform(Login(REGISTRY, "alice", "/nowhere/docker-config", SECRET), permit))
    assert caught.value.kind == "not-permitted"
    assert not [each for each in engine.asked if each.path == "/auth"]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"auths": []}', '{"auths": {"127.0.0.1:5000": {"auth": "?"}}}', "{" * 5000]
)
def test_a_damaged_configuration_holds_no_login(
    client: DockerEngine, engine: FakeEngine, permit: Permit, do: Do, text: str
) -> None:
    folder = Path(permit.workspace, "docker-config")
    folder.mkdir()
    (folder / "config.json").write_text(text)
    do(PUSH)
    assert sent(engine) == {}
    assert client.observe(Scope(workspace=permit.workspace)).logins == ()
