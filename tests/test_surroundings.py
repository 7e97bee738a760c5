"""What is seen of the machine around the lab."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.surroundings import look_around


def test_a_home_that_is_not_there_yet_is_judged_by_the_folder_it_would_be_made_in(tmp_path: Path) -> None:
    around = look_around(tmp_path / "new" / "home", {})
    assert around.writable
    assert around.free
    assert not (tmp_path / "new").exists()


def test_a_home_that_would_be_made_under_a_file_is_not_writable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not look_around(tmp_path / "file" / "home", {}).writable


def test_proxies_are_named_and_their_passwords_are_not(tmp_path: Path) -> None:
    around = look_around(tmp_path, {"HTTPS_PROXY": "http://me:secret@proxy:3128", "HTTP_PROXY": ""})
    assert around.proxies == ("HTTPS_PROXY",)
    assert "secret" not in str(around)


@pytest.mark.parametrize(
    ("configuration", "missing"),
    [
        ({"credsStore": "nosuch"}, "docker-credential-nosuch"),
        ({"credHelpers": {"ghcr.io": "here", "gcr.io": "gcloud"}}, "docker-credential-gcloud"),
        ({"credsStore": "here"}, None),
        ({"credsStore": ""}, None),
        ({}, None),
        ([], None),
    ],
    ids=str,
)
def test_a_credential_helper_that_is_not_installed_is_named(
    tmp_path: Path, configuration: object, missing: str | None
) -> None:
    helper = tmp_path / "docker-credential-here"
    helper.touch(0o755)
    (tmp_path / "config.json").write_text(json.dumps(configuration))
    around = look_around(tmp_path, {"DOCKER_CONFIG": str(tmp_path), "PATH": str(tmp_path)})
    assert around.missing_helper == missing


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"null", b'"text"'])
def test_a_configuration_that_cannot_be_read_names_no_helper(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.json").write_bytes(content)
    assert look_around(tmp_path, {"DOCKER_CONFIG": str(tmp_path)}).missing_helper is None


def test_git_and_the_disk_of_the_engine_are_looked_for(tmp_path: Path) -> None:
    around = look_around(tmp_path, {"PATH": str(tmp_path)}, str(tmp_path))
    assert not around.git
    assert around.engine_free
    (tmp_path / "git").write_text("#!/bin/sh\n")
    (tmp_path / "git").chmod(0o755)
    elsewhere = look_around(tmp_path, {"PATH": str(tmp_path)}, str(tmp_path / "in a virtual machine"))
    assert elsewhere.git
    assert elsewhere.engine_free is None
