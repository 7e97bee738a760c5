"""`short` and `truefalse` in a question's fence: a rubric of ideas, and the side on which each must stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast, get_args

from lab.content.head import ID
from lab.content.problem import shown
from lab.content.said_table import read_said
from lab.content.table import Table
from lab.content.twins import report_twins
from lab.grading.keys import Axis, Concept, Decoy, Rubric, ShortKey, Stance, TrueFalseKey
from lab.language.message import say

KEYS = ("max_words", "exact", "accept", "bonus", "axis", "concept", "decoy")
TRUE_FALSE_KEYS = ("truth", "verdict_weight", *KEYS)

MOST_WORDS = 100
"""Of an answer; a rubric of ideas is for a sentence or two."""

MOST_WEIGHT = 100

LARGEST_VERDICT = 1 / 3
"""Share of the score: half of it is what a coin earns."""

_DEFAULT_WORDS = 30

_BARE = re.compile(r"(?<!\S)[^\w\s]+(?!\S)")
"""A word without a letter or a digit."""


def read_short(table: Table) -> ShortKey | None:
    """Return the key, or None after complaining; the model answers are still to be added to `accept`."""
    rubric, accept = _rubric(table), table.texts("accept", say("content.allowed.texts"), optional=True)
    return None if rubric is None or accept is None else ShortKey(rubric, accept)


def read_truefalse(table: Table) -> TrueFalseKey | None:
    """Return the key, or None after complaining; the model answers are still to be added to `accept`."""
    truth = table.flag("truth")
    rubric, accept = _rubric(table), table.texts("accept", say("content.allowed.texts"), optional=True)
    if truth is None or rubric is None or accept is None:
        return None
    share = _verdict_share(table, sum(concept.weight for concept in rubric.concepts))
    return None if share is None else TrueFalseKey(truth, rubric, share, accept)


def _verdict_share(table: Table, reasons: float) -> float | None:
    allowed = say("content.allowed.verdict-weight", most=f"{reasons / 2:g}")
    weight = table.amount("verdict_weight", allowed, MOST_WEIGHT, reasons / 2)
    if weight is None:
        return None
    share = weight / (weight + reasons)
    if share > LARGEST_VERDICT + 1e-9:
        table.wrong("verdict_weight", allowed)
    return min(share, LARGEST_VERDICT)


def _rubric(table: Table) -> Rubric | None:
    texts = say("content.allowed.texts")
    words = say("content.allowed.number", low=1, high=MOST_WORDS)
    max_words = table.number("max_words", words, range(1, MOST_WORDS + 1), _DEFAULT_WORDS)
    exact = table.texts("exact", texts, optional=True)
    bonus = _patterns(table, "bonus", optional=True)
    axis = _axis(table)
    concepts = tuple(_concepts(table))
    decoys = tuple(_decoys(table))
    if not table.values.get("concept"):
        table.missing("concept", say("content.allowed.concept"))
    _report_twins(table)
    if max_words is None or exact is None or bonus is None or not concepts:
        return None
    return Rubric(concepts, axis, decoys, bonus, exact, max_words)


def _axis(table: Table) -> Axis:
    axis = table.table("axis")
    if axis is None:
        return Axis()
    axis.only(("rule", "default", "deny", "allow"))
    return Axis(
        rule=_stance(axis, "rule") or "deny",
        default=_stance(axis, "default"),
        deny=_patterns(axis, "deny", optional=True) or (),
        allow=_patterns(axis, "allow", optional=True) or (),
    )


def _concepts(table: Table) -> Iterator[Concept]:
    for entry in table.tables("concept"):
        entry.only(("id", "any", "weight", "required", "stance", "missing"))
        identity, patterns, weight = _idea(entry)
        required, stance = entry.flag("required", default=False), _stance(entry, "stance")
        missing = read_said(entry, "missing", optional=True)
        if identity and patterns and weight and required is not None:
            yield Concept(identity, patterns, weight, required, stance, missing)


def _decoys(table: Table) -> Iterator[Decoy]:
    for entry in table.tables("decoy"):
        entry.only(("id", "any", "weight", "say"))
        identity, patterns, weight = _idea(entry)
        said = read_said(entry, "say", optional=True)
        if identity and patterns and weight:
            yield Decoy(identity, patterns, weight, said)


def _idea(entry: Table) -> tuple[str | None, tuple[str, ...] | None, float | None]:
    return (
        entry.text("id", say("content.allowed.id"), ID),
        _patterns(entry, "any"),
        entry.amount("weight", say("content.allowed.weight", most=MOST_WEIGHT), MOST_WEIGHT, 1),
    )


def _patterns(table: Table, key: str, *, optional: bool = False) -> tuple[str, ...] | None:
    if optional and key not in table.values:
        return ()
    patterns = table.some(key, say("content.allowed.patterns"))
    for pattern in patterns or ():
        # A pattern without a letter would be found in every answer.
        if _BARE.search(pattern):
            what = say("content.problem.pattern", pattern=shown(pattern))
            table.report.add(table.line_of(key), what, say("content.allowed.patterns"))
    return patterns


def _stance(table: Table, key: str) -> Stance | None:
    return cast("Stance | None", table.one_of(key, get_args(Stance), optional=True))


def _report_twins(table: Table) -> None:
    entries = (*table.tables("concept"), *table.tables("decoy"))
    ids = ((entry.values.get("id"), entry.line) for entry in entries)
    report_twins([(identity, line) for identity, line in ids if isinstance(identity, str)], table.report)
