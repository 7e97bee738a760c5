"""Mounts, spelt."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from lab.docker_cli import actions as act
from lab.docker_cli.spelling.words import repeat


def spell_mounts(mounts: tuple[act.MountPoint, ...]) -> Iterator[str]:
    """Spell mounts with `-v` where that can say all of them, else with `--mount`, so that their order is kept."""
    short = [_short_mount(mount) for mount in mounts]
    if all(short):
        yield from repeat("-v", short)
    else:
        yield from repeat("--mount", map(long_mount, mounts))


def _short_mount(mount: act.MountPoint) -> str:
    """Spell a mount as `-v` takes it, or return nothing where a colon or a read-only anonymous volume forbids it."""
    windows = mount.source[1:3] == ":\\" and mount.source[0].isalpha()
    if ":" in mount.source[2 if windows else 0 :] + mount.target or (mount.read_only and not mount.source):
        return ""
    return ":".join(filter(None, [mount.source, mount.target, "ro" if mount.read_only else ""]))


def long_mount(mount: act.MountPoint) -> str:
    """Spell a mount as `--mount` takes it."""
    fields = [f"type={mount.kind}", f"source={mount.source}", f"target={mount.target}"]
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(fields + ["readonly"] * mount.read_only)
    return line.getvalue()
