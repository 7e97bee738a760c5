"""What every case of a check is held to."""

from __future__ import annotations

from typing import Any, TypeAlias

from lab.checks import Check, Outcome
from lab.language.words import LANGUAGES, words
from tests.builders import judged

Case: TypeAlias = tuple[Check, tuple[Any, ...], dict[str, Any], Outcome, str]
"""A check, what it is shown, what else there is in the World or in memory, its outcome, and the key of what it found."""


def assert_says_what_it_saw(case: Case) -> None:
    """Judge a case: only what passes leaves nothing to do, and every message has words in every language."""
    check, things, others, outcome, found = case
    verdict = judged(check, *things, **others)
    assert (verdict.outcome, verdict.found.key, verdict.check) == (outcome, f"checks.{found}", check.kind)
    assert (verdict.next is not None) == (outcome != "pass")
    for lang in LANGUAGES:
        for message in (verdict.expected, verdict.found, verdict.next):
            assert message is None or "checks." not in words(lang).say(message)
