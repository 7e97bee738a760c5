"""README's pictures are there, whole, and ask nothing of anybody elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parent.parent
PICTURES = re.findall(r"!\[[^]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))


def test_readme_shows_home_an_exercise_the_x_ray_and_a_quiz() -> None:
    names = {Path(picture).name.partition(".")[0] for picture in PICTURES}
    assert names >= {"home", "exercise", "xray", "quiz"}


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_a_drawing_of_the_app_without_references_to_elsewhere(picture: str) -> None:
    text = (ROOT / picture).read_text(encoding="utf-8")
    assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
    assert "Registry&#160;Lab" in text
    outside = set(re.findall(r"https?://[\w.]+", text)) - {"http://www.w3.org", "https://www.textualize.io"}
    assert {address for address in outside if not address.startswith("http://127.0.0.1")} == set()
