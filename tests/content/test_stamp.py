"""Stamping writes today's hashes into a translation and leaves every other byte alone."""

from __future__ import annotations

import re

import pytest

from lab.content.overlay import translate
from lab.content.parser import parse
from lab.content.problem import ContentError
from lab.content.stamp import stamp


def test_a_stamped_overlay_is_not_stale(example: str, overlay: str) -> None:
    exercise = parse(example.encode(), "x.md")
    assert len(translate(exercise, overlay.encode(), "x.ko.md").stale) == 3
    assert translate(exercise, stamp(example.encode(), overlay.encode()), "x.ko.md").stale == ()


def test_only_the_hashes_change(example: str, overlay: str) -> None:
    for source in (overlay, overlay.replace("\n", "\r\n"), "\ufeff" + overlay, overlay.rstrip("\n")):
        stamped = stamp(example.encode(), source.encode()).decode()
        assert re.sub(r'hash = "\w+"', 'hash = "000000000000"', stamped) == source


def test_a_missing_hash_is_written_below_what_it_belongs_to(example: str, overlay: str) -> None:
    without = overlay.replace('hash = "000000000000"\n', "")
    assert stamp(example.encode(), without.encode()) == stamp(example.encode(), overlay.encode())


def test_stamping_twice_is_stamping_once(example: str, overlay: str) -> None:
    once = stamp(example.encode(), overlay.encode())
    assert stamp(example.encode(), once) == once


def test_a_broken_overlay_or_main_file_is_not_stamped(example: str, overlay: str) -> None:
    with pytest.raises(ContentError) as caught:
        stamp(example.encode(), overlay.replace('of = "pull-image"', 'of = "x"').encode(), overlay_path="x.ko.md")
    assert [problem.path for problem in caught.value.problems] == ["x.ko.md"]
    with pytest.raises(ContentError):
        stamp(b"", overlay.encode())
