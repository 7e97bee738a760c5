"""The shortcuts see the blocks that Markdown's own rules see."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lab.content import markdown
from lab.content.markdown import MAX_DEPTH, cut

PIECES = [
    *("a\n", "가\n", "`b` c\n", '"q\n', "  b\n", "      c\n", "[ ] b\n", "===\n", "---\n", "- - -\n"),
    *("- [ ] c\n", "   - [ ] c\n", "- [x]\n", "- ", "* ", "-\n", "1. ", "2. x\n", "  ", "   ", "    ", "\t", "\n"),
    *("> e\n", "  > d\n", "      > d\n", "> - f\n", "> `a`\n", "> [!TIP]\n", "> > a\n", ">\n", "> ", "> ```\n"),
    *("```\n", "```x\n", "<div>\n", "<!--\n", "-->\n", "# h\n"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=500, deadline=None)
def test_blocks_are_those_of_commonmark(text: str) -> None:
    ours = cut(text)
    plain = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}).disable(["inline", "text_join", "reference"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_parser", lambda: plain)
        assert ours == cut(text)
