"""The right answer to a question, as text."""

from __future__ import annotations

from lab.content.questions import Question
from lab.errors import LabError
from lab.grading.keys import (
    ChoiceKey,
    CommandKey,
    FillKey,
    Key,
    OrderKey,
    RefKey,
    ShortKey,
    StateKey,
    TrueFalseKey,
)
from lab.reference import Reference


def answers_in_full(key: Key) -> tuple[str, ...]:
    """Return the whole answers that a program which compares texts may take for right; none where there is no such list."""
    match key:
        case FillKey(blanks=(blank,)):
            return blank.accept
        case RefKey():
            return _spellings(key)
        case CommandKey():
            return tuple(dict.fromkeys(each for want in key.want for each in (want, _other_form(want))))
        case ShortKey() | TrueFalseKey():
            return key.accept
        case _:
            return ()


def solution(question: Question) -> str:
    """Return a right answer for a person to read; empty where only an engine knows it."""
    key = question.key
    match key:
        case FillKey():
            return "; ".join(blank.accept[0] for blank in key.blanks)
        case ChoiceKey():
            return "\n".join(f"- {text}" for text in _chosen(question, key))
        case OrderKey():
            steps = [question.options[option.id - 1] for option in key.options if option.right]
            return "\n".join(f"{number}. {text}" for number, text in enumerate(steps, start=1))
        case RefKey():
            return key.want
        case CommandKey():
            return key.want[0]
        case TrueFalseKey() | ShortKey():
            return question.model_answer or next(iter(key.accept), "")
        case StateKey():
            return ""


def _chosen(question: Question, key: ChoiceKey) -> list[str]:
    return [question.options[option.id - 1] for option in key.options if option.right]


def _spellings(key: RefKey) -> tuple[str, ...]:
    """Return the short, the long and, where the tag may be left out, the untagged spelling."""
    try:
        reference = Reference.parse(key.want)
    except LabError:
        return (key.want,)
    found = [key.want, reference.familiar(), str(reference)]
    if reference.tag == "latest" and not key.explicit_tag:
        found += [text.removesuffix(":latest") for text in found]
    return tuple(dict.fromkeys(found))


def _other_form(command: str) -> str:
    """Return the long form of a short command of images: `docker tag` is `docker image tag`."""
    for verb in ("tag", "push", "pull"):
        if command.startswith(f"docker {verb} "):
            return command.replace(f"docker {verb} ", f"docker image {verb} ", 1)
    return command
