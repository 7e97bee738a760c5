"""`command`: a command line read by the lab's own grammar, and never run; what counts is the Action."""

from __future__ import annotations

from dataclasses import replace

from lab.docker_cli.actions import Action
from lab.docker_cli.errors import CommandError
from lab.docker_cli.lookup import find_command
from lab.docker_cli.parse import parse
from lab.docker_cli.place import Place
from lab.docker_cli.shell_words import read_line
from lab.docker_cli.spelling import spell
from lab.grading import packaging
from lab.grading.answers import TextAnswer
from lab.grading.broken_line import mended_lines, separate_lines
from lab.grading.effect import compare_actions, plain
from lab.grading.grade import Feedback, Grade, marked, unmarked
from lab.grading.keys import CommandKey
from lab.grading.particles import word_set
from lab.grading.parts import Comparison
from lab.grading.place import NOWHERE, place_for
from lab.grading.said import Said
from lab.grading.typed import composed, no_attempt
from lab.language.message import say

MISSPELT = 0.75
"""What is left of the score where Docker would refuse the line and the lab's prompt would put it right."""

NEARLY_RIGHT = 0.75
"""What a line that Docker would refuse must be worth without the one thing it is refused for, to be worth anything."""

MOST_LINES = 3
"""Commands of which one may be the right one; more are a guess."""

FORESEEN = 0.5
"""What a wrong answer that the author foresaw is worth at most, for what is right in it."""

_MALFORMED = word_set(
    """
    bad-mount bad-name bad-port bad-reference bad-value missing-argument missing-value option-after-image too-many-arguments
    unknown-command unknown-flag
    """
)
"""Kinds of refusals of a line that is not written as Docker wants it; the others refuse what it would do."""

_UNKNOWABLE = ("refused-image-id", "refused-outside-workspace")
"""Kinds of refusals of what may be right on the learner's own machine: an image's ID, a folder."""


def grade(key: CommandKey, answer: TextAnswer, place: Place = NOWHERE) -> Grade:
    """Grade a command line; whoever names a registry in it means that registry, whether it is the lab's or not."""
    if refused := no_attempt(answer.text):
        return refused
    typed = composed(answer.text)
    place = place_for(place, (*key.want, *(each for wrong in key.wrong for each in wrong.match), typed))
    as_typed = _grade(key, typed, place)
    if as_typed.status == "correct":
        return as_typed
    line = packaging.unwrapped(typed)
    inside = as_typed if line == typed else _grade(key, line, place)
    if inside.score > as_typed.score:
        return replace(inside, feedback=(packaging.note(line), *inside.feedback))
    return _one_of_many(key, line, place) or as_typed


def _grade(key: CommandKey, line: str, place: Place) -> Grade:
    try:
        action = parse(line, place)
    except CommandError as error:
        return _not_understood(key, line, place, error)
    found = _judge(key, plain(action), place)
    return marked(found.score, found.reasons, spell(plain(action)))


def _one_of_many(key: CommandKey, line: str, place: Place) -> Grade | None:
    """Grade several commands where one was asked for, all of them the lab's; None where this is something else."""
    lines = separate_lines(line)
    actions = [_meaning(each, place) for each in lines]
    if not 2 <= len(lines) <= MOST_LINES or any(isinstance(each, str) for each in actions):
        return None
    best = max((_judge(key, each, place) for each in actions if not isinstance(each, str)), key=lambda each: each.score)
    score = MISSPELT * best.score if best.score >= NEARLY_RIGHT else 0
    return marked(score, (say("grading.command.many"), *best.reasons) if score else best.reasons, " ; ".join(lines))


def _judge(key: CommandKey, action: Action, place: Place) -> Comparison:
    best = _nearest(key, action, place)
    if best.score == 1:
        return best
    known = _known(key, action, place)
    return best if known is None else Comparison(min(best.score, FORESEEN), (known,))


def _nearest(key: CommandKey, action: Action, place: Place) -> Comparison:
    """Compare with the wanted command that is nearest; where none is near, with one that does the same thing to others."""
    wanted = sorted((plain(parse(want, place)) for want in key.want), key=lambda want: type(want) is not type(action))
    return max((compare_actions(want, action) for want in wanted), key=lambda each: each.score)


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
    found = _without_one_thing(key, line, place) if error.kind in _MALFORMED else Comparison(0, ())
    return marked(found.score, (error.message, *found.reasons), words)


def _without_one_thing(key: CommandKey, line: str, place: Place) -> Comparison:
    """Judge a line that Docker would refuse by what it would be without the thing that is wrong with it."""
    best, reasons = 0.0, tuple[Feedback, ...]()
    for mended in mended_lines(line, place.workspace):
        meant = _meaning(mended.line, place)
        if isinstance(meant, str):
            continue
        # What the author says of a line without an option is not for one whose option is written wrongly.
        found = _judge(key, meant, place) if mended.whole else _nearest(key, meant, place)
        if found.score > best:
            best, reasons = found.score, found.reasons if mended.whole else ()
    if best < NEARLY_RIGHT:
        return Comparison(0, ())
    return Comparison(MISSPELT * best, (say("grading.command.broken"), *reasons))


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
