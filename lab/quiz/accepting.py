"""An answer that a teacher accepts, written into its quiz's file: as an accepted answer and as a sample, comments kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from lab.content.markdown import Block, cut
from lab.content.questions import Question
from lab.errors import UsageError
from lab.grading.answers import FillAnswer
from lab.grading.keys import CommandKey, FillKey, ShortKey, TrueFalseKey
from lab.grading.read import read_answer
from lab.language.message import say
from lab.quiz.marker import Marker


def accept_in_file(text: str, question: Question, answer: Any, mark: Marker) -> str:
    r"""Return a quiz file's text, of `\n` line ends, with one more accepted answer and its sample.

    Raises UsageError where a kind of question has no list of accepted answers: then the key itself is to be changed.
    """
    lines = text.split("\n")
    fence = _fence(text, question)
    inside = "\n".join(lines[fence.line : fence.end - 2])
    try:
        table = tomlkit.parse(f"{inside}\n")
        _accept(table, question, answer, mark)
        _sample(table, question, answer)
    except TOMLKitError as error:
        raise _by_hand(question) from error
    written = tomlkit.dumps(table).strip("\n").split("\n")
    return "\n".join([*lines[: fence.line], *written, *lines[fence.end - 2 :]])


def _fence(text: str, question: Question) -> Block:
    """Find the question's fence: the first one after its heading."""
    return next(
        block
        for block in cut(text).blocks
        if block.kind == "fence" and block.words[:2] == ("toml", "question") and block.line > question.line
    )


def _accept(table: tomlkit.TOMLDocument, question: Question, answer: Any, mark: Marker) -> None:
    given = read_answer(question.key, answer)
    match question.key:
        case FillKey() as key:
            assert isinstance(given, FillAnswer)
            for name in _wrong_blanks(question, key, given, mark):
                _add(table["blank"][name], "accept", given.blanks[name])
        case ShortKey():
            _add(table, "accept", str(answer))
        case TrueFalseKey() as key if answer["verdict"] is key.truth and answer["reason"]:
            _add(table, "accept", answer["reason"])
        case CommandKey():
            _add(table, "want", str(answer))
        case _:
            raise _by_hand(question)


def _wrong_blanks(question: Question, key: FillKey, given: FillAnswer, mark: Marker) -> list[str]:
    """Return the blanks whose own answer is not right yet."""
    found = []
    for blank in key.blanks:
        alone = replace(question, key=FillKey((blank,)))
        if mark(alone, FillAnswer({blank.name: given.blanks.get(blank.name, "")})).status != "correct":
            found.append(blank.name)
    return found


def _add(table: Any, name: str, text: str) -> None:
    """Add a text to a list of texts; one text alone is a list of one."""
    held = table.get(name, [])
    if isinstance(held, str):
        held = [held]
        table[name] = [*held, text]
    elif name not in table:
        table[name] = [text]
    elif text not in held:
        held.append(text)


def _sample(table: tomlkit.TOMLDocument, question: Question, answer: Any) -> None:
    """Add the sample that keeps the answer right; one that says otherwise of the same answer is corrected."""
    given = read_answer(question.key, answer)
    samples: Any = table.get("test")
    for sample in samples or ():
        if read_answer(question.key, sample.unwrap()["say"]) == given:
            sample["expect"] = "correct"
            return
    if samples is None:
        samples = table["test"] = tomlkit.aot()
    new = tomlkit.table()
    new["say"] = _inline(answer)
    new["expect"] = "correct"
    samples.append(new)


def _inline(answer: Any) -> Any:
    """Return an answer as TOML writes it on one line; of one blank alone, without its name."""
    if not isinstance(answer, Mapping):
        return answer
    if len(answer) == 1:
        return next(iter(answer.values()))
    found = tomlkit.inline_table()
    found.update(answer)
    return found


def _by_hand(question: Question) -> UsageError:
    message = say("quiz.accept.by-hand", question=question.id, kind=question.type)
    return UsageError(message, say("quiz.accept.by-hand-hint"))
