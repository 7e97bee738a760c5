"""In which order questions and options are shown: shuffled by a seed, and kept by their ids, never by their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from lab.content.questions import Question
from lab.grading.keys import ChoiceKey, OrderKey

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a learner sees, in the order they see it."""

    questions: tuple[str, ...]
    options: Mapping[str, tuple[int, ...]]
    """Ids of options by question, for those that have any."""

    def to_data(self) -> dict[str, Any]:
        """Return it as it is written into a record."""
        return {"questions": list(self.questions), "options": {name: list(ids) for name, ids in self.options.items()}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Layout:
        """Read it back from a record."""
        return cls(tuple(data["questions"]), {name: tuple(ids) for name, ids in data["options"].items()})


def arrange(quiz: str, questions: Iterable[Question], seed: int, attempt: int, *, shuffled: bool) -> Layout:
    """Lay out one attempt; options are always shuffled, questions where asked for.

    Each question has a generator of its own, so that adding a question to the quiz moves no other question's options.
    """
    asked = list(questions)
    options = {
        question.id: _mixed(option_ids(question), f"{seed}/{quiz}/{question.id}/{attempt}")
        for question in asked
        if option_ids(question)
    }
    names = tuple(question.id for question in asked)
    return Layout(_mixed(names, f"{seed}/{quiz}//{attempt}") if shuffled else names, options)


def option_ids(question: Question) -> tuple[int, ...]:
    """Return the ids of a question's options as its file has them; none for a question without options."""
    key = question.key
    return tuple(option.id for option in key.options) if isinstance(key, ChoiceKey | OrderKey) else ()


def _mixed(items: tuple[T, ...], seed: str) -> tuple[T, ...]:
    mixed = list(items)
    Random(seed).shuffle(mixed)
    return tuple(mixed)
