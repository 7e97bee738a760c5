"""A question taken over from another program, and a quiz's file made of such questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from json import dumps
from typing import Literal

_STRUCTURE = re.compile(r"^( {0,3})(#{1,6}(?=\s|$)|>|```|~~~|[-+*](?=\s)|=+\s*$|-+\s*$)", re.MULTILINE)
_NUMBERED = re.compile(r"^( {0,3}\d{1,9})([.)])(?=\s)", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]{4,}", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NO_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class DraftOption:
    """One line to choose or to put in order."""

    text: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question without an id, hints and sample answers: somebody has yet to care for it."""

    title: str
    type: Literal["choice", "fill", "order"]
    prose: str
    """Of a `fill`, what stands before the blank."""
    after: str = ""
    """What stands after it."""
    options: tuple[DraftOption, ...] = ()
    accept: tuple[str, ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()
    """Wrong answers, each with what to say to it."""
    explanation: str = ""

    def explained(self, text: str) -> Draft:
        """Return the draft with an explanation."""
        return replace(self, explanation=text)


def write_quiz(identity: str, title: str, drafts: Iterable[Draft]) -> str:
    """Return the file of a quiz; every question has an id of its own, made from its title."""
    parts = [f"# {_line(title)}\n\n```toml quiz\nid = {_toml(identity)}\n```\n"]
    taken: set[str] = set()
    for draft in drafts:
        name = _free_id(draft.title, taken)
        taken.add(name)
        parts.append(_question(draft, name))
    return "\n".join(parts)


def identity_from(text: str) -> str:
    """Return an id made from any text: `My Quiz!` is `my-quiz`."""
    found = _NO_ID.sub("-", text.casefold()).strip("-")[:40].strip("-")
    return found if found and found[0].isalpha() else f"q-{found}".rstrip("-")


def _free_id(title: str, taken: set[str]) -> str:
    name = identity_from(title)
    number = 2
    while (found := name if number == 2 else f"{name}-{number - 1}") in taken:
        number += 1
    return found


def _question(draft: Draft, identity: str) -> str:
    lines = [f"## {_line(draft.title)}", "", "```toml question", f"id = {_toml(identity)}"]
    lines += [f"type = {_toml(draft.type)}", "points = 1", *_key(draft), "```", ""]
    lines += [_prose(draft), "", *_options(draft)]
    if draft.explanation:
        lines += ["> [!NOTE]", *_quoted(draft.explanation), ""]
    return "\n".join(lines)


def _prose(draft: Draft) -> str:
    if draft.type != "fill":
        return _markdown(draft.prose)
    gap = f"{_markdown(draft.prose)} [[answer]]"
    if not draft.after:
        return gap.strip()
    space = "" if draft.after[0] in ".,;:!?)" else " "
    return f"{gap}{space}{_markdown(draft.after)}".strip()


def _key(draft: Draft) -> Iterator[str]:
    if draft.type != "fill":
        return
    yield ""
    yield "[blank.answer]"
    yield f"accept = [{', '.join(_toml(text) for text in draft.accept)}]"
    for text, say in draft.wrong:
        yield from ("", "[[blank.answer.wrong]]", f"match = [{_toml(text)}]", f"say.en = {_toml(say)}")


def _options(draft: Draft) -> Iterator[str]:
    number = 0
    for option in draft.options:
        if draft.type == "choice":
            mark = f"- [{'x' if option.right else ' '}]"
        else:
            number += 1
            mark = f"{number}." if option.right else "-"
        if draft.type == "order" and not option.right and all(each.right for each in draft.options[: number - 1]):
            yield ""
        yield f"{mark} {_line(_markdown(option.text))}"
        if option.feedback:
            yield from (f"  {line}" for line in _quoted(option.feedback))
    if draft.options:
        yield ""


def _quoted(text: str) -> Iterator[str]:
    return (f"> {line}".rstrip() for line in _markdown(text).split("\n"))


def _markdown(text: str) -> str:
    """Return text that Markdown reads as a text: no heading, list, quote, code block or blank begins in it."""
    plain = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")).strip()
    plain = _STRUCTURE.sub(r"\1\\\2", _INDENTED.sub("", plain))
    return _NUMBERED.sub(r"\1\\\2", plain).replace("[[", r"\[\[").replace("[!", r"\[!")


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _toml(text: str) -> str:
    """Return a TOML string: JSON's escapes are TOML's, for all that JSON writes without a surrogate."""
    return dumps(_CONTROL.sub(" ", text), ensure_ascii=False)
