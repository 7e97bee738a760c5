"""Two Actions beside each other: whether they do the same, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from typing import Any

from lab.docker_cli.actions import Action, ContainerSpec, ImageTag
from lab.docker_cli.help import help_for
from lab.docker_cli.spelling import spell
from lab.grading.grade import Feedback
from lab.grading.part_names import part_name
from lab.grading.parts import Comparison, compare
from lab.grading.place import own_registry
from lab.language.message import Message, say
from lab.reference import Reference

FORM = 0.25
"""What the right command is worth where something that it is given is right too; by itself it is worth nothing."""
SOURCE = 0.25
"""What the right image to tag is worth; the rest is the target's."""

_UNORDERED = {"env", "filters", "headers", "labels", "mounts", "names", "ports", "references"}
"""Fields whose values may be given in any order."""

_HARMLESS = {"labels", "mounts", "restart"}
"""Fields that add to a container and leave as it was all that was asked of it."""


def plain(action: Action) -> Action:
    """Return an Action without what makes no difference: the order of flags, and which name the loopback host has."""
    return replace(action, **{field.name: _plain(field.name, getattr(action, field.name)) for field in fields(action)})


def compare_actions(want: Action, given: Action) -> Comparison:
    """Compare two plain Actions; the right command is worth a quarter, what it is given the rest."""
    if want == given:
        return Comparison(1, ())
    if isinstance(want, ImageTag) and isinstance(given, ImageTag):
        return _compare_tags(want, given)
    if type(want) is not type(given):
        return Comparison(0, (say("grading.command.other", does=help_for(spell(given)).about),))
    asked, besides = [], list[Feedback]()
    for name, value, found, default in _parts(want, given):
        part = part_name(type(want), name, optional=default is not MISSING)
        if name in _HARMLESS and value == default:
            besides.append(say("grading.command.harmless", part=part))
        else:
            asked.append((value != default, _compare_part(name, part, (value, found, default))))
    reasons = tuple(reason for _, part in asked for reason in part.reasons)
    if any(wanted for wanted, _ in asked) and not any(wanted and part.score for wanted, part in asked):
        return Comparison(0, reasons)
    share = sum(part.score for _, part in asked) / len(asked) if asked else 1
    return Comparison(FORM + (1 - FORM) * share, (*reasons, *besides))


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Reference):
        return replace(value, registry=own_registry(value.registry))
    if isinstance(value, ContainerSpec):
        return replace(value, **{each.name: _plain(each.name, getattr(value, each.name)) for each in fields(value)})
    if isinstance(value, tuple):
        values = [_plain("", each) for each in value]
        return tuple(sorted(values, key=repr) if name in _UNORDERED else values)
    return value


def _compare_tags(want: ImageTag, given: ImageTag) -> Comparison:
    if (given.source, given.target) == (want.target, want.source):
        return Comparison(FORM, (say("grading.command.swapped"),))
    reasons: list[Feedback] = []
    score = FORM
    if given.source == want.source:
        score += SOURCE
    else:
        reasons.append(say("grading.command.source", name=given.source.familiar()))
    if given.target == given.source:
        score = score if score > FORM else 0
        reasons.append(say("grading.command.same-name"))
    else:
        target = compare(want.target, given.target, given.target.familiar())
        score = score + (1 - FORM - SOURCE) * target.score if target.score or score > FORM else 0
        reasons += target.reasons
    return Comparison(score, tuple(reasons))


def _parts(want: Action, given: Action) -> Iterator[tuple[str, Any, Any, Any]]:
    """Yield name, wanted value, given value and default of every field that one of the two sets."""
    wanted, found = _fields(want), _fields(given)
    for name, (value, default) in wanted.items():
        if not value == found[name][0] == default:
            yield name, value, found[name][0], default


def _fields(action: Action | ContainerSpec) -> dict[str, tuple[Any, Any]]:
    """Return value and default by name, those of a container's spec beside the Action's own."""
    every: dict[str, tuple[Any, Any]] = {}
    for field in fields(action):
        value = getattr(action, field.name)
        if isinstance(value, ContainerSpec):
            every |= _fields(value)
        else:  # a name without a default is no `--name`: it says which container is meant
            operand = field.name == "name" and field.default is MISSING
            every["names" if operand else field.name] = value, field.default
    return every


def _compare_part(name: str, part: str | Message, values: tuple[Any, Any, Any]) -> Comparison:
    want, given, default = values
    if want == given:
        return Comparison(1, ())
    if isinstance(want, Reference) and isinstance(given, Reference):
        return compare(want, given, given.familiar())
    score = 0.0
    if name in _UNORDERED and isinstance(want, tuple):
        score = len(set(want) & set(given)) / max(len(want), len(given))
    if given == default:
        return Comparison(score, (say("grading.command.missing", part=part),))
    if want == default:
        return Comparison(score, (say("grading.command.extra", part=part),))
    return Comparison(score, (say("grading.command.differs", part=part),))
