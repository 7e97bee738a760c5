"""A question's prose with its blanks as gaps on paper."""

from __future__ import annotations

from collections.abc import Iterable

from lab.content.blanks import BLANK
from lab.content.questions import Question
from lab.grading.keys import FillKey

GAP = "_____"


def with_gaps(question: Question) -> str:
    """Return prose in which every blank of the question's is a gap."""
    key = question.key
    return (
        gaps_for(question.prose, [blank.name for blank in key.blanks]) if isinstance(key, FillKey) else question.prose
    )


def gaps_for(prose: str, names: Iterable[str]) -> str:
    """Return prose in which the blanks of these names are gaps; other double brackets are somebody's code."""
    wanted = set(names)
    return BLANK.sub(lambda found: GAP if found[1] in wanted else found[0], prose)
