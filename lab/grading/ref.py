"""`ref`: an image reference, read by Docker's own grammar and compared part by part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lab.errors import LabError
from lab.grading import packaging
from lab.grading.answers import TextAnswer
from lab.grading.grade import Feedback, Grade, marked
from lab.grading.keys import RefKey
from lab.grading.parts import Comparison, compare
from lab.grading.typed import composed, no_attempt
from lab.language.message import Message, say
from lab.reference import Reference

MOST_IN_A_COMMAND = 0.75
"""What a reference is worth at most behind a command that nobody asked for, or written as a URL."""

_COMMAND = re.compile(
    r"""
    (?:[$\#]\s+)? (?:sudo\s+)? (?P<program> (?:docker|podman|nerdctl)\s+ )?
    (?P<verb> (?:(?:image|container)\s+)? (?:pull|push|run|tag|inspect|rmi)\s+ )?
    (?:-\S+\s+)* (?P<reference> \S+ )
    """,
    re.VERBOSE,
)
_ANY_COMMAND = re.compile(r"(?:[$#]\s+)?(?:sudo\s+)?(?:docker|podman|nerdctl)\s+.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Found:
    """The reference in an answer, and what has to be said of all that stands around it."""

    text: str
    around: tuple[Message, ...] = ()
    most: float = 1


def grade(key: RefKey, answer: TextAnswer) -> Grade:
    """Grade a reference; nothing is folded before it is read, so what Docker would refuse is wrong and told why."""
    if refused := no_attempt(answer.text):
        return refused
    text = composed(answer.text)
    as_typed = _grade(key, _Found(text))
    found = _find(text)
    if as_typed.status == "correct" or found.text == text:
        return as_typed
    inside = _grade(key, found)
    return as_typed if as_typed.score and as_typed.score >= inside.score else inside


def _find(text: str) -> _Found:
    """Find the reference in an answer: in quotes, in a sentence, behind a command, in a URL."""
    inner = packaging.unwrapped(text)
    command = _COMMAND.fullmatch(inner)
    if command and (command["program"] or command["verb"]):
        return _Found(
            packaging.unwrapped(command["reference"]), (say("grading.ref.only-reference"),), MOST_IN_A_COMMAND
        )
    name = packaging.spoken_word(inner) or inner
    if url := re.fullmatch(r"https?://(.+)", name):
        return _Found(url[1], (say("grading.ref.url"),), MOST_IN_A_COMMAND)
    return _Found(name, () if name == text else (packaging.note(name),))


def _grade(key: RefKey, found: _Found) -> Grade:
    if _ANY_COMMAND.fullmatch(found.text):
        return marked(0, (say("grading.ref.only-reference"),), found.text)
    try:
        given = Reference.parse(found.text)
    except LabError as error:
        return marked(0, (*found.around, _in_plain_words(found.text, error.message)), found.text)
    want = Reference.parse(key.want)
    compared = compare(want, given, found.text, key.explicit_tag)
    reasons = (*found.around, *_reasons(want, given, found.text, compared))
    return marked(min(compared.score, found.most), reasons, str(given))


def _in_plain_words(text: str, message: Message) -> Message:
    """Say of a blank and of Korean letters what they are; of look-alikes only the code point tells."""
    strange = [letter for letter in text if not "!" <= letter <= "~"]
    if strange and strange[0].isspace():
        return say("grading.ref.blank")
    if strange and "가" <= strange[0] <= "힣":
        return say("grading.ref.korean", letters=strange[0])
    return message


def _reasons(want: Reference, given: Reference, text: str, found: Comparison) -> tuple[Feedback, ...]:
    if found.score < 1 and _is_address(want, given, text):
        return (say("grading.ref.address", address=text, name=given.repository, tag=str(given.tag)),)
    return found.reasons


def _is_address(want: Reference, given: Reference, text: str) -> bool:
    """Whether a registry's address was given for a name: with no `/` in it Docker takes the port for a tag."""
    host, _, port = text.partition(":")
    looks = "/" not in text and (host == "localhost" or "." in host) and port.isdigit()
    return looks and want.registry != given.registry
