from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lab.practice.engine.mounts import Mount, mounts
from lab.practice.errors import ApiError

IMAGE = {"/var/lib/registry": {}}


def made(**host: Any) -> tuple[Mount, ...]:
    return mounts(host, IMAGE)


def refusal(**host: Any) -> str:
    with pytest.raises(ApiError) as refused:
        made(**host)
    return refused.value.message


def test_an_image_s_volume_is_anonymous_and_has_64_digits() -> None:
    (mount,) = made()
    assert (mount.kind, mount.target, mount.anonymous, len(mount.source)) == ("volume", "/var/lib/registry", True, 64)


def test_a_folder_takes_the_place_of_the_image_s_volume() -> None:
    (mount,) = made(Binds=["/srv/data/:/var/lib/registry"])
    assert (mount.kind, mount.source, mount.anonymous) == ("bind", "/srv/data", False)


def test_a_word_without_a_slash_is_a_named_volume_read_only_if_it_says_so() -> None:
    (mount,) = made(Binds=["data:/var/lib/registry:ro"])
    assert (mount.kind, mount.source, mount.mode, mount.writable) == ("volume", "data", "ro", False)


def test_dash_dash_mount_wants_its_folder_to_be_there(tmp_path: Path) -> None:
    there = {"Type": "bind", "Source": str(tmp_path), "Target": "/var/lib/registry"}
    assert made(Mounts=[there])[0].source == str(tmp_path)
    missing = {**there, "Source": str(tmp_path / "no")}
    words = f'invalid mount config for type "bind": bind source path does not exist: {tmp_path / "no"}'
    assert refusal(Mounts=[missing]) == words


def test_an_anonymous_volume_of_dash_dash_mount_takes_the_image_s_place_and_has_its_labels() -> None:
    asked = {"Type": "volume", "Target": "/var/lib/registry", "VolumeOptions": {"Labels": {"a": "b"}}}
    (mount,) = made(Mounts=[asked])
    assert (mount.anonymous, len(mount.source), mount.labels) == (True, 64, {"a": "b"})


def test_two_mounts_at_one_place_are_refused_in_dockerd_s_words() -> None:
    assert refusal(Binds=["/a:/b", "/c:/b/"]) == "Duplicate mount point: /b"


@pytest.mark.parametrize("source", ["rel/x", "../x", "a/../../etc", ".hidden", "x"])
def test_a_name_that_could_leave_the_volumes_directory_is_no_volume(source: str) -> None:
    assert "includes invalid characters for a local volume name" in refusal(Binds=[f"{source}:/data"])


@pytest.mark.parametrize("bind", ["/a:rel", "/a:", ":/b", "/a", "/a:/", "/a:/b:ro:x"])
def test_what_is_no_mount_is_an_invalid_specification(bind: str) -> None:
    assert "invalid volume specification" in refusal(Binds=[bind])


def test_a_list_tells_no_path_of_a_volume_and_inspect_does(tmp_path: Path) -> None:
    (mount,) = made(Binds=["data:/var/lib/registry"])
    assert mount.json(tmp_path, listed=True)["Source"] == ""
    assert mount.json(tmp_path)["Source"] == str(tmp_path / "data" / "_data")
