"""The World beside the page: drawn from what was seen, with what changed marked."""

from __future__ import annotations

from tui_fakes import CHANGES, WORLD, FakeWorkplace
from tui_pilot import NARROW, WIDE, one, press, started, text

from lab.tui import inventory
from lab.tui.inventory import Item
from lab.tui.widgets.page import Page
from lab.tui.widgets.world_panel import WorldPanel
from lab.world import Image, World


async def test_the_world_is_drawn_in_groups_with_changes_marked() -> None:
    async with started(FakeWorkplace(), keys="enter r", size=WIDE) as pilot:
        shown = text(one(pilot, WorldPanel))
    for part in (
        "This engine: images",
        "− busybox:latest",
        "  hello-world:latest",
        "  121212121212",
        "+ registry",
        "  running 127.0.0.1:5000→5000",
        "  127.0.0.1:5000\n  answers",
        "  abababababab",
        "+ registry-data/\n  files: 1, new: 1",
    ):
        assert part in shown


async def test_the_next_action_takes_the_marks_away() -> None:
    workplace = FakeWorkplace(changes=((*CHANGES,), ()))
    async with started(workplace, keys="enter r", size=WIDE) as pilot:
        assert "+ registry" in text(one(pilot, WorldPanel))
        await press(pilot, "c")
        assert "+ registry" not in text(one(pilot, WorldPanel))


async def test_on_a_wide_screen_w_hides_and_shows_it() -> None:
    async with started(FakeWorkplace(), keys="enter", size=WIDE) as pilot:
        panel = one(pilot, WorldPanel)
        assert panel.region.width > 0
        await press(pilot, "w")
        assert not panel.display
        await press(pilot, "w")
        assert panel.display


async def test_on_a_narrow_screen_w_puts_it_in_the_place_of_the_page() -> None:
    async with started(FakeWorkplace(), keys="enter", size=NARROW) as pilot:
        panel, page = one(pilot, WorldPanel), one(pilot, Page)
        assert (panel.region.area, page.region.width) == (0, 80)
        await press(pilot, "w")
        assert (panel.region.width, page.region.area) == (80, 0)
        await press(pilot, "w")
        assert (panel.region.area, page.region.width) == (0, 80)


async def test_it_is_drawn_in_korean() -> None:
    async with started(FakeWorkplace(), keys="enter r", size=WIDE, lang="ko") as pilot:
        shown = text(one(pilot, WorldPanel))
    for part in ("이 엔진의 이미지", "응답함", "파일 1개, 새 파일 1개"):
        assert part in shown


async def test_an_engine_with_many_images_shows_the_first_and_how_many_more() -> None:
    many = World(images=tuple(Image(f"docker.io/me/image-{n:03}:latest", "sha256:" + "0" * 64) for n in range(200)))
    async with started(FakeWorkplace(world=many), keys="enter", size=WIDE) as pilot:
        shown = text(one(pilot, WorldPanel))
    assert "me/image-011:latest" in shown
    assert "and 188 more" in shown


def test_what_changed_comes_first_and_what_is_gone_is_still_shown() -> None:
    assert inventory.images(WORLD, CHANGES)[0] == Item("busybox:latest", "343434343434", "gone")
    assert inventory.containers(WORLD, CHANGES) == [Item("registry", "running 127.0.0.1:5000→5000", "appeared")]
