"""From the words of an answer to a scene: which ideas of a rubric it names, with typing errors seen through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lab.grading import lexicon
from lab.grading.compiled import Compiled
from lab.grading.patterns import Atom, Found, Pattern, Recognised, occurrences, recognise
from lab.grading.scene import Mention, Predicate, Scene, make_scene
from lab.grading.typing_errors import prefix_slips, slips
from lab.grading.words import Word

_INFLECTION = 6
"""Letters that may follow the stem of a misspelt word."""
_HINDER = Pattern("못 하게 하다", ())


@dataclass(frozen=True, slots=True)
class Read:
    """A scene, and the words that were misspelt: as typed, as meant."""

    scene: Scene
    slips: tuple[tuple[str, str], ...]


def read_words(words: tuple[Word, ...], rubric: Compiled, vocabulary: frozenset[str]) -> Read:
    """Find a rubric's ideas and predicates in an answer."""
    plain = recognise(words, rubric.index)
    unknown = [place for place in range(len(words)) if _is_open(words, place, plain, vocabulary)]
    meant = {place: found for place in unknown if (found := _meant(words[place], rubric.forgiving))}
    slipped = {place: small for place in unknown if place not in meant and (small := _small(words[place]))}
    single = tuple(atoms | meant.get(place, frozenset()) for place, atoms in enumerate(plain.single))
    recognised = replace(plain, single=single, present=plain.present.union(*meant.values()))
    seen = _as_meant(words, slipped)
    mentions = _mentions(seen, rubric, recognised)
    predicates = _predicates(seen, rubric, recognised, mentions)
    understood = frozenset(place for place, atoms in enumerate(recognised.single) if atoms)
    scene = make_scene(seen, mentions, predicates, understood)
    notes = {
        place: min(f"{atom.text}…" if atom.prefix else atom.text for atom in atoms) for place, atoms in meant.items()
    }
    spelt = tuple((words[place].text, text) for place, text in sorted((notes | slipped).items()))
    return Read(scene, spelt)


def _is_open(words: Sequence[Word], place: int, recognised: Recognised, vocabulary: frozenset[str]) -> bool:
    """Tell whether a word may be a slip: it is no word of the course, of the rubric or of the small ones."""
    word = words[place]
    joined = recognised.pairs[place] or (place > 0 and recognised.pairs[place - 1])
    return not (
        recognised.single[place] or joined or lexicon.is_closed(word) or any(form in vocabulary for form in word.forms)
    )


def _meant(word: Word, atoms: Iterable[Atom]) -> frozenset[Atom]:
    """Return the atoms that a misspelt word is nearest to; none where these are different words."""
    near: dict[Atom, int] = {}
    for atom in atoms:
        if word.korean != atom.korean or len(word.forms[-1]) > len(atom.text) + (_INFLECTION if atom.prefix else 2):
            continue
        count = prefix_slips if atom.prefix else slips
        counts = [found for form in word.forms if (found := count(form, atom.text)) is not None]
        if counts:
            near[atom] = min(counts)
    nearest = [atom for atom, count in near.items() if count == min(near.values())]
    stem = min((atom.text for atom in nearest), key=len, default="")
    return frozenset(nearest) if all(atom.text.startswith(stem) for atom in nearest) else frozenset()


def _small(word: Word) -> str | None:
    return next((small for small in lexicon.SLIPPED if slips(word.text, small)), None)


def _as_meant(words: Sequence[Word], slipped: Mapping[int, str]) -> tuple[Word, ...]:
    """Return the words with the small ones as they are meant: misspelt ones, and `other than`, which is `except`."""
    found = []
    for place, word in enumerate(words):
        before = words[place - 1].text if place and not words[place - 1].stop else ""
        small = "except" if (before, word.text) in lexicon.EXCEPT_PAIRS else slipped.get(place, word.text)
        found.append(word if small == word.text else Word(small, (small,), stop=word.stop))
    return tuple(found)


def _mentions(words: Sequence[Word], rubric: Compiled, recognised: Recognised) -> tuple[Mention, ...]:
    acting = {place for _, pattern in rubric.axis if len(pattern.slots) == 1 for place in _places(pattern, recognised)}

    def weigh(place: int) -> bool | None:
        word = words[place]
        turns = lexicon.is_negator(word) or lexicon.is_exception(word) or word.text in lexicon.BUT | lexicon.SO
        return None if turns or place in acting else not (lexicon.is_function(word) or word.text in lexicon.AND)

    found: list[Mention] = []
    for kind, number, pattern in rubric.ideas:
        # An idea's own longer pattern, and a bonus idea, keep a shorter one from being found inside them.
        taken = _taken(each for each in found if each.idea == (kind, number) or each.kind == "bonus")
        found.extend(Mention(kind, number, each) for each in occurrences(pattern, recognised, taken, weigh))
    kept = [each for each in found if not any(_swallows(other, each) for other in found)]
    for kind, number, pattern in rubric.decoys:
        # A word that is welcome does not hide a longer wrong idea that it is a part of: `environment variable`.
        firm = _taken(each for each in kept if len(each.found.places) >= len(pattern.slots))
        wrong = [Mention(kind, number, each) for each in occurrences(pattern, recognised, firm, weigh)]
        kept = [each for each in kept if not any(_overlap(each, other) for other in wrong)] + wrong
    return tuple(sorted(kept, key=lambda each: each.found.places))


def _taken(found: Iterable[Mention | Predicate]) -> frozenset[int]:
    return frozenset(place for each in found for place in each.found.places)


def _overlap(one: Mention, other: Mention) -> bool:
    return not set(one.found.places).isdisjoint(other.found.places)


def _swallows(outer: Mention, inner: Mention) -> bool:
    """Tell whether a bonus idea's words hold all of a concept's and more."""
    return outer.kind == "bonus" and inner.kind == "concept" and set(inner.found.places) < set(outer.found.places)


def _places(pattern: Pattern, recognised: Recognised) -> set[int]:
    return {place for each in occurrences(pattern, recognised, frozenset(), _forbid) for place in each.places}


def _predicates(
    words: Sequence[Word], rubric: Compiled, recognised: Recognised, mentions: Iterable[Mention]
) -> tuple[Predicate, ...]:
    named = _taken(mentions)
    # `connect*` is also the beginning of a connection, which does nothing; in Korean the noun makes the verb.
    nouns = {place for place, word in enumerate(words) if not word.korean and lexicon.is_neutral(word)}
    found: list[Predicate] = []

    def weigh(place: int) -> bool | None:
        return False if lexicon.is_function(words[place]) else None

    for side, pattern in rubric.axis:
        taken = named | nouns | _taken(found)
        found.extend(Predicate(each, side) for each in occurrences(pattern, recognised, taken, weigh))
    found.extend(_hindered(words, named, _taken(found)))
    return tuple(sorted(found, key=lambda each: each.found.places))


def _hindered(words: Sequence[Word], named: frozenset[int], acting: frozenset[int]) -> Iterable[Predicate]:
    """Yield what Korean makes of `unable` and `do`, which is to prevent: 푸시를 못 하게 한다; 통신하지 못하게 denies a predicate."""
    for place, word in enumerate(words):
        parted = word.text in ("못", "안") and words[place + 1 : place + 2] and words[place + 1].text in lexicon.SO_THAT
        end = place + (2 if parted else 1)
        if not (parted or word.text in lexicon.PLEONASTIC) or end >= len(words) or word.stop:
            continue
        places = tuple(range(place, end + 1))
        if lexicon.is_made(words[end]) and place - 1 not in acting and (named | acting).isdisjoint(places):
            yield Predicate(Found(_HINDER, places), "deny")


def _forbid(place: int) -> None:
    """Let no word stand between."""
