"""The worked example of docs/authoring.md, as its reader would type it."""

from __future__ import annotations

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs" / "authoring.md"


def write_example(course: Path) -> Path:
    """Write the example's two files where the document says; return the folder that they are in."""
    text = DOCUMENT.read_text(encoding="utf-8")
    fences = re.findall(r"^````markdown\n(.*?)^````$", text, re.MULTILINE | re.DOTALL)
    paths = re.findall(r"`my-course/(exercises/\S+\.md)`", text)
    assert len(fences) == len(paths) == 2
    for path, content in zip(paths, fences, strict=True):
        (course / path).parent.mkdir(parents=True, exist_ok=True)
        (course / path).write_text(content, encoding="utf-8")
    return course / "exercises"
