"""The language of a page."""

from __future__ import annotations

import pytest

from lab.web.languages import language


@pytest.mark.parametrize(
    ("asked", "accepted", "otherwise", "spoken"),
    [
        ("ko", "en", "en", "ko"),
        ("en", "ko-KR,ko;q=0.9", "ko", "en"),
        (None, "ko-KR,ko;q=0.9,en-US;q=0.8", "en", "ko"),
        (None, "en-US,en;q=0.9,ko;q=0.8", "ko", "en"),
        (None, "de, ko;q=0.5, en;q=0.7", "ko", "en"),
        (None, "fr;q=1, ko; q=0.1", "en", "ko"),
        (None, "en;q=0, ko;q=0.1", "en", "ko"),
        (None, "de", "ko", "ko"),
        (None, "", "ko", "ko"),
        (None, "*", "ko", "ko"),
        (None, ";;;,q=,ko;q=x", "en", "en"),
        ("<script>", "", "ko", "ko"),
    ],
)
def test_the_address_decides_then_the_browser_then_the_server(
    asked: str | None, accepted: str, otherwise: str, spoken: str
) -> None:
    assert language(asked, accepted, otherwise) == spoken
