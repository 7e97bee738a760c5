"""Patterns of a rubric: words in order with at most two between them, `a/b` for either, `a*` for any ending."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from lab.grading.inflection import stems
from lab.grading.lexicon import NEGATORS_RIGHT, ONLY, is_neutral
from lab.grading.normal import normal_form
from lab.grading.particles import singular
from lab.grading.words import Word, words_of

_GAP = 2
"""Words that may stand between two of a pattern, those that only hold the sentence together not counted."""
_JOINED = 6
"""Letters a word needs to be recognised when it is written as two, or two as one."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One word of a pattern."""

    text: str
    prefix: bool = False
    """Whether any ending may follow."""
    only: bool = False
    """Whether Korean 만 must follow: `HTTPS만`."""

    @property
    def korean(self) -> bool:
        """Tell whether it is written in Hangul."""
        return "가" <= self.text[0] <= "힣"


_NONE: frozenset[Atom] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, ready to be looked for."""

    source: str
    """As the author wrote it, in normal form."""
    slots: tuple[frozenset[Atom], ...]
    """For each word what it may be."""

    @property
    def restricts(self) -> bool:
        """Tell whether it says that there is nothing else: `only https`, `HTTPS만`."""
        return any(atom.only or atom.text in ONLY for slot in self.slots for atom in slot)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a pattern stands in an answer."""

    pattern: Pattern
    places: tuple[int, ...]
    """Of the words it uses up."""

    @property
    def start(self) -> int:
        """Return the place of its first word."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Return the place behind its last word."""
        return self.places[-1] + 1


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which words of the patterns each word of an answer is: alone, and written as one with the next."""

    single: tuple[frozenset[Atom], ...]
    pairs: tuple[frozenset[Atom], ...]
    ends: frozenset[int]
    """Places of words with a full stop or a comma behind them: no pattern reaches beyond."""
    present: frozenset[Atom]
    """All of them together."""


@lru_cache(maxsize=2048)
def patterns_of(written: str) -> tuple[Pattern, ...]:
    """Read one pattern as an author writes it; its words written together are a pattern of their own."""
    parts = [_alternatives(part) for part in normal_form(written).text.split()]
    slots = tuple(slot for choice in parts for slot in choice)
    if not slots:
        return ()
    whole = Pattern(written, slots)
    together = _together(slots)
    return (whole, Pattern(written, (together,))) if together else (whole,)


def _alternatives(part: str) -> tuple[frozenset[Atom], ...]:
    """Read `a/b*` as one slot; a part that is several words (an address aside) becomes as many slots."""
    words = words_of(part.rstrip("*"))
    if "/" not in part or len(words) == 1:
        return tuple(
            frozenset({_atom(word, part.endswith("*") and number == len(words) - 1)})
            for number, word in enumerate(words)
        )
    pieces = [(words_of(each.rstrip("*")), each.endswith("*")) for each in part.split("/")]
    atoms = [
        _atom(Word("".join(word.text for word in each), (), each[-1].particle), star) for each, star in pieces if each
    ]
    # In `https/tls만` the particle belongs to both.
    only = any(atom.only for atom in atoms)
    return (frozenset(replace(atom, only=only) for atom in atoms),) if atoms else ()


def _atom(word: Word, prefix: bool) -> Atom:
    return Atom(word.text, prefix, not word.korean and word.particle.endswith("만"))


def _together(slots: tuple[frozenset[Atom], ...]) -> frozenset[Atom]:
    """Return what the words of a pattern make when they are written without spaces: 웹 훅, 웹훅."""
    if len(slots) < 2 or any(atom.only or atom.text in NEGATORS_RIGHT for slot in slots for atom in slot):
        return _NONE
    texts = [
        choice
        for choice in product(*(sorted(slot, key=str) for slot in slots))
        if len({atom.korean for atom in choice}) == 1
    ]
    joined = (("".join(atom.text for atom in choice), choice[-1].prefix) for choice in texts[:64])
    return frozenset(Atom(text, prefix) for text, prefix in joined if _is_long(text))


def _is_long(text: str) -> bool:
    return len(text) >= (3 if "가" <= text[0] <= "힣" else _JOINED)


@dataclass(frozen=True, slots=True)
class Index:
    """Atoms by what they look like, so that a word is not compared with each of them."""

    whole: Mapping[str, frozenset[Atom]]
    stems: Mapping[str, frozenset[Atom]]

    def find(self, word: Word) -> frozenset[Atom]:
        """Return every atom that a word of an answer is."""
        found: set[Atom] = set()
        for form in word.forms:
            found |= self.whole.get(form, _NONE)
            for length in range(1, len(form) + 1):
                found |= self.stems.get(form[:length], _NONE)
        return frozenset(found)


def index(atoms: Iterable[Atom]) -> Index:
    """Put atoms in order; a Latin word is also found by its singular, a Korean stem by what it becomes."""
    whole: dict[str, frozenset[Atom]] = {}
    begun: dict[str, frozenset[Atom]] = {}
    for atom in atoms:
        for text in stems(atom.text) if atom.prefix else {atom.text, singular(atom.text)}:
            table = begun if atom.prefix else whole
            table[text] = table.get(text, _NONE) | {atom}
    return Index(whole, begun)


def recognise(words: Sequence[Word], known: Index) -> Recognised:
    """Find which atoms each word of an answer is."""
    pairs = tuple(_pair(words, place, known) for place in range(len(words)))
    ends = frozenset(place for place, word in enumerate(words) if word.stop in (".", ","))
    single = tuple(
        frozenset(atom for atom in known.find(word) if not atom.only or _is_restricted(words, place))
        for place, word in enumerate(words)
    )
    return Recognised(single, pairs, ends, _NONE.union(*single, *pairs))


def _is_restricted(words: Sequence[Word], place: int) -> bool:
    """Tell whether 만 stands behind a word, or behind the everyday noun that follows it: HTTPS만, HTTPS 레지스트리만."""
    following = words[place + 1] if place + 1 < len(words) else None
    return "만" in words[place].particle or (
        following is not None and "만" in following.particle and not words[place].particle and is_neutral(following)
    )


def _pair(words: Sequence[Word], place: int, known: Index) -> frozenset[Atom]:
    if place + 1 >= len(words) or words[place].stop or words[place].korean != words[place + 1].korean:
        return _NONE
    left, right = words[place], words[place + 1]
    joined = Word(left.text + right.text, tuple(left.text + form for form in right.forms), right.particle)
    return frozenset(atom for atom in known.find(joined) if _is_long(atom.text) and len(atom.text) > len(left.text))


def occurrences(
    pattern: Pattern, recognised: Recognised, taken: frozenset[int], weigh: Callable[[int], bool | None]
) -> Iterator[Found]:
    """Yield where a pattern stands, from left to right, no two overlapping, in words that are not taken.

    `weigh` a word between two of its words: True counts, False does not, None forbids.
    """
    if any(slot.isdisjoint(recognised.present) for slot in pattern.slots):
        return
    start = 0
    while start < len(recognised.single):
        places = _fit(pattern, recognised, start, taken, weigh)
        if places:
            yield Found(pattern, places)
        start = places[-1] + 1 if places else start + 1


def _fit(
    pattern: Pattern,
    recognised: Recognised,
    start: int,
    taken: frozenset[int],
    weigh: Callable[[int], bool | None],
) -> tuple[int, ...]:
    used = _at(pattern.slots[0], recognised, start, taken)
    for slot in pattern.slots[1:] if used else ():
        place, gap = used[-1] + 1, 0
        while not (step := _at(slot, recognised, place, taken)):
            if place >= len(recognised.single) or place - 1 in recognised.ends:
                return ()
            weight = weigh(place)
            gap += bool(weight)
            if gap > _GAP or (weight is None and not pattern.restricts):
                return ()
            place += 1
        if step[0] - 1 in recognised.ends:
            return ()
        used += step
    return used


def _at(slot: frozenset[Atom], recognised: Recognised, place: int, taken: frozenset[int]) -> tuple[int, ...]:
    """Return the places that a slot takes up here: one, two for a word written as two, none where it does not fit."""
    if place >= len(recognised.single) or place in taken:
        return ()
    if not slot.isdisjoint(recognised.single[place]):
        return (place,)
    if not slot.isdisjoint(recognised.pairs[place]) and place + 1 not in taken:
        return (place, place + 1)
    return ()
