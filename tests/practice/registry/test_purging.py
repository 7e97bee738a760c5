"""What was given up is taken away when it is old; what is new, and what is whole, stays."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from lab.practice.registry.purge import purge
from lab.practice.registry.settings import Settings

from .client import running

WEEK = 168 * 3600.0


async def given_up(root: Path, *, draft: bool = True) -> Path:
    """Push an image, begin an upload, leave a draft as a kill leaves it; return the upload's folder."""
    async with running(root, {"REGISTRY_STORAGE_MAINTENANCE_UPLOADPURGING_ENABLED": "false"}) as registry:
        await registry.push_image("v1")
        await registry.ask("POST", "/v2/app/blobs/uploads/")
        (upload,) = (registry.top / "repositories/app/_uploads").iterdir()
        if draft:
            (upload.parents[1] / "_manifests/tags/v1/current/.link.0123456789abcdef").write_text("sha2")
        return upload


def age(path: Path, seconds: float) -> None:
    for each in (path, *path.iterdir()) if path.is_dir() else (path,):
        os.utime(each, (time.time() - seconds, time.time() - seconds))


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


async def test_old_uploads_and_drafts_go_and_everything_else_stays(tmp_path: Path) -> None:
    upload = await given_up(tmp_path)
    before = files(tmp_path)
    assert purge(tmp_path, time.time(), WEEK) == 0
    assert files(tmp_path) == before
    assert purge(tmp_path, time.time() + WEEK + 1, WEEK) == 1
    gone = {name for name in before if f"/{upload.name}/" in name or ".link." in name}
    assert len(gone) == 3
    assert files(tmp_path) == before - gone


async def test_a_registry_that_starts_takes_away_what_is_old(tmp_path: Path) -> None:
    upload = await given_up(tmp_path, draft=False)
    age(upload, WEEK + 1)
    async with running(tmp_path) as registry:
        async with asyncio.timeout(20):
            while not any("Purge uploads finished.  Num deleted=1" in line for line in registry.log):
                await asyncio.sleep(0)
        assert not upload.exists()
        assert (await registry.manifest("v1")).status == 200


def test_an_empty_root_has_nothing_to_purge(tmp_path: Path) -> None:
    assert purge(tmp_path, time.time(), WEEK) == 0


@pytest.mark.parametrize(
    ("variables", "after"),
    [({}, WEEK), ({"ENABLED": "false"}, None), ({"DRYRUN": "true"}, None), ({"AGE": "1h"}, 3600.0)],
)
def test_how_long_an_upload_may_wait_is_configured(variables: dict[str, str], after: float | None) -> None:
    named = {f"REGISTRY_STORAGE_MAINTENANCE_UPLOADPURGING_{name}": value for name, value in variables.items()}
    assert Settings.from_environment(named).purge_after == after
