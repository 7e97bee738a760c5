"""Telling an engine whom to trust: in its own folder, and only where the engine is the lab's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lab.docker_cli.parse import Place, parse
from lab.engine.adapter import DockerEngine
from lab.engine.connect import OWN_AUTHORITIES, connect
from lab.engine.contract import EngineError, Happening, Permit
from lab.world import Scope

from .conftest import notices

AT = "172.17.0.1:5001"


@pytest.fixture
def certs_d(tmp_path: Path) -> Path:
    return tmp_path / "etc/certs.d"


@pytest.fixture
def own(url: str, certs_d: Path, monkeypatch: pytest.MonkeyPatch) -> DockerEngine:
    """An engine that whoever started it calls the lab's own."""
    monkeypatch.setenv(OWN_AUTHORITIES, str(certs_d))
    return connect(url)


def done(engine: DockerEngine, permit: Permit, line: str, certs_d: Path) -> list[Happening]:
    place = Place(permit.workspace, (AT,), certs_d=str(certs_d))
    return list(engine.perform(parse(line.format(at=f"{certs_d}/{AT}"), place), replace(permit, registries=(AT,))))


def test_an_engine_of_the_labs_is_told_and_the_world_shows_it(own: DockerEngine, permit: Permit, certs_d: Path) -> None:
    Path(permit.workspace, "ca.crt").write_text("authority")
    assert own.observe(Scope(brief=True)).authorities == ()
    done(own, permit, "sudo install -D -m 644 ca.crt {at}/ca.crt", certs_d)
    assert (certs_d / AT / "ca.crt").read_text() == "authority"
    [(registry, digest)] = own.observe(Scope(brief=True)).authorities or ()
    assert (registry, digest[:7]) == (AT, "sha256:")
    done(own, permit, "sudo rm -r {at}", certs_d)
    assert own.observe(Scope(brief=True)).authorities == ()
    assert not certs_d.exists()


def test_what_somebody_else_put_there_stays(own: DockerEngine, permit: Permit, certs_d: Path) -> None:
    (certs_d / AT).mkdir(parents=True)
    (certs_d / AT / "theirs.crt").touch()
    done(own, permit, "rm -r {at}", certs_d)
    assert (certs_d / AT / "theirs.crt").exists()


@pytest.mark.parametrize("line", ["install -D ca.crt {at}/ca.crt", "rm -r {at}"])
def test_an_engine_of_the_learners_is_left_as_it_is(
    client: DockerEngine, permit: Permit, certs_d: Path, line: str
) -> None:
    Path(permit.workspace, "ca.crt").write_text("authority")
    (certs_d / AT).mkdir(parents=True)
    (certs_d / AT / "ca.crt").write_text("theirs")
    assert notices(done(client, permit, line, certs_d)) == ["engine.not-our-engine.notice"]
    assert (certs_d / AT / "ca.crt").read_text() == "theirs"
    assert client.observe(Scope(brief=True)).authorities is None


def test_no_other_folder_is_written_into_even_on_an_engine_of_the_labs(
    own: DockerEngine, permit: Permit, tmp_path: Path
) -> None:
    Path(permit.workspace, "ca.crt").write_text("authority")
    done(own, permit, "install -D ca.crt {at}/ca.crt", tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()


def test_an_authority_that_is_not_there_is_said(own: DockerEngine, permit: Permit, certs_d: Path) -> None:
    with pytest.raises(EngineError) as caught:
        done(own, permit, "install -D ca.crt {at}/ca.crt", certs_d)
    assert caught.value.kind == "no-such-file"
    assert not certs_d.exists()
