"""`command`: a command line read by the lab's own grammar, and never run; what counts is the Action."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lab.docker_cli.actions import Action
from lab.docker_cli.errors import CommandError
from lab.docker_cli.lookup import find_command
from lab.docker_cli.parse import parse
from lab.docker_cli.place import Place
from lab.docker_cli.shell_words import read_line
from lab.docker_cli.spelling import spell
from lab.errors import LabError
from lab.grading.answers import TextAnswer
from lab.grading.effect import compare_actions, plain
from lab.grading.grade import Grade, marked, unmarked
from lab.grading.keys import CommandKey
from lab.grading.parts import Comparison, own_registry
from lab.grading.said import Said
from lab.grading.typed import composed, no_attempt
from lab.language.message import say
from lab.reference import DOCKER_HUB, Reference

NOWHERE = Place("/registry-lab")
"""Where a command is typed that belongs to no exercise."""

MISSPELT = 0.75
"""What is left of the score where Docker would refuse the line and the lab's prompt would put it right."""

FORESEEN = 0.5
"""What a wrong answer that the author foresaw is worth at most, for what is right in it."""

_UNKNOWABLE = ("refused-image-id", "refused-outside-workspace")
"""Kinds of refusals of what may be right on the learner's own machine: an image's ID, a folder."""


def grade(key: CommandKey, answer: TextAnswer, place: Place = NOWHERE) -> Grade:
    """Grade a command line; whoever names a registry in it means that registry, whether it is the lab's or not."""
    if refused := no_attempt(answer.text):
        return refused
    line = composed(answer.text)
    place = place_for(place, (*key.want, *(each for wrong in key.wrong for each in wrong.match), line))
    try:
        action = plain(parse(line, place))
    except CommandError as error:
        return _not_understood(key, line, place, error)
    found = _judge(key, action, place)
    return marked(found.score, found.reasons, spell(action))


def place_for(place: Place, lines: Iterable[str]) -> Place:
    """Return a place where every registry that these lines name is the lab's own: nothing is sent there."""
    named = (own_registry(registry) for line in lines for registry in _registries(line))
    return Place(place.workspace, tuple(dict.fromkeys((*place.registries, *named, DOCKER_HUB))))


def _registries(line: str) -> Iterator[str]:
    for word in re.findall(r"[^\s'\"]+", line.replace("http://", "")):
        try:
            registry = Reference.parse(f"{word.partition('/')[0]}/x").registry
        except LabError:
            continue  # most words of a command are no registries
        if registry != DOCKER_HUB:
            yield registry


def _judge(key: CommandKey, action: Action, place: Place) -> Comparison:
    best = max((compare_actions(plain(parse(want, place)), action) for want in key.want), key=lambda each: each.score)
    if best.score == 1:
        return best
    known = _known(key, action, place)
    return best if known is None else Comparison(min(best.score, FORESEEN), (known,))


def _known(key: CommandKey, given: Action | str, place: Place) -> Said | None:
    """Return what the author says to a wrong answer that was foreseen."""
    wrong = (wrong for wrong in key.wrong if given in [_meaning(line, place) for line in wrong.match])
    return next((each.say for each in wrong), None)


def _meaning(line: str, place: Place) -> Action | str:
    """Return what a line does, or its words where the lab does not perform it."""
    try:
        return plain(parse(line, place))
    except CommandError:
        return " ".join(line.split())


def _not_understood(key: CommandKey, line: str, place: Place, error: CommandError) -> Grade:
    words = " ".join(line.split())
    known = _known(key, words, place)
    if known is not None:
        return marked(0, (known,), words)
    if error.correction is not None:
        found = _corrected(key, line, error.correction, place)
        return marked(MISSPELT * found.score, (error.message, error.hint, *found.reasons), words)
    if _may_be_right(key, line, place, error):
        return unmarked("review", (error.message, say("grading.command.review")), words)
    return marked(0, (error.message,), words)


def _corrected(key: CommandKey, line: str, correction: str, place: Place) -> Comparison:
    """Judge what a misspelt line was meant to be; letters of another alphabet are no slip of the hand."""
    meant = _meaning(correction, place)
    strange = any(char.isalnum() and not char.isascii() for char in set(line) - set(correction))
    return Comparison(0, ()) if strange or isinstance(meant, str) else _judge(key, meant, place)


def _may_be_right(key: CommandKey, line: str, place: Place, error: CommandError) -> bool:
    """Whether the right command was given something real that the lab does not perform."""
    unused = error.message.key == "commands.wrong.flag-not-in-lab"
    if not unused and error.kind not in _UNKNOWABLE:
        return False
    return _command(line, place) in [_command(want, place) for want in key.want]


def _command(line: str, place: Place) -> str:
    return find_command(read_line(line, place.workspace))[0].path
