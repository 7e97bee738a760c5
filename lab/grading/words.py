"""A text as words: cut where scripts meet, with the forms in which each may be listed in a key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lab.grading.particles import COPULAS, PARTICLES, forms

_TOKEN = re.compile(
    r"""
    (?P<address>
        \d{1,3}(?:\.(?:\d{1,3}|x)){3} (?: [:/][\w.:/@-]* \w )?      # 127.0.0.0/8, 127.x.x.x, 127.0.0.1:5000/hello-world
      | \[?::1\]? (?: [:/]\d+ )?                              # the loopback address of IPv6
      | [a-z][a-z0-9.-]* :\d{2,5} (?!\d) (?: /[a-z0-9._:/@-]*[a-z0-9] )?   # host and port
      | [a-z][a-z0-9-]* (?: \.[a-z0-9-]+ )+ / [a-z0-9._:/@-]*[a-z0-9]      # host with a dot, and a path
    )
  | (?P<latin> w/o\b | \d+(?:\.\d+)+ | [a-z0-9]+(?:'[a-z]+)? )
  | (?P<hangul> [가-힣ᄀ-ᇿ]+ )
  | (?P<other> [^\W_a-z0-9가-힣ᄀ-ᇿ]+ )
  | (?P<stop> [.;!?]+ | [,:/()"\[\]{}=>|+&]+ )
    """,
    re.VERBOSE,
)
_WRITTEN_OUT = {
    "cannot": ("can", "not"),
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "w/o": ("without",),
}
_WRITTEN_OUT |= {"cant": ("can", "not"), "wont": ("will", "not")}
_HASTY = re.compile(r"(do|does|did|is|are|was|were|has|have|had|could|should|would|must|need)nt\Z")
"""doesnt"""
_APOSTROPHE = re.compile(r"'(?:s|re|ll|ve|d|m)\Z")
_LAUGHTER = re.compile(r"[ᄏ후ᅲ]+\Z")
"""ㅋㅋ, ㅎㅎ, ㅠㅠ, as NFKC leaves them."""
_SEAMS = re.compile(
    r"(?<=지)(?=않|못|아니)|(?<=지는)(?=않|못)|(?<=지도)(?=않|못)"
    r"|(?<=[가-힣]{2})(?=(?:안|못)(?:하|한|함|합|해|되|된|될|됨|됩|돼))"
    r"|(?<=[가-힣]{2})(?=이외|외에|외의|외는|제외|말고|빼고)"
)
"""Where Korean is often written without the space that belongs there: 막지않는다, 허용안함, 로컬호스트제외."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of an answer or a pattern."""

    text: str
    forms: tuple[str, ...]
    """The word itself first, then without what its language puts behind it."""
    particle: str = ""
    """The Korean particle that belongs to it."""
    stop: str = ""
    """`.` where a sentence ends behind it, `,` where it pauses, `(` at a bracket or another sign."""

    @property
    def korean(self) -> bool:
        """Tell whether it is written in Hangul."""
        return "가" <= self.text[0] <= "힣"


@lru_cache(maxsize=512)
def words_of(text: str) -> tuple[Word, ...]:
    """Cut a text in normal form into words; a particle behind a Latin word becomes that word's."""
    found: list[Word] = []
    end = -1
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup or "", match[0]
        glued = match.start() == end and bool(found)
        end = match.end()
        if kind == "stop":
            if found and found[-1].stop != ".":
                found[-1] = _with_stop(found[-1], token, text[end : end + 1])
        elif kind == "hangul" and (token := _LAUGHTER.sub("", token)):
            if glued and not found[-1].korean and token in PARTICLES | COPULAS and not found[-1].particle:
                found[-1] = Word(found[-1].text, found[-1].forms, token)
            else:
                found.extend(_hangul(piece) for piece in _SEAMS.split(token) if piece)
        elif kind == "address":
            found.append(Word(token, tuple(dict.fromkeys((token, *_hosts(token))))))
        elif kind in ("latin", "other"):
            found.extend(Word(piece, forms(piece)) for piece in _latin(token))
    return tuple(found)


def _with_stop(word: Word, token: str, following: str) -> Word:
    """Let a word end a sentence; a dot inside a Latin name (docker.io) ends none."""
    ends = token[0] in ".;!?" and (word.korean or bool(word.particle) or not following.isalnum() or token[0] != ".")
    pause = "" if token == "." else "," if token[0] in ",:" else "("
    return Word(word.text, word.forms, word.particle, "." if ends else pause)


def _hangul(text: str) -> Word:
    every = forms(text)
    return Word(text, every, text[len(every[-1]) :])


def _latin(token: str) -> tuple[str, ...]:
    if token in _WRITTEN_OUT:
        return _WRITTEN_OUT[token]
    hasty = _HASTY.match(token)
    if hasty or token.endswith("n't"):
        before = hasty[1] if hasty else token[:-3]
        return (before, "not") if before else ("not",)
    whole = _APOSTROPHE.sub("", token)
    return tuple(whole.split("'"))


def _hosts(address: str) -> tuple[str, ...]:
    """Return what may stand for an address: without its path, then without its port."""
    if address.startswith(("[::1", "::1")):
        return ("::1",)
    place = address.partition("/")[0]
    return (place, place.partition(":")[0])
