"""`ref`: an image reference, read by Docker's own grammar and compared part by part."""

from __future__ import annotations

import re

from lab.errors import LabError
from lab.grading.answers import TextAnswer
from lab.grading.grade import Feedback, Grade, marked
from lab.grading.keys import RefKey
from lab.grading.parts import Comparison, compare
from lab.grading.typed import composed, no_attempt
from lab.language.message import say
from lab.reference import Reference

_COMMAND = r"(?:[$#]\s+)?(?:sudo\s+)?(?:docker|podman|nerdctl)\s+.*"


def grade(key: RefKey, answer: TextAnswer) -> Grade:
    """Grade a reference; nothing is folded before it is read, so what Docker would refuse is wrong and told why."""
    if refused := no_attempt(answer.text):
        return refused
    text = composed(answer.text)
    if re.fullmatch(_COMMAND, text, re.DOTALL):
        return marked(0, (say("grading.ref.only-reference"),), text)
    try:
        given = Reference.parse(text)
    except LabError as error:
        return marked(0, (error.message,), text)
    want = Reference.parse(key.want)
    found = compare(want, given, text, key.explicit_tag)
    return marked(found.score, _reasons(want, given, text, found), str(given))


def _reasons(want: Reference, given: Reference, text: str, found: Comparison) -> tuple[Feedback, ...]:
    if found.score < 1 and _is_address(want, given, text):
        return (say("grading.ref.address", address=text, name=given.repository, tag=str(given.tag)),)
    return found.reasons


def _is_address(want: Reference, given: Reference, text: str) -> bool:
    """Whether a registry's address was given for a name: with no `/` in it Docker takes the port for a tag."""
    host, _, port = text.partition(":")
    looks = "/" not in text and (host == "localhost" or "." in host) and port.isdigit()
    return looks and want.registry != given.registry
