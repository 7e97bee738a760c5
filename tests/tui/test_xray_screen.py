"""Inside the registry: requests in words, manifests, and the files that a step made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from tui_fakes import DIGEST, STOPPED, WORLD, FakeWorkplace
from tui_pilot import NARROW, WIDE, footer, one, press, started, text, until

from lab.language.words import LANGUAGES
from lab.tui.amounts import amount
from lab.tui.screens.exercise import ExerciseScreen
from lab.tui.screens.xray import XrayScreen
from lab.tui.tree import tree
from lab.tui.widgets.exercise.xray_panes import ManifestPane, Pane, RequestPane, StoragePane
from lab.tui.widgets.hanging import Hanging
from lab.tui.widgets.title_bar import TitleBar
from lab.world import Port, Store, StoredFile, World
from lab.xray import Blob, Hit, Sheet, Xray, blob_path

DOCKER = "application/vnd.docker.distribution."
LAYER = "sha256:" + "1a" * 32
FOUND = Xray(
    (
        Hit("HEAD", f"/v2/hello-world/blobs/{LAYER}", 404),
        Hit("PATCH", "/v2/hello-world/blobs/uploads/c5b3aaaa-1111?_state=x", 202),
        Hit("HEAD", f"/v2/hello-world/blobs/{LAYER}", 200),
        Hit("PUT", "/v2/hello-world/manifests/latest", 201),
    ),
    (
        Sheet(
            "127.0.0.1:5000/hello-world:latest",
            DIGEST,
            "type",
            (Blob("config", "sha256:c", 403), Blob("layer", LAYER, 13256)),
            "{}",
        ),
    ),
)


async def test_requests_manifest_and_files_are_side_by_side_where_there_is_room() -> None:
    workplace = FakeWorkplace()
    workplace.engine.inside = FOUND
    async with started(workplace, keys="enter x", size=WIDE) as pilot:
        assert isinstance(pilot.app.screen, XrayScreen)
        screen = pilot.app.screen
        await until(pilot, lambda: "manifest" in text(screen.query_one(ManifestPane)))
        assert all(pane.region.area for pane in screen.query(Pane))
        for kind, parts in (
            (
                RequestPane,
                (
                    "? Is this blob here? Not yet",
                    "404 HEAD hello-world/blobs/1a1a1a1a1a1a",
                    "202 PATCH hello-world/blobs/uploads/c5b3…",
                ),
            ),
            (
                RequestPane,
                ("→ Is this blob here? Yes: it need not be sent", "→ The manifest is put: now the tag exists"),
            ),
            (ManifestPane, ("manifest sha256:abababababab", "├ config", "└ layer  1a1a1a1a1a1a  13.3 kB")),
            (StoragePane, ("registry-data/", "  └ docker/registry/v2/x")),
        ):
            for part in parts:
                assert part in text(screen.query_one(kind))
        assert workplace.engine.since[0] > 0, "requests from before the step are not asked for"
        await press(pilot, "x")
        assert isinstance(pilot.app.screen, ExerciseScreen)


@pytest.mark.parametrize("size", [(120, 30), WIDE])
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_side_by_side_nothing_real_is_broken_over_two_lines(lang: str, size: tuple[int, int]) -> None:
    digest = "f7" * 32
    link = f"docker/registry/v2/repositories/hello-world/_manifests/tags/latest/index/sha256/{digest}/link"
    revision = f"docker/registry/v2/repositories/hello-world/_manifests/revisions/sha256/{digest}/link"
    files = tuple(StoredFile(path, 71) for path in (link, revision, blob_path(DIGEST)))
    workplace = FakeWorkplace(world=replace(WORLD, stores=(Store("/home/me/lab/registry-data", True, files),)))
    workplace.engine.inside = replace(
        FOUND, sheets=(replace(FOUND.sheets[0], media_type=f"{DOCKER}manifest.list.v2+json"),)
    )
    async with started(workplace, keys="enter x", size=size, lang=lang) as pilot:
        await until(pilot, lambda: "docker…manifest" in text(pilot.app.screen.query_one(ManifestPane)))
        for pane in pilot.app.screen.query(Pane):
            lines, shown = text(pane).splitlines(), pane.query_one(Hanging)
            longest = max(cell_len(line) for line in lines)
            assert longest <= shown.content_size.width, f"{pane!r}: {longest} > {shown.content_size.width}"


async def test_they_are_behind_tabs_where_there_is_none_and_files_of_the_step_are_marked() -> None:
    workplace = FakeWorkplace(world=World(registries=FakeWorkplace().world.registries))
    async with started(workplace, keys="enter", size=NARROW, lang="ko") as pilot:
        workplace.world = FakeWorkplace().world
        await press(pilot, "l")  # opened again: now there are files
        await press(pilot, "x right right")
        screen = pilot.app.screen
        await until(pilot, lambda: "registry-data" in text(screen.query_one(StoragePane)))
        assert [type(pane) for pane in screen.query(Pane) if pane.region.area] == [StoragePane]
        assert "+ └ docker/registry/v2/x" in text(screen.query_one(StoragePane))


async def test_an_engine_that_cannot_be_asked_is_said_in_each_pane_and_no_registry_means_no_key() -> None:
    workplace = FakeWorkplace()
    workplace.engine.inside = STOPPED
    async with started(workplace, keys="enter x") as pilot:
        pane = pilot.app.screen.query_one(RequestPane)
        await until(pilot, lambda: "? No container engine answers" in text(pane))
    async with started(FakeWorkplace(world=World()), keys="enter", size=WIDE) as pilot:
        assert "x" not in footer(pilot)


async def test_with_two_registries_r_looks_into_the_other_one() -> None:
    first = WORLD.registries[0]
    second = replace(first, address="127.0.0.1:5001")
    mirror = replace(WORLD.containers[0], name="mirror", ports=(Port(5000, 5001, "127.0.0.1"),))
    world = replace(WORLD, registries=(first, second), containers=(*WORLD.containers, mirror))
    workplace = FakeWorkplace(world=world)
    async with started(workplace, keys="enter x", size=WIDE) as pilot:
        await until(pilot, lambda: "127.0.0.1:5000" in str(one(pilot, TitleBar).render()))
        assert workplace.engine.looked_into[-1] == "registry"
        await press(pilot, "r")
        await until(pilot, lambda: workplace.engine.looked_into[-1] == "mirror")
        assert "127.0.0.1:5001" in str(one(pilot, TitleBar).render())
        await press(pilot, "r")
        await until(pilot, lambda: workplace.engine.looked_into[-1] == "registry")
    async with started(FakeWorkplace(), keys="enter x", size=WIDE) as pilot:
        assert "r" not in footer(pilot)


def test_a_tree_joins_folders_with_one_child_and_keeps_every_path() -> None:
    paths = ["docker/a/one", "docker/a/two", "docker/b/c/three"]
    lines = tree(paths)
    assert [line.stem + line.name for line in lines] == [
        "└ docker/",
        "  ├ a/",
        "  │ ├ one",
        "  │ └ two",
        "  └ b/c/three",
    ]
    assert [line.path for line in lines if line.path] == paths


def test_a_blob_lies_where_distribution_puts_it() -> None:
    assert blob_path(LAYER) == f"docker/registry/v2/blobs/sha256/1a/{'1a' * 32}/data"


def test_amounts_have_three_figures_at_most() -> None:
    assert [amount(size) for size in (0, 525, 13_256, 999_999, 200_000_000)] == [
        "0 B",
        "525 B",
        "13.3 kB",
        "1 MB",
        "200 MB",
    ]
