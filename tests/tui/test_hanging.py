"""Lines that do not fit go on below, further in; and first paragraphs without Markdown's signs."""

from __future__ import annotations

from textual.content import Content

from lab.tui.widgets.about import first_paragraph
from lab.tui.widgets.hanging import INDENT, hung


def rows(text: str, width: int) -> list[str]:
    return [row.plain.rstrip() for row in hung(Content(text), width)]


def test_a_line_that_fits_is_one_row_and_a_longer_one_hangs() -> None:
    assert rows("  registry  running", 30) == ["  registry  running"]
    assert rows("  registry  running here", 19) == ["  registry  running", " " * INDENT + "here"]


def test_a_name_that_is_longer_than_the_width_is_folded_and_nothing_of_it_is_lost() -> None:
    name = "127.0.0.1:5000/a-long-name:latest"
    folded = rows(name, 20)
    assert all(len(row) <= 20 for row in folded)
    assert "".join(row.strip() for row in folded) == name


def test_the_first_paragraph_is_one_line_of_plain_words() -> None:
    assert first_paragraph("A **bold** `word`,\nand [a page](https://x).\n\nMore.") == "A bold word, and a page."
