"""An answer as a rubric sees it: which words name an idea, which say what happens to it, and what the others do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lab.grading import lexicon
from lab.grading.keys import Stance
from lab.grading.patterns import Found
from lab.grading.words import Word

Kind = Literal["concept", "bonus", "decoy"]
Role: TypeAlias = Literal[
    "mention",
    "predicate",
    "negator",
    "exception",
    "but",
    "so",
    "and",
    "only",
    "truth",
    "function",
    "neutral",
    "ordinary",
    "unknown",
]
_LIGHT_VERB = re.compile(r"(?:하|되|함|됨|한|된|합|됩|해|돼)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an idea of the rubric is named."""

    kind: Kind
    number: int
    """Of the idea among those of its kind."""
    found: Found

    @property
    def idea(self) -> tuple[Kind, int]:
        """Return what tells the idea from every other."""
        return self.kind, self.number


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word of the axis: what happens to the ideas around it."""

    found: Found
    side: Stance


@dataclass(frozen=True, slots=True)
class Scene:
    """Words, ideas, predicates, and the part of each word."""

    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    predicates: tuple[Predicate, ...]
    roles: tuple[Role, ...]

    def mentions_at(self, place: int) -> tuple[int, ...]:
        """Return the numbers of the mentions that a word belongs to."""
        return tuple(number for number, each in enumerate(self.mentions) if place in each.found.places)

    def predicate_at(self, place: int) -> int | None:
        """Return the number of the predicate that a word belongs to."""
        return next((number for number, each in enumerate(self.predicates) if place in each.found.places), None)

    def text(self, places: Sequence[int]) -> str:
        """Return words as the learner wrote them, in normal form."""
        return " ".join(self.words[place].text for place in places)


def make_scene(
    words: tuple[Word, ...],
    mentions: tuple[Mention, ...],
    predicates: tuple[Predicate, ...],
    understood: frozenset[int],
) -> Scene:
    """Give every word its part; `understood` holds the places of words that the rubric lists anywhere."""
    named = {place for each in mentions for place in each.found.places}
    acting = {place for each in predicates for place in each.found.places}
    roles: list[Role] = []
    for place, word in enumerate(words):
        if _disbelieves(words, place):
            roles.append("truth")
        elif place in named:
            roles.append("mention")
        elif place in acting:
            roles.append("predicate")
        else:
            roles.append("function" if _makes_exception(words, place) else role_of(word, place in understood))
    return Scene(words, mentions, predicates, tuple(roles))


def _disbelieves(words: Sequence[Word], place: int) -> bool:
    """Tell whether a word says that the sentence behind it is not so: `I deny that it blocks http`."""
    following = words[place + 1].text if place + 1 < len(words) else ""
    before = words[place - 1].text if place else ""
    return words[place].text in lexicon.DISBELIEF and (following == "that" or before in ("i", "we"))


def _makes_exception(words: Sequence[Word], place: int) -> bool:
    """Tell whether a verb of making only carries an exception: `it makes an exception for localhost`."""
    return words[place].text in lexicon.MAKING and any(
        lexicon.EXCEPTION.match(each.text) for each in words[place + 1 : place + 3]
    )


def role_of(word: Word, understood: bool = False) -> Role:
    """Return the part of a word that neither names an idea nor acts; `understood`: the rubric lists it somewhere."""
    # The order decides for words of two parts: `but` is tried before the small words, a negator before anything Korean.
    if word.text in lexicon.PLEONASTIC or lexicon.is_negator(word):
        return "negator"
    if lexicon.is_exception(word):
        return "exception"
    if word.text in lexicon.BUT:
        return "but"
    if word.text in lexicon.SO:
        return "so"
    if word.text in lexicon.AND:
        return "and"
    if word.text in lexicon.ONLY:
        return "only"
    if any(form in lexicon.TRUTH for form in word.forms):
        return "truth"
    if lexicon.is_function(word):
        return "function"
    if understood or lexicon.is_neutral(word):
        return "neutral"
    return "ordinary" if lexicon.is_ordinary(word) else "unknown"


def is_light_verb(word: Word) -> bool:
    """Tell whether a Korean word only turns the noun before it into a verb: 차단 한다, 허용 안 함."""
    return bool(_LIGHT_VERB.match(word.text)) and lexicon.is_function(word)
