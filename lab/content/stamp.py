"""Stamping an overlay: its hashes become those of today's main file, once a translator has read it again."""

from __future__ import annotations

import re
from pathlib import Path

from lab.content.kinds import kind_of
from lab.content.markdown import Block
from lab.content.names import overlay_of
from lab.content.overlay import exercise_main
from lab.content.parser import parse
from lab.content.problem import Report
from lab.content.quiz_overlay import quiz_main
from lab.content.quiz_parser import parse_quiz
from lab.content.shelf import read_bytes
from lab.content.translation import Main, read_parts

_LINE_STARTS = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_HASH = re.compile(r"""\s*["']?hash["']?\s*=""")
_OF = re.compile(r"""\s*["']?of["']?\s*=""")


def stamp(main: bytes, overlay: bytes, main_path: str = "main.md", overlay_path: str = "overlay.md") -> bytes:
    """Return the overlay with every section's `hash` as it should be; raise ContentError where a file has errors."""
    known = _main(main, main_path)
    report = Report(overlay_path)
    parts = read_parts(known, overlay, report)
    report.stop_on_error()
    lines = _LINE_STARTS.split(overlay.decode("utf-8"))
    # From the last section up, so that a line put in moves no fence still to be stamped.
    for part in sorted(parts.values(), key=lambda part: part.fence.line, reverse=True):
        _stamp(lines, part.fence, f'hash = "{known.originals[part.of].hash}"')
    return "".join(lines).encode("utf-8")


def stamp_file(path: Path) -> None:
    """Note in an overlay, or in every overlay of a folder, that it has been read against today's main file."""
    for overlay in sorted(path.glob("*.md")) if path.is_dir() else [path]:
        main = overlay_of(overlay)
        if main is not None:
            overlay.write_bytes(stamp(read_bytes(main[0]), read_bytes(overlay), str(main[0]), str(overlay)))


def _main(source: bytes, path: str) -> Main:
    if kind_of(source, path) == "quiz":
        return quiz_main(parse_quiz(source, path))
    return exercise_main(parse(source, path))


def _stamp(lines: list[str], fence: Block, line: str) -> None:
    inside = range(fence.line, fence.end - 2)
    end = lines[fence.line - 1][len(lines[fence.line - 1].rstrip("\r\n")) :]
    for number in inside:
        if _HASH.match(lines[number]):
            lines[number] = line + end
            return
    after = next((number + 1 for number in inside if _OF.match(lines[number])), fence.line)
    lines.insert(after, line + end)
