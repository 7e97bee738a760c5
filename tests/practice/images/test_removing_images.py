"""Removal by dockerd's rules; every row and refusal here was seen on dockerd 20.10."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.practice.errors import ApiError
from lab.practice.images.images import Images

from .saying import nobody, pulled


def running(identity: str) -> str:
    return "running container 0123456789ab"


def stopped(identity: str) -> str:
    return "stopped container 0123456789ab"


def refusal(images: Images, name: str, forced: bool = False, user: object = nobody) -> tuple[int, str]:
    with pytest.raises(ApiError) as caught:
        images.remove(name, forced, user)  # type: ignore[arg-type]
    return caught.value.status, caught.value.message


async def test_the_last_name_takes_image_and_layers_with_it(images: Images, tmp_path: Path) -> None:
    await pulled(images, "hello-world:latest")
    image = images.find("hello-world")
    assert images.remove("hello-world", False, nobody) == [
        {"Untagged": "hello-world:latest"},
        {"Untagged": image.repo_digests[0]},
        {"Deleted": image.id},
        {"Deleted": image.layers[0]},
    ]
    assert list((tmp_path / "images" / "blobs" / "sha256").iterdir()) == []


async def test_one_name_of_two_is_only_untagged(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    images.tag("hello-world", "127.0.0.1:5000/hello", "v1")
    digest = images.find("hello-world").repo_digests[0]
    assert images.remove("hello-world", False, stopped) == [{"Untagged": "hello-world:latest"}, {"Untagged": digest}]
    assert images.find("127.0.0.1:5000/hello:v1").repo_tags == ("127.0.0.1:5000/hello:v1",)


async def test_digests_stay_while_their_repository_has_a_tag(images: Images) -> None:
    await pulled(images, "hello-world:latest", "hello-world:linux")
    assert images.remove("hello-world:linux", False, nobody) == [{"Untagged": "hello-world:linux"}]
    assert len(images.find("hello-world").repo_digests) == 1


async def test_layers_that_another_image_has_stay(images: Images, tmp_path: Path) -> None:
    await pulled(images, "lab-app:1.0", "lab-app:2.0")
    first, second = images.find("lab-app:1.0"), images.find("lab-app:2.0")
    rows = images.remove("lab-app:1.0", False, nobody)
    assert next(row["Deleted"] for row in rows if "Deleted" in row) == first.id
    assert len([row for row in rows if "Deleted" in row]) == 2
    assert images.read_file(second, "/app/app.txt") is not None
    # The manifest, the configuration and four layers are left.
    assert len(list((tmp_path / "images" / "blobs" / "sha256").iterdir())) == 6


async def test_an_id_with_one_name_takes_everything_along(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    image = images.find("hello-world")
    rows = images.remove(image.short_id, False, nobody)
    assert [next(iter(row)) for row in rows] == ["Untagged", "Untagged", "Deleted", "Deleted"]
    assert images.all() == ()


async def test_an_id_with_several_names_must_be_forced(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    images.tag("hello-world", "again", "v1")
    image = images.find("hello-world")
    words = (
        f"conflict: unable to delete {image.short_id} (must be forced) - image is referenced in multiple repositories"
    )
    assert refusal(images, image.id) == (409, words)
    assert [row["Untagged"] for row in images.remove(image.id, True, nobody) if "Untagged" in row] == [
        "again:v1",
        "hello-world:latest",
        image.repo_digests[0],
    ]
    assert images.all() == ()


async def test_an_image_in_use_is_kept(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    image = images.find("hello-world")
    beginning = f"conflict: unable to delete {image.short_id}"
    words = f"container 0123456789ab is using its referenced image {image.short_id}"
    for user in (stopped, running):
        assert refusal(images, "hello-world", user=user) == (
            409,
            f'conflict: unable to remove repository reference "hello-world" (must force) - {words}',
        )
    assert refusal(images, image.id, user=stopped) == (
        409,
        f"{beginning} (must be forced) - image is being used by stopped container 0123456789ab",
    )
    assert refusal(images, image.id, forced=True, user=running) == (
        409,
        f"{beginning} (cannot be forced) - image is being used by running container 0123456789ab",
    )
    assert images.find("hello-world") == image


async def test_forced_while_a_container_runs_the_image_only_loses_its_name(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    image = images.find("hello-world")
    rows = images.remove("hello-world", True, running)
    assert [next(iter(row)) for row in rows] == ["Untagged", "Untagged"]
    assert images.find(image.id).repo_tags == ()


async def test_a_digest_is_removed_alone_and_last_takes_the_image(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    digest = images.find("hello-world").repo_digests[0]
    assert images.remove(digest, False, nobody) == [{"Untagged": digest}]
    assert images.find("hello-world").repo_digests == ()
    assert len(images.remove("hello-world", False, nobody)) == 3


async def test_a_name_that_moved_leaves_its_image_nameless(images: Images) -> None:
    await pulled(images, "lab-app:1.0", "lab-app:2.0")
    old = images.find("lab-app:1.0")
    images.tag("lab-app:2.0", "lab-app", "1.0")
    assert images.find("lab-app:1.0").id != old.id
    assert images.find(old.id).repo_tags == ()


async def test_what_is_not_here_cannot_be_removed(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    assert refusal(images, "nosuch") == (404, "No such image: nosuch:latest")
    assert refusal(images, "127.0.0.1:5000/hello-world") == (404, "No such image: 127.0.0.1:5000/hello-world:latest")
    assert refusal(images, "sha256:" + "0" * 64) == (404, f"No such image: sha256:{'0' * 64}")


async def test_a_name_wins_over_an_id_that_begins_like_it(images: Images) -> None:
    await pulled(images, "hello-world:latest", "lab-base:1.0")
    prefix = images.find("hello-world").short_id[:4]
    images.tag("lab-base:1.0", prefix, "latest")
    assert images.remove(prefix, False, nobody) == [{"Untagged": f"{prefix}:latest"}]
    assert images.find(prefix) == images.find("hello-world")


async def test_the_beginning_of_an_id_must_be_the_only_one(images: Images) -> None:
    await pulled(images, "lab-app:", "lab-base:", "registry:", "hello-world:")
    identities = [image.id.removeprefix("sha256:") for image in images.all()]
    for identity in identities:
        assert images.find(identity[:12]).id == f"sha256:{identity}"
    shared = {identity[0] for identity in identities if [each[0] for each in identities].count(identity[0]) > 1}
    for digit in shared:
        assert refusal(images, digit) == (404, f"No such image: {digit}:latest")


async def test_a_tag_cannot_be_a_digest_and_its_source_must_be_here(images: Images) -> None:
    await pulled(images, "hello-world:latest")
    for repository, tag, words in (
        (f"hello@sha256:{'0' * 64}", "", "refusing to create a tag with a digest reference"),
        ("Hello", "v1", "invalid reference format: repository name must be lowercase"),
        ("", "v1", "invalid reference format"),
        ("hello", "v 1", "invalid tag format"),
    ):
        with pytest.raises(ApiError, match=words):
            images.tag("hello-world", repository, tag)
    with pytest.raises(ApiError, match="No such image: nosuch:latest"):
        images.tag("nosuch", "hello", "v1")
    assert images.find("hello-world").repo_tags == ("hello-world:latest",)
