"""CONTRIBUTING names everything that there is to use: each room, each kind of check and its keys, each kind of prop and its keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lab
from lab.checks import KINDS
from lab.content.fields import field_keys
from lab.content.props import PROPS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def keys_in(row: str) -> set[str]:
    """The keys that a row of a table names in its brackets."""
    found = re.search(rf"^\| `{re.escape(row)}` \(([^)]*)\)", TEXT, re.MULTILINE)
    assert found is not None, f"no row for {row}"
    return set(re.findall(r"`([a-z_-]+)`", found[1]))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_check_has_a_row_that_names_its_keys(kind: str) -> None:
    keys = field_keys(KINDS[kind])  # type: ignore[arg-type]
    assert {key for key, (_, _, optional) in keys.items() if not optional} <= keys_in(kind) <= set(keys)


@pytest.mark.parametrize("key", sorted(PROPS))
def test_every_prop_has_a_row_that_names_its_keys(key: str) -> None:
    keys = field_keys(PROPS[key])  # type: ignore[arg-type]
    assert {key for key, (_, _, optional) in keys.items() if not optional} <= keys_in(f"[[{key}]]") <= set(keys)


def test_every_room_is_in_the_table_of_rooms() -> None:
    folder = Path(lab.__file__ or "").parent
    rooms = {path.name for path in folder.iterdir() if path.is_dir() and (path / "__init__.py").is_file()}
    files = {path.name for path in folder.glob("*.py")} - {"__init__.py", "__main__.py"}
    table = TEXT.partition("## Rooms")[2].partition("\n## ")[0]
    assert {name for name in rooms if f"`lab/{name}/`" not in table} == set()
    assert {name for name in files if f"`lab/{name}`" not in table} == set()
