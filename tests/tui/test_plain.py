"""Text of unknown origin is made safe to draw, and bars are honest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from lab.tui.plain import plain
from lab.tui.signs import bar


def test_control_sequences_go_and_their_text_stays() -> None:
    assert plain("\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07") == "red link"


def test_a_line_that_was_redrawn_is_its_last_version() -> None:
    assert plain("10%\r50%\r100%\nnext\r\n") == "100%\nnext\n"


def test_tabs_become_spaces_and_hangul_stays() -> None:
    assert plain("a\tb 한글") == "a       b 한글"


@given(some.text())
def test_nothing_is_left_that_a_terminal_would_obey(text: str) -> None:
    assert all(letter.isprintable() or letter == "\n" for letter in plain(text))


@given(some.integers(-5, 50), some.integers(0, 50))
def test_a_bar_is_full_only_when_all_is_done_and_empty_only_when_nothing_is(done: int, total: int) -> None:
    drawn = bar(done, total, 8)
    assert len(drawn) == 8
    assert (drawn == "▰" * 8) == (done >= total > 0)
    assert (drawn == "▱" * 8) == (done <= 0 or total <= 0)
