"""Stamping an overlay: its hashes become those of today's main file, once a translator has read it again."""

from __future__ import annotations

import re

from lab.content.markdown import Block
from lab.content.parser import parse
from lab.content.problem import Report
from lab.content.translation import read_parts

_LINE_STARTS = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_HASH = re.compile(r"""\s*["']?hash["']?\s*=""")
_OF = re.compile(r"""\s*["']?of["']?\s*=""")


def stamp(main: bytes, overlay: bytes, main_path: str = "main.md", overlay_path: str = "overlay.md") -> bytes:
    """Return the overlay with every section's `hash` as it should be; raise ContentError where a file has errors."""
    exercise = parse(main, main_path)
    report = Report(overlay_path)
    parts = read_parts(exercise, overlay, report)
    report.stop_on_error()
    hashes = {exercise.id: exercise.hash, **{step.id: step.hash for step in exercise.steps}}
    lines = _LINE_STARTS.split(overlay.decode("utf-8"))
    # From the last section up, so that a line put in moves no fence still to be stamped.
    for part in sorted(parts.values(), key=lambda part: part.fence.line, reverse=True):
        _stamp(lines, part.fence, f'hash = "{hashes[part.of]}"')
    return "".join(lines).encode("utf-8")


def _stamp(lines: list[str], fence: Block, line: str) -> None:
    inside = range(fence.line, fence.end - 2)
    end = lines[fence.line - 1][len(lines[fence.line - 1].rstrip("\r\n")) :]
    for number in inside:
        if _HASH.match(lines[number]):
            lines[number] = line + end
            return
    after = next((number + 1 for number in inside if _OF.match(lines[number])), fence.line)
    lines.insert(after, line + end)
