"""Reading Moodle's GIFT: each question as a draft, and what cannot be taken over."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lab.language.message import Message, say
from lab.quiz.exchange.draft import Draft, DraftOption
from lab.quiz.exchange.gift_text import cut, find, unescaped

_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
_TAG = re.compile(r"<[^<>]*>")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A question, or a part of one, that a quiz here cannot hold."""

    line: int
    """Where the question begins in the file, from 1."""
    why: Message


@dataclass(frozen=True, slots=True)
class _Answer:
    """One alternative between the braces."""

    sign: str
    """`=` or `~`."""
    weight: float | None
    """Percent, None where none is written."""
    text: str
    """As it stands, with its backslashes."""
    feedback: str

    @property
    def right(self) -> bool:
        return self.weight is None and self.sign == "=" if self.weight is None else self.weight > 0


def read_gift(text: str) -> tuple[tuple[Draft, ...], tuple[NotTaken, ...]]:
    """Return the questions that a quiz can hold, and what it cannot; no text is refused as a whole."""
    drafts: list[Draft] = []
    left: list[NotTaken] = []
    for line, block in _blocks(text):
        found = _question(block, len(drafts) + 1)
        if isinstance(found, Message):
            left.append(NotTaken(line, found))
            continue
        draft, partly = found
        drafts.append(draft)
        left += [NotTaken(line, why) for why in partly]
    return tuple(drafts), tuple(left)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of every question: blank lines stand between them, comments and categories are dropped."""
    gathered: list[str] = []
    start = 1
    for number, line in enumerate([*text.lstrip("\ufeff").splitlines(), ""], start=1):
        if line.lstrip().startswith(("//", "$CATEGORY:")):
            continue
        if line.strip():
            start = start if gathered else number
            gathered.append(line)
        elif gathered:
            yield start, "\n".join(gathered)
            gathered = []


def _question(block: str, number: int) -> tuple[Draft, list[Message]] | Message:
    title, body = _title(block.strip(), number)
    opening = find(body, "{")
    closing = find(body, "}", opening + 1) if opening >= 0 else -1
    if closing < 0:
        return say("quiz.import.no-answer", title=title)
    before, inside, after = body[:opening], body[opening + 1 : closing].strip(), body[closing + 1 :]
    form = _FORMAT.match(before)
    kind = form[1] if form else "moodle"
    general = find(inside, "####")
    remark = _prose(inside[general + 4 :], kind) if general >= 0 else ""
    inside = inside[:general].strip() if general >= 0 else inside
    start = _prose(before[form.end() :] if form else before, kind)
    found = _draft(title, start, inside, _prose(after, kind), kind)
    return found if isinstance(found, Message) else (found[0].explained(remark), found[1])


def _title(block: str, number: int) -> tuple[str, str]:
    if block.startswith("::") and (end := find(block, "::", 2)) > 0:
        return " ".join(unescaped(block[2:end]).split()) or f"Question {number}", block[end + 2 :]
    return f"Question {number}", block


def _prose(text: str, kind: str) -> str:
    read = unescaped(text).strip()
    return html.unescape(_TAG.sub("", read)) if kind == "html" else read


def _draft(title: str, before: str, inside: str, after: str, kind: str) -> tuple[Draft, list[Message]] | Message:
    whole = f"{before} _____ {after}".strip() if after else before
    verdict = _TRUTH.get(inside.partition("#")[0].strip().upper())
    if verdict is not None:
        options = (DraftOption("True", verdict), DraftOption("False", not verdict))
        return Draft(title, "choice", whole, options=options), [say("quiz.import.truefalse", title=title)]
    if not inside:
        return say("quiz.import.essay", title=title)
    if inside.startswith("#"):
        return say("quiz.import.number", title=title)
    answers = [_answer(piece, kind) for piece in cut(inside, "=~")]
    if any(find(each.text, "->") >= 0 for each in answers):
        return _order(title, whole, answers, kind)
    if all(each.sign == "=" for each in answers):
        return _fill(title, before, after, answers, kind)
    return _choice(title, whole, answers, kind)


def _answer(piece: str, kind: str) -> _Answer:
    sign, rest = piece[0], piece[1:]
    weight = _WEIGHT.match(rest)
    rest = rest[weight.end() :] if weight else rest
    mark = find(rest, "#")
    text, feedback = (rest[:mark], rest[mark + 1 :]) if mark >= 0 else (rest, "")
    return _Answer(sign, float(weight[1]) if weight else None, text.strip(), _prose(feedback, kind))


def _choice(title: str, prose: str, answers: list[_Answer], kind: str) -> tuple[Draft, list[Message]] | Message:
    options = tuple(DraftOption(_prose(each.text, kind), each.right, each.feedback) for each in answers)
    right = sum(option.right for option in options)
    if not right or len(options) < 2:
        return say("quiz.import.no-right", title=title)
    weights = {each.weight for each in answers if each.right}
    partly = [say("quiz.import.weights", title=title)] if len(weights) > 1 else []
    return Draft(title, "choice", prose, options=options), partly


def _fill(
    title: str, before: str, after: str, answers: list[_Answer], kind: str
) -> tuple[Draft, list[Message]] | Message:
    def said(each: _Answer) -> str:
        return _prose(each.text, kind).replace("\\*", "*")

    accept = tuple(said(each) for each in answers if each.weight is None or each.weight >= 100)
    wrong = tuple((said(each), each.feedback) for each in answers if each.weight == 0 and each.feedback)
    partly = [say("quiz.import.weights", title=title)] if any(0 < (each.weight or 0) < 100 for each in answers) else []
    if not accept:
        return say("quiz.import.no-right", title=title)
    if any("*" in each.text.replace("\\*", "") for each in answers):
        partly.append(say("quiz.import.wildcard", title=title))
    return Draft(title, "fill", before, after=after, accept=accept, wrong=wrong), partly


def _order(title: str, prose: str, answers: list[_Answer], kind: str) -> tuple[Draft, list[Message]] | Message:
    """Read a matching whose answers are places; other matchings have no kind of their own here."""
    pairs = []
    for each in answers:
        arrow = find(each.text, "->")
        pairs.append((_prose(each.text[:arrow], kind), _prose(each.text[arrow + 2 :], kind)))
    placed = sorted((int(place), text) for text, place in pairs if place.isdecimal())
    if [place for place, _ in placed] != list(range(1, len(placed) + 1)) or len(placed) < 2:
        return say("quiz.import.matching", title=title)
    others = [text for text, place in pairs if not place.isdecimal() and text]
    steps = tuple(DraftOption(text, True) for _, text in placed)
    return Draft(title, "order", prose, options=(*steps, *(DraftOption(text, False) for text in others))), []
