"""On which side of a rubric's axis an idea stands in an answer, read from what governs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lab.grading.clauses import Clause, clauses_of
from lab.grading.exceptions import Exceptions, exceptions_of
from lab.grading.governing import Side, governing_of, is_commanded, side_of
from lab.grading.keys import Axis, Stance
from lab.grading.lexicon import is_ordinary
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
    negated: bool = False
    """Whether one stands at the idea itself."""
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
            side = "deny" if self._stands_apart(mention.found.start, clause) else _other(side)
        return Standing(
            "unclear" if denials > 1 else side,
            said,
            negated=bool(denials),
            denied=bool(denials) or any(self.negation.predicates[each] for each in governing),
            tangled=self._restricted(clause) or (excepted and side == self.axis.rule),
            vague=is_commanded(self.scene, governing)
            or self._acts_itself(number, governing, clause)
            or (not governing and self._is_vague(mention.found.end, clause)),
        )

    def _stands_apart(self, start: int, clause: Clause) -> bool:
        """Tell whether `only` comes behind a comma and corrects what was said: `not over http, only https`."""
        return start > clause.start and self.scene.words[start - 1].stop == "," and not clause.korean

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
        start = self.scene.mentions[number].found.start
        refused = self._of_no(start)
        if refused and self.scene.mentions[number].kind == "decoy":
            refused = "unclear"  # "no https" refuses it, or is what is refused
        return refused or self._of_bare_not(clause) or _other(side), True

    def _of_bare_not(self, clause: Clause) -> Side | None:
        """Return the side of what a sentence without a subject denies: `not over http, only https`; None for any other."""
        if self.scene.words[clause.start].text != "not":
            return None
        corrected = any(
            each.found.pattern.restricts and self._stands_apart(each.found.start, clause)
            for each in self.scene.mentions
            if each.found.start in clause
        )
        return "deny" if corrected else "unclear"

    def _of_no(self, start: int) -> Side | None:
        """Return the side of what `no` or `nothing` says there is not, None where neither stands before it.

        "No plain http" and "no connections without https" refuse it; of "no problem with http" nothing is certain.
        """
        for place in range(start - 1, max(0, start - 4) - 1, -1):
            if self.scene.words[place].text in ("no", "nothing"):
                return "deny"
            if self.scene.roles[place] not in ("neutral", "mention"):
                break
        before = {self.scene.words[place].text for place in range(max(0, start - 3), start)}
        return "unclear" if before & {"no", "nothing"} else None

    def _whole_chain(self, clause: Clause) -> tuple[int, ...]:
        return tuple(number for number, each in enumerate(self.scene.predicates) if each.found.start in clause)

    def _is_vague(self, end: int, clause: Clause) -> bool:
        """Tell whether something may act that is not understood: an unknown word, or Korean 된다, which allows by itself."""
        works = end < clause.end and self.scene.words[end].text.startswith(("되", "된", "될", "됨", "됩", "돼"))
        return works or any(
            self.scene.roles[each] in ("unknown", "ordinary") or self._tells(each)
            for each in range(clause.start, clause.end)
        )

    def _tells(self, place: int) -> bool:
        """Tell whether a word says of somebody what he does, and is no part of an idea: `Docker pushes over http`."""
        word = self.scene.words[place]
        if any(self.scene.mentions[number].kind != "bonus" for number in self.scene.mentions_at(place)):
            return False
        return len(word.forms) > 1 and not word.korean and is_ordinary(word)

    def _acts_itself(self, number: int, governing: Sequence[int], clause: Clause) -> bool:
        """Tell whether an idea behind `and` has a verb of its own: `http is forbidden and localhost gets away with it`."""
        found, roles = self.scene.mentions[number].found, self.scene.roles
        last = max((self.scene.predicates[each].found.end for each in governing), default=clause.end)
        return "and" in roles[last : found.start] and any(
            roles[place] in ("unknown", "ordinary") for place in range(found.end, clause.end)
        )

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
