"""What a clean-up's last lines say."""

from __future__ import annotations

from lab.cli.plain import clean_up_lines
from lab.language.message import say
from lab.language.words import words
from lab.session import events as ev

STAYS = (say("session.stays.shared", image="registry"),)
LEFT = (say("session.left.appeared", noun="image", name="docker.io/library/registry:latest"),)


def test_what_another_exercise_uses_is_told_and_is_no_failure() -> None:
    done, *stays = clean_up_lines(ev.Cleaned("r1", "private-registry", (), (), stays=STAYS), words("en"))
    assert done == "  ✓ The engine is as it was before, but for what others are at work on:"
    assert stays == [
        "    - registry stays for now: another exercise uses it too, and removes it when that is cleaned up."
    ]


def test_what_is_left_is_told_alone() -> None:
    lines = list(clean_up_lines(ev.Cleaned("r1", "private-registry", (), LEFT, stays=STAYS), words("en")))
    assert lines == [
        "  ✗ Some things are still there:",
        "    - still there: image docker.io/library/registry:latest",
    ]
