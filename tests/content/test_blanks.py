"""Blanks are found in prose wherever Markdown would not make code of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.content.blanks import blanks


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("A [[hook]] is [[what]]?", ("hook", "what")),
        ("[[a]][[b]]", ("a", "b")),
        ("[[a]] and [[a]]", ("a", "a")),
        ("[a] and [ [b]] and [[c] ] and [[]]", ()),
        ("`[[a]]` [[b]]", ("b",)),
        ("``[[a]] ` [[b]]`` [[c]]", ("c",)),
        ("` [[a]]", ("a",)),
        ("`` [[a]] `", ("a",)),
        (r"\` [[a]] `", ("a",)),
        ("```\n[[a]]\n```\n[[b]]", ("b",)),
        ("~~~\n[[a]]\n~~~", ()),
        ("    [[a]]\n\n[[b]]", ("b",)),
        ("- [[a]]\n\n      [[b]]\n- `[[c]]`", ("a",)),
        ("> [[a]]\n>\n> ```\n> [[b]]\n> ```", ("a",)),
        ("### [[a]]\n\n`x`", ("a",)),
        ("[[웹훅]]을 호출", ("웹훅",)),
    ],
)
def test_a_blank_stands_outside_code(prose: str, found: tuple[str, ...]) -> None:
    assert blanks(prose) == found


@given(st.text(alphabet="`[]a \n~>-", max_size=60))
def test_no_prose_is_too_odd_to_look_for_blanks_in(prose: str) -> None:
    assert all(f"[[{name}]]" in prose for name in blanks(prose))
