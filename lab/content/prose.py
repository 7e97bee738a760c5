"""What is wrong with the words that a learner reads: names misspelt, links that lead nowhere, more than fits the time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from lab.content.model import Exercise
from lab.content.problem import Problem, shown
from lab.language.message import say

WORDS_A_MINUTE = 180
"""Of somebody who reads to understand; Brysbaert (2019) has 238 for stories in English."""
A_COMMAND = 0.25
"""Minutes for typing a command and looking at what it prints."""
LONGEST_STEP = 400
"""Words of a step's prose: about two minutes, and more than a screen."""

_SPELLINGS: Mapping[str, str] = {
    r"docker[ -]?hub": "Docker Hub",
    r"docker[ -]?compose": "Docker Compose",
    r"docker[ -]?desktop": "Docker Desktop",
    r"docker[ -]?swarm": "Docker Swarm",
    r"docker[ -]?file": "Dockerfile",
    r"buildx": "Buildx",
    r"git[ -]?hub": "GitHub",
    r"git[ -]?lab": "GitLab",
    r"kubernetes": "Kubernetes",
    r"podman": "Podman",
    r"harbor": "Harbor",
    r"colima": "Colima",
    r"opencontainers": "Open Containers",
}
"""Names that are written in one way: what is meant, in any case, and how it is written."""

_SLIPS: Mapping[str, str] = {
    r"regist[e]ry|regsitry|registr[yi]{2}|regestry": "registry",
    r"con[ai]?tianer|conatiner|contaner|containr": "container",
    r"manfiest|manifset|mainfest": "manifest",
    r"respository|repositry|repostory": "repository",
    r"dockre|dcoker|doker": "docker",
    r"volumne|voulme": "volume",
    r"레지스터리|레지스트라(?!르)": "레지스트리",
    r"콘테이너|컨테이나|컨테니어": "컨테이너",
    r"메니페스트|매니패스트": "매니페스트",
    r"이메지": "이미지",
    r"도커 ?허브": "Docker Hub",
    r"레이아(?!웃)": "레이어",
    r"다이제스터": "다이제스트",
}
"""Slips of the keyboard in the words of this trade, and what was meant."""

_NAMED = re.compile("|".join(f"(?P<n{number}>{pattern})" for number, pattern in enumerate(_SPELLINGS)), re.IGNORECASE)
_SLIPPED = re.compile("|".join(f"(?P<s{number}>{pattern})" for number, pattern in enumerate(_SLIPS)), re.IGNORECASE)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+\.(?:com|io|org|net|dev)\b\S*|\b[\w-]+(?:/[\w.-]+)+")
_FENCE = re.compile(r"^ {0,3}(?:> ?)*(```+|~~~+)")


def spelling(path: Path, text: str) -> Iterator[Problem]:
    """Yield every name and word of a file's prose that is written wrong."""
    for number, line in _prose(text):
        bare = _ADDRESS.sub(" ", _LINK.sub(" ", line))
        for found in _NAMED.finditer(bare):
            right = list(_SPELLINGS.values())[int(str(found.lastgroup)[1:])]
            if found[0] != right and _stands_alone(bare, found):
                yield _misspelt(path, number, found[0], right)
        for found in _SLIPPED.finditer(bare):
            yield _misspelt(path, number, found[0], list(_SLIPS.values())[int(str(found.lastgroup)[1:])])


def links(path: Path, text: str) -> Iterator[Problem]:
    """Yield every link of a file's prose that cannot lead anywhere: a page is asked for over HTTPS, a file has to be there."""
    for number, line in _prose(text):
        for target in _LINK.findall(line):
            parts = urlsplit(target)
            page = parts.scheme == "https" and "." in parts.netloc
            file = not parts.scheme and (not parts.path or (path.parent / parts.path).exists())
            if not page and not file:
                what = say("content.problem.link", target=shown(target))
                yield Problem(str(path), number, what, say("content.allowed.link"))


def length(path: Path, exercise: Exercise) -> Iterator[Problem]:
    """Warn where reading and typing take longer than the exercise says, and of a step that is too long to keep in mind."""
    counted = [(step, _words(step.prose) + sum(map(_words, (*step.warnings, *step.notes)))) for step in exercise.steps]
    commands = sum(len(step.commands) for step in exercise.steps)
    words = _words(exercise.introduction) + sum(count for _, count in counted)
    minutes = round(words / WORDS_A_MINUTE + commands * A_COMMAND)
    if minutes > exercise.minutes:
        what = say("content.problem.reading", minutes=minutes, promised=exercise.minutes)
        yield Problem(str(path), exercise.line, what, say("content.allowed.reading"), "warning")
    for step in exercise.steps:
        if (count := _words(step.prose)) > LONGEST_STEP:
            what = say("content.problem.long-step", step=step.id, words=count)
            allowed = say("content.allowed.long-step", most=LONGEST_STEP)
            yield Problem(str(path), step.line, what, allowed, "warning")


def untranslated(path: Path, line: int, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Warn of every language that a main file has no overlay in."""
    for lang in languages:
        overlay = path.with_name(f"{path.stem}.{lang}.md")
        if not overlay.is_file():
            what = say("content.problem.no-overlay", name=overlay.name)
            yield Problem(str(path), line, what, say("content.allowed.no-overlay"), "warning")


def _prose(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines outside of fences, from 1, without what is written as code in them."""
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        fence = _FENCE.match(line)
        if closing:
            closing = "" if fence and fence[1].startswith(closing) else closing
        elif fence:
            closing = fence[1]
        else:
            yield number, _CODE.sub(" ", line)


def _stands_alone(line: str, found: re.Match[str]) -> bool:
    """Tell a name from a part of another word, of a file's name or of an option."""
    before, after = line[: found.start()][-1:], line[found.end() :][:2]
    return not re.match(r"[A-Za-z0-9_./@-]", before) and not re.match(r"[A-Za-z0-9_/@]|[.-][A-Za-z0-9]", after)


def _misspelt(path: Path, line: int, found: str, right: str) -> Problem:
    return Problem(
        str(path), line, say("content.problem.spelling", word=shown(found)), say("content.allowed.spelling", word=right)
    )


def _words(prose: str) -> int:
    return sum(len(line.split()) for _, line in _prose(prose))
