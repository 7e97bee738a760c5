"""Images in the Engine API's shapes, and the lists that filters leave."""

from __future__ import annotations

import pytest

from lab.practice.errors import ApiError
from lab.practice.images import image_json
from lab.practice.images.image import chain_ids, moment
from lab.practice.images.images import Images
from lab.practice.images.listing import select
from lab.practice.images.messages import bar, human

from .saying import nobody, pulled
from .small_registry import digest_of


def names(images: Images, **filters: str) -> list[tuple[str, ...]]:
    bounds = {value: images.find(value) for key, value in filters.items() if key in ("before", "since")}
    chosen = select(images.all(), {key: [value] for key, value in filters.items()}, bounds)
    return [image.repo_tags for image in chosen]


async def test_a_row_has_what_dockerd_20_10_says_and_loses_what_later_ones_dropped(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    image = images.find("hello-world")
    shown = image_json.row(image, (1, 41))
    assert shown == {
        "Containers": -1,
        "Created": 1767603600,
        "Id": image.id,
        "Labels": {"lab.registry.practice.program": "hello-world"},
        "ParentId": "",
        "RepoDigests": list(image.repo_digests),
        "RepoTags": ["hello-world:latest"],
        "SharedSize": -1,
        "Size": image.size,
        "VirtualSize": image.size,
    }
    assert set(shown) - set(image_json.row(image, (1, 44))) == {"VirtualSize"}


async def test_an_image_without_names_says_so_as_its_time_did(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    identity = images.find("hello-world").id
    images.remove("hello-world", True, lambda identity: "running container 0123456789ab")
    old, new = (image_json.row(images.find(identity), version) for version in ((1, 41), (1, 43)))
    assert (old["RepoTags"], old["RepoDigests"]) == (["<none>:<none>"], ["<none>@<none>"])
    assert (new["RepoTags"], new["RepoDigests"]) == ([], [])


async def test_inspect_tells_all_that_a_container_runs_with(images: Images) -> None:
    await pulled(images, "registry:3")
    shown = image_json.inspect(images.find("registry:3"), (1, 41))
    config = shown["Config"]
    assert config["Entrypoint"] + config["Cmd"] == ["/entrypoint.sh", "/etc/distribution/config.yml"]
    assert (config["ExposedPorts"], config["Volumes"]) == ({"5000/tcp": {}}, {"/var/lib/registry": {}})
    assert (config["User"], config["OnBuild"]) == ("", None)
    assert shown["RootFS"] == {"Type": "layers", "Layers": list(images.find("registry:3").layers)}
    assert shown["Metadata"] == {"LastTagTime": "0001-01-01T00:00:00Z"}
    images.tag("registry:3", "mine", "v1")
    assert moment(image_json.inspect(images.find("mine:v1"))["Metadata"]["LastTagTime"]).year >= 2024


async def test_history_is_newest_first_and_its_sizes_add_up(images: Images) -> None:
    await pulled(images, "lab-app:2.0")
    image = images.find("lab-app:2.0")
    shown = image_json.history(image)
    assert (shown[0]["Id"], shown[0]["Tags"]) == (image.id, ["lab-app:2.0"])
    assert {entry["Id"] for entry in shown[1:]} == {"<missing>"}
    assert shown[-1]["CreatedBy"] == "ADD rootfs.tar /"
    assert sum(entry["Size"] for entry in shown) == image.size
    assert [entry["Size"] for entry in shown[:3]] == [0, 0, 0]


async def test_the_newest_comes_first(images: Images) -> None:
    await pulled(images, "registry:2", "lab-app:2.0", "lab-base:1.0")
    assert names(images) == [("lab-app:2.0",), ("lab-base:1.0",), ("registry:2",)]


async def test_filters_leave_what_fits(images: Images) -> None:
    await pulled(images, "registry:3", "lab-app:2.0", "lab-base:1.0")
    images.tag("lab-app:2.0", "127.0.0.1:5000/team/app", "v1")
    both = ("127.0.0.1:5000/team/app:v1", "lab-app:2.0")
    assert names(images, reference="lab-*") == [("lab-app:2.0",), ("lab-base:1.0",)]
    assert names(images, reference="127.0.0.1:5000/*/app") == [("127.0.0.1:5000/team/app:v1",)]
    assert names(images, reference="127.0.0.1:5000/*") == []
    assert names(images, reference="registry:?") == [("registry:3",)]
    assert names(images, label="lab.registry.practice.program") == [both, ("registry:3",)]
    assert names(images, label="lab.registry.practice.program=registry") == [("registry:3",)]
    assert names(images, before="lab-app:2.0") == [("registry:3",), ("lab-base:1.0",)]
    assert names(images, since="registry:3") == [both]
    assert names(images, dangling="true") == []
    images.remove("lab-base:1.0", True, lambda identity: "running container 0123456789ab")
    assert names(images, dangling="1") == [()]


async def test_a_filter_nobody_knows_is_refused(images: Images) -> None:
    with pytest.raises(ApiError, match="Invalid filter 'nosuch'"):
        names(images, nosuch="1")
    with pytest.raises(ApiError, match=r"Invalid filter 'dangling=\[x\]'"):
        names(images, dangling="x")


async def test_a_file_is_read_from_the_topmost_layer_that_has_it(images: Images) -> None:
    await pulled(images, "lab-app:2.0", "lab-base:1.0")
    app, base = images.find("lab-app:2.0"), images.find("lab-base:1.0")
    assert b"version 1.1" in (images.read_file(app, "/etc/lab-release") or b"")
    assert b"version 1.0" in (images.read_file(base, "etc/lab-release") or b"")
    assert images.read_file(app, "/etc/nosuch") is None
    assert images.read_file(app, "/etc") is None
    assert images.remove("lab-base:1.0", False, nobody)


def test_a_chain_id_names_a_layer_and_all_below_it() -> None:
    first, second = digest_of(b"1"), digest_of(b"2")
    assert chain_ids([first, second]) == (first, digest_of(f"{first} {second}".encode()))
    assert chain_ids([]) == ()


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0B"), (274, "274B"), (1000, "1kB"), (971558, "971.6kB"), (4259840, "4.26MB"), (22854447, "22.85MB")],
)
def test_bytes_are_written_as_dockerd_writes_them(size: int, text: str) -> None:
    assert human(size) == text


@pytest.mark.parametrize(
    ("current", "total", "text"),
    [
        (274, 274, "[==================================================>]     274B/274B"),
        (32768, 971558, "[=>                                                 ]  32.77kB/971.6kB"),
        (69213, 6547183, "[>                                                  ]  69.21kB/6.547MB"),
        (10240, 272, "[==================================================>]  10.24kB"),
    ],
)
def test_a_bar_is_drawn_as_dockerd_draws_it(current: int, total: int, text: str) -> None:
    assert bar(current, total) == text
