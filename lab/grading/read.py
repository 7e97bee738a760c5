"""Answers as JSON: what a file of answers may hold for each kind of question, and what is kept of an attempt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from lab.docker_cli.errors import shown
from lab.docker_cli.feeding import concealed
from lab.errors import LabError
from lab.grading.answers import Answer, FillAnswer, OptionsAnswer, TextAnswer, VerdictAnswer
from lab.grading.keys import ChoiceKey, FillKey, Key, Option, OrderKey, StateKey, TrueFalseKey
from lab.grading.normal import normal_form
from lab.language.message import Message, say

Json: TypeAlias = "str | bool | int | float | list[Json] | dict[str, Json] | None"

_TRUE = "true t o ○ ◯ ⭕ ㅇ 참 맞다 맞음 맞아요 맞습니다"
_FALSE = "false f x × ✕ ✗ ❌ 거짓 틀리다 틀림 틀렸다 틀려요 틀립니다 틀렸습니다"


class AnswerError(LabError):
    """An answer whose shape does not fit its question."""


def read_answer(key: Key, raw: object) -> Answer:
    """Read an answer from its JSON form, or raise `AnswerError`; what is well-shaped and wrong is left to the graders."""
    match key:
        case FillKey():
            return FillAnswer(_blanks(key, raw))
        case ChoiceKey():
            return OptionsAnswer(_numbers(key.options, [raw] if isinstance(raw, int) else raw))
        case OrderKey():
            return OptionsAnswer(_numbers(key.options, raw))
        case TrueFalseKey():
            return _verdict_and_reason(raw)
        case StateKey() if isinstance(raw, int) and not isinstance(raw, bool):
            return TextAnswer(str(raw))
        case _:
            return TextAnswer(_text(raw))


def write_answer(answer: Answer) -> Json:
    """Return the JSON form of an answer; `read_answer` reads it back."""
    match answer:
        case TextAnswer():
            return answer.text
        case FillAnswer():
            return dict(answer.blanks)
        case OptionsAnswer():
            return list(answer.ids)
        case VerdictAnswer():
            return {"verdict": answer.verdict, "reason": answer.reason}


def without_password(text: str) -> str:
    """Return a typed answer as it may be kept: what any of its lines gives `docker login` for a password is left out."""
    return "\n".join(map(concealed, text.split("\n")))


def read_verdict(text: str) -> bool:
    """Read what a word says of a statement (`true`, `O`, `참`, `맞다` …), or raise `AnswerError`."""
    word = _plain(text)
    if word in _words(_TRUE) or word in _words(_FALSE):
        return word in _words(_TRUE)
    raise _no_verdict()


def _plain(text: str) -> str:
    return normal_form(text).text.strip(" .!")


def _words(words: str) -> Iterable[str]:
    """Normalise the words as answers are: NFKC makes another letter of a jamo such as ㅇ."""
    return map(_plain, words.split())


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise _error(say("grading.answers.no-text"), say("grading.answers.no-text-try"))
    if any("\ud800" <= char <= "\udfff" for char in raw):  # JSON can hold half a character; no file and no screen can
        raise _error(say("grading.answers.broken-text"), say("grading.answers.broken-text-try"))
    return raw


def _blanks(key: FillKey, raw: object) -> dict[str, str]:
    names = [blank.name for blank in key.blanks]
    if isinstance(raw, str) and len(names) == 1:
        return {names[0]: _text(raw)}
    if not isinstance(raw, Mapping):
        raise _error(say("grading.answers.no-blanks"), say("grading.answers.blanks-try", names=tuple(names)))
    if strange := [str(name) for name in raw if name not in names]:
        message = say("grading.answers.unknown-blank", name=shown(strange[0]))
        raise _error(message, say("grading.answers.blanks-try", names=tuple(names)))
    return {name: _text(raw.get(name, "")) for name in names}


def _numbers(options: tuple[Option, ...], raw: object) -> tuple[int, ...]:
    """Read option numbers as written, from 1; an order may name one twice, which is for its grader to say."""
    numbers = {option.id for option in options}
    hint = say("grading.answers.numbers-try", most=max(numbers, default=0))
    if not isinstance(raw, list) or not all(type(number) is int for number in raw):
        raise _error(say("grading.answers.no-numbers"), hint)
    if strange := [number for number in raw if number not in numbers]:
        raise _error(say("grading.answers.out-of-range", number=shown(str(strange[0]))), hint)
    return tuple(raw)


def _verdict_and_reason(raw: object) -> VerdictAnswer:
    given = raw if isinstance(raw, Mapping) else {"verdict": raw}
    if not given.keys() <= {"verdict", "reason"}:
        raise _no_verdict()
    return VerdictAnswer(_verdict(given.get("verdict")), _text(given.get("reason", "")))


def _verdict(raw: object) -> bool | None:
    if raw is None or isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        return read_verdict(raw)
    raise _no_verdict()


def _no_verdict() -> AnswerError:
    return _error(say("grading.answers.no-verdict"), say("grading.answers.no-verdict-try"))


def _error(message: Message, hint: Message) -> AnswerError:
    return AnswerError(message, hint)
