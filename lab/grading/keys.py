"""What the right answer of each kind of question is: read from a quiz's file, and all that a grader knows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from lab.grading.said import Said

Stance = Literal["deny", "allow"]


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """An answer that many give and that is wrong, with what to say to it."""

    match: tuple[str, ...]
    say: Said


@dataclass(frozen=True, slots=True)
class Blank:
    """One gap in a sentence."""

    name: str
    accept: tuple[str, ...]
    """Every answer that is right; spelling is forgiven by the grader and need not be listed."""
    wrong: tuple[WrongAnswer, ...] = ()
    exact: tuple[str, ...] = ()
    """Words that are not forgiven a typing error."""


@dataclass(frozen=True, slots=True)
class FillKey:
    """`fill`: each blank counts the same; blanks of the same `group` may be given in any order."""

    blanks: tuple[Blank, ...]
    groups: tuple[tuple[str, ...], ...] = ()
    """Names of blanks whose answers may change places: `A and B` is `B and A`."""


@dataclass(frozen=True, slots=True)
class Option:
    """One line to choose, or to put in order; `id` is its place in the file, from 1, and never changes by a shuffle."""

    id: int
    text: str
    """Markdown, in the main language."""
    right: bool = False
    feedback: Said | None = None


@dataclass(frozen=True, slots=True)
class ChoiceKey:
    """`choice`: one or many; with many, ticking everything is worth little."""

    options: tuple[Option, ...]
    many: bool
    """Whether more than one may be ticked; the learner is told."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What the true statement is about: something is denied, or allowed, and by which words one tells."""

    rule: Stance = "deny"
    """What the true statement says; what stands behind "except" is on the other side."""
    default: Stance | None = None
    """Side of an idea that nothing governs; None for the rule's side: an idea of the other side must be put there, by a predicate
    or an exception, to count."""
    deny: tuple[str, ...] = ()
    """Words, `*` for any ending: `refuse*`, `막*`."""
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """An idea that the answer must contain, and on which side it must stand."""

    id: str
    any: tuple[str, ...]
    """Patterns, one of which must be found: words in order with at most two between them, `a/b` for either, `a*` for any ending;
    `only a` and `a만` turn round what governs them, for who allows only that refuses the rest."""
    weight: float = 1
    required: bool = False
    stance: Stance | None = None
    """None where the idea has no side."""
    missing: Said | None = None
    """A question back that leads to the idea."""


@dataclass(frozen=True, slots=True)
class Decoy:
    """A wrong idea: its weight is lost where it is found."""

    id: str
    any: tuple[str, ...]
    weight: float = 1
    say: Said | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """How a free text is graded."""

    concepts: tuple[Concept, ...]
    axis: Axis = field(default_factory=Axis)
    decoys: tuple[Decoy, ...] = ()
    bonus: tuple[str, ...] = ()
    """Patterns of ideas that are right and not asked for: they are understood, and change nothing."""
    exact: tuple[str, ...] = ()
    max_words: int = 30


@dataclass(frozen=True, slots=True)
class ShortKey:
    """`short`: a sentence or two, graded by ideas."""

    rubric: Rubric
    accept: tuple[str, ...] = ()
    """Whole answers that are right as they stand: the model answers, and appeals that were granted."""


@dataclass(frozen=True, slots=True)
class TrueFalseKey:
    """`truefalse`: a verdict, and the reason for it; a wrong verdict is worth nothing whatever its reason."""

    truth: bool
    rubric: Rubric
    verdict_weight: float = 1 / 3
    """Share of the score that the verdict alone is worth, at most a third: a coin gives half of it."""
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderKey:
    """`order`: any order that respects the edges is right."""

    options: tuple[Option, ...]
    """The steps in one right order, then those that do not belong (`right` is False)."""
    edges: tuple[tuple[int, int], ...]
    """Ids of options: the first comes before the second. Without any, the order of the file is the only right one."""


@dataclass(frozen=True, slots=True)
class RefKey:
    """`ref`: an image reference, compared by its parts."""

    want: str
    explicit_tag: bool = False
    """Whether `latest` must be written out."""


@dataclass(frozen=True, slots=True)
class CommandKey:
    """`command`: a command line of the lab's grammar; any spelling of the same Action is right."""

    want: tuple[str, ...]
    """Command lines, any of which does what is asked; each is right in each of its spellings."""
    wrong: tuple[WrongAnswer, ...] = ()
    """`match` holds command lines, compared by their Actions."""


@dataclass(frozen=True, slots=True)
class StateKey:
    """`state`: the answer is read from the learner's own engine; where there is none the question is not asked."""

    asks: Literal["pushed-digest", "second-push-blobs", "stored-blobs", "layer-count", "repository-count"]
    reference: str
    """The image or the registry that is asked about, as a learner writes it."""
    digits: int = 0
    """Of a digest: how many hexadecimal digits are enough, at least 6; 0 for all of them."""


Key: TypeAlias = "FillKey | ChoiceKey | TrueFalseKey | ShortKey | OrderKey | RefKey | CommandKey | StateKey"
KINDS = ("fill", "choice", "truefalse", "short", "order", "ref", "command", "state")
"""Every kind of question, as a quiz's file names it."""
