"""Where the images are: drawn from what was seen, equal content with an equal mark, with what changed marked."""

from __future__ import annotations

from dataclasses import replace

from tui_fakes import CHANGES, DIGEST, LAYERS, WORLD, FakeWorkplace
from tui_pilot import NARROW, WIDE, one, press, started, text

from lab.tui import inventory
from lab.tui.inventory import Item
from lab.tui.widgets.exercise.picture import Picture
from lab.tui.widgets.hanging import Hanging
from lab.tui.widgets.page import Page
from lab.world import Image, Published, Registry, World

MARK = "cdcdcd"


def box(picture: Picture, name: str) -> str:
    return picture.query_one(f".-{name}", Hanging).text


async def test_each_name_is_in_the_boxes_where_it_is_with_the_mark_of_its_content() -> None:
    async with started(FakeWorkplace(), keys="enter r", size=WIDE) as pilot:
        picture = one(pilot, Picture)
        assert box(picture, "hub") == f"  hello-world:latest ▪{MARK}"
        for part in (
            "− busybox:latest",
            f"  hello-world:latest ▪{MARK}",
            f"  127.0.0.1:5000/hello-world:latest ▪{MARK}",
            "+ registry  running 127.0.0.1:5000→5000",
        ):
            assert part in box(picture, "engine")
        for part in (
            "127.0.0.1:5000  ✓ answers",
            f"  hello-world:latest ▪{MARK}",
            "+ registry-data/",
            "files: 1, new: 1",
        ):
            assert part in box(picture, "registry")


async def test_the_next_action_takes_the_marks_away_and_w_hides_and_shows_the_boxes() -> None:
    async with started(FakeWorkplace(changes=(CHANGES, ())), keys="enter r", size=WIDE) as pilot:
        picture = one(pilot, Picture)
        boxes = [each.region for each in picture.query(".place")]
        assert len({each.y for each in boxes}) == 1, "beside each other"
        assert len({each.height for each in boxes}) == 1
        assert "+ registry" in text(picture)
        await press(pilot, "c")
        assert "+ registry" not in text(picture)
        await press(pilot, "w")
        assert not picture.display
        await press(pilot, "w")
        assert picture.display


async def test_on_a_narrow_screen_they_are_one_column_in_the_place_of_the_page_in_korean_too() -> None:
    async with started(FakeWorkplace(), keys="enter r", size=NARROW, lang="ko") as pilot:
        picture, page = one(pilot, Picture), one(pilot, Page)
        assert (picture.region.area, page.region.width) == (0, 80)
        await press(pilot, "w")
        assert (picture.region.width, page.region.area) == (80, 0)
        assert len({each.region.x for each in picture.query(".place")}) == 1
        for part in ("응답함", "파일 1개, 새 파일 1개"):
            assert part in text(picture)


async def test_one_content_has_one_mark_also_under_names_that_nobody_asks_the_layers_of() -> None:
    identity = "sha256:" + "12" * 32
    elsewhere = Image("ghcr.io/octo/hello:1", identity)
    by_digest = Image(f"127.0.0.1:5000/hello-world@sha256:{'ab' * 32}", identity)
    world = replace(WORLD, images=(*WORLD.images, elsewhere, by_digest))
    async with started(FakeWorkplace(world=world), keys="enter", size=WIDE) as pilot:
        shown = box(one(pilot, Picture), "engine")
        assert f"  ghcr.io/octo/hello:1 ▪{MARK}" in shown
        assert f"  127.0.0.1:5000/hello-world@sha256:abababababab ▪{MARK}" in shown


def test_the_layers_of_an_image_are_known_from_a_registry_too_by_its_config() -> None:
    tag = Published("127.0.0.1:5000/a:1", DIGEST, LAYERS, config="sha256:c")
    (registry,) = WORLD.registries
    world = World(
        images=(Image("docker.io/library/a:1", "sha256:c"),), registries=(replace(registry, published=(tag,)),)
    )
    (item,) = inventory.images(world, (), inventory.contents(world))
    assert item.mark == MARK


async def test_several_registries_are_told_apart_and_where_none_is_in_question_there_are_two_boxes() -> None:
    (first,) = WORLD.registries
    other = Published("127.0.0.1:5050/shop/app:1", DIGEST, ("sha256:" + "ef" * 32,))
    vendor = replace(first, address="127.0.0.1:5050", repositories=("shop/app",), published=(other,))
    gone = Registry("127.0.0.1:5002", "silent")
    several = replace(WORLD, registries=(first, vendor, gone))
    async with started(FakeWorkplace(world=several), keys="enter", size=WIDE) as pilot:
        picture = one(pilot, Picture)
        assert picture.query_one(".-registry").border_title == "Your registries"
        assert [line for line in box(picture, "registry").splitlines() if "5" in line or "app" in line] == [
            "  127.0.0.1:5000  ✓ answers",
            "  127.0.0.1:5050  ✓ answers",
            "  shop/app:1 ▪efefef",
            "  127.0.0.1:5002  · no answer",
        ]
        assert picture.query_one(".-registry").region.height > 5
        await pilot.resize_terminal(*NARROW)
        await press(pilot, "w")
        assert picture.query_one(".-registry").region.height > 5
    async with started(FakeWorkplace(world=World(images=WORLD.images)), keys="enter", size=WIDE) as pilot:
        shown = [each for each in one(pilot, Picture).query(".place") if each.region.area]
        assert [each.border_title for each in shown] == ["Docker Hub", "This engine"]


async def test_an_engine_with_many_images_shows_those_of_the_exercise_first_and_how_many_more() -> None:
    many = tuple(Image(f"docker.io/me/image-{n:03}:latest", "sha256:" + "0" * 64) for n in range(200))
    ours = Image("docker.io/library/zebra:latest", "sha256:" + "1" * 64, LAYERS)
    async with started(FakeWorkplace(world=World(images=(*many, ours))), keys="enter", size=WIDE) as pilot:
        shown = box(one(pilot, Picture), "engine")
    assert shown.startswith("  zebra:latest")
    assert "and 189 more" in shown


def test_docker_hub_is_known_by_the_digests_it_gave_and_not_by_names_that_were_made_here() -> None:
    known = Image("docker.io/library/hello-world:latest", "sha256:1", LAYERS, ("hello-world@sha256:2",))
    built = replace(known, reference="docker.io/me/built:latest", digests=())
    kept = replace(known, reference="docker.io/library/hello-world:kept-by-registry-lab-1-latest")
    pushed = replace(known, reference="127.0.0.1:5000/hello-world:latest")
    assert inventory.fetched(World(images=(known, built, kept, pushed))) == {"hello-world:latest": "sha256:1"}


def test_a_mark_is_the_chain_id_of_the_layers_and_the_engines_own_id_where_they_are_unknown() -> None:
    lower, upper = "sha256:" + "12" * 32, "sha256:" + "34" * 32
    assert inventory.mark((lower,), "sha256:other") == "121212"
    assert inventory.mark((lower, upper), "") == inventory.mark([lower, upper], "sha256:other")
    assert inventory.mark((lower, upper), "") != inventory.mark((upper, lower), "")
    assert inventory.mark((), "sha256:abcdef0123") == "abcdef"


def test_what_changed_comes_first_and_what_is_gone_is_still_shown() -> None:
    assert inventory.images(WORLD, CHANGES, {})[0] == Item("busybox:latest", change="gone")
    assert inventory.containers(WORLD, CHANGES) == [Item("registry", "running 127.0.0.1:5000→5000", "appeared")]
