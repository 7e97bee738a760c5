"""On which side of a rubric's axis an idea stands in an answer, read from what governs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lab.grading.clauses import Clause, clauses_of
from lab.grading.exceptions import Exceptions, exceptions_of
from lab.grading.governing import Side, governing_of, is_commanded, side_of
from lab.grading.keys import Axis, Stance
from lab.grading.negation import Negation, negation_of
from lab.grading.scene import Scene


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an idea stands."""

    side: Side
    said: bool
    """Whether the answer says so; otherwise this is what is assumed where nothing is said."""
    denied: bool = False
    """Whether a negator stands at the idea or at what governs it."""
    tangled: bool = False
    """Whether `only`, 만 or an exception to a permission may turn the sense in a way that is not followed here."""
    vague: bool = False
    """Whether what acts on it may be a word that is not understood."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer's clauses, and what is denied and excepted in them."""

    scene: Scene
    axis: Axis
    clauses: tuple[Clause, ...]
    negation: Negation
    exceptions: Exceptions

    def standing(self, number: int) -> Standing:
        """Return where a mention stands."""
        mention = self.scene.mentions[number]
        place = next(index for index, clause in enumerate(self.clauses) if mention.found.start in clause)
        clause = self.clauses[place]
        denials = self.negation.mentions[number]
        governing = governing_of(self.scene, self.negation, self.exceptions.granted, number, clause)
        side, said = self._side(governing), bool(governing)
        excepted = number in self.exceptions.granted
        if excepted or number in self.exceptions.denied:
            whole = _other(side) if said and self._has_restriction(clause) else side
            named = number in self.exceptions.named or not said
            # What is said to be no exception stands where the rule stands.
            side, said = (_other(self.axis.rule if named else whole) if excepted else self.axis.rule), True
        elif said:
            side = side if not denials else _other(side)
        else:
            side, said = self._ungoverned(number, place, denials > 0)
        if mention.found.pattern.restricts and governing:
            side = _other(side)
        return Standing(
            "unclear" if denials > 1 else side,
            said,
            denied=bool(denials) or any(self.negation.predicates[each] for each in governing),
            tangled=self._restricted(clause) or (excepted and side == self.axis.rule),
            vague=is_commanded(self.scene, governing) or (not governing and self._is_vague(mention.found.end, clause)),
        )

    def _side(self, chain: Sequence[int]) -> Side:
        return side_of(self.scene, self.negation, chain) or self.axis.default or self.axis.rule

    def _ungoverned(self, number: int, place: int, denied: bool) -> tuple[Side, bool]:
        """Return the side of an idea where nothing acts: that of the clause before, turned round by `but` or `not`."""
        clause = self.clauses[place]
        chain = self._whole_chain(self.clauses[place - 1]) if place > 0 and clause.link in ("and", "but") else ()
        if chain:
            side = self._side(chain)
            return (_other(side) if clause.link == "but" or denied else side), True
        side = self.axis.default or self.axis.rule
        if not denied:
            return side, False
        # "No X" may be meant as a rule or as its opposite, "nothing without X" only as a rule.
        found = self.scene.mentions[number].found
        bare = any(
            self.scene.words[each].text in ("no", "nothing") for each in range(max(0, found.start - 3), found.start)
        )
        if bare and self.scene.words[found.start].text == "without":
            return side, True
        return ("unclear" if bare else _other(side)), True

    def _whole_chain(self, clause: Clause) -> tuple[int, ...]:
        return tuple(number for number, each in enumerate(self.scene.predicates) if each.found.start in clause)

    def _is_vague(self, end: int, clause: Clause) -> bool:
        """Tell whether something may act that is not understood: an unknown word, or Korean 된다, which allows by itself."""
        works = end < clause.end and self.scene.words[end].text.startswith(("되", "된", "될", "됨", "됩", "돼"))
        return works or any(self.scene.roles[each] == "unknown" for each in range(clause.start, clause.end))

    def _restricted(self, clause: Clause) -> bool:
        """Tell whether something in a clause says that there is nothing else."""
        return any(
            self.scene.roles[place] == "only" or {"만", "뿐"} & set(self.scene.words[place].particle)
            for place in range(clause.start, clause.end)
        )

    def _has_restriction(self, clause: Clause) -> bool:
        """Tell whether a clause allows, or refuses, nothing else than one idea: `only https`."""
        return any(each.found.pattern.restricts and each.found.start in clause for each in self.scene.mentions)


def read(scene: Scene, axis: Axis) -> Reading:
    """Read an answer: its clauses, then what is denied in them, then the exceptions."""
    clauses = clauses_of(scene)
    negation = negation_of(scene, clauses)
    return Reading(scene, axis, clauses, negation, exceptions_of(scene, clauses, negation.exceptions))


def _other(side: Side) -> Side:
    return side if side == "unclear" else _opposite(side)


def _opposite(side: Stance) -> Stance:
    return "allow" if side == "deny" else "deny"
