"""What Korean puts behind a noun and English behind a plural, and what is left without it."""

from __future__ import annotations

import re
from functools import lru_cache


def word_set(words: str) -> frozenset[str]:
    """Return words that are written one after the other, as long lists are easiest to read."""
    return frozenset(words.split())


PARTICLES = word_set(
    "은 는 이 가 을 를 의 에 에서 에게 께 한테 로 으로 와 과 랑 이랑 하고 도 만 까지 부터 마다 조차 마저 밖에 처럼 보다 나 이나 든지 "
    "이든지 라도 이라도 들 들이 들을 들은 들의 들과 에는 에도 에만 에서는 에서도 에서만 에서의 에게는 로는 로만 로도 로서 로써 으로는 "
    "으로만 으로도 으로서 으로써 만은 만을 만이 와는 과는 와의 과의 까지는 까지도 께서 에의 로의 으로의 대로 이란 란 뿐 같은 간의 끼리"
)
"""Particles (josa) and their usual pairs."""

COPULAS = word_set(
    "이다 다 입니다 입니까 이에요 예요 이예요 이야 야 임 인 일 이며 며 이고 고 이지만 지만 이라서 라서 이라고 라고 이라 라 이므로 므로 이니까 "
    "니까 이었다 였다 이었습니다 였습니다 인데 이죠 죠 이지 지 인가요 일까요 일 이면 이기 이어야 여야 이거나 거나 요 이요"
)
"""Forms of 이다 that stand behind a noun as a particle does."""

_ENDINGS = tuple(sorted(PARTICLES | COPULAS, key=len, reverse=True))
_NOT_PLURAL = frozenset({"dns", "always", "does", "alias", "kubernetes", "windows", "macos", "aws"})
"""Words that end in s and are no plurals."""
_HANGUL = re.compile(r"[가-힣]+\Z")


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """Return a word as written, then without particles (at most two) or a plural's ending; never an empty stem."""
    if not _HANGUL.match(word):
        single = singular(word)
        return (word,) if single == word else (word, single)
    found = [word]
    for _ in range(2):
        stem = _without_ending(found[-1])
        if stem == found[-1]:
            break
        found.append(stem)
    return tuple(found)


def singular(word: str) -> str:
    """Return an English noun or verb without the -s or -es of its inflection; `https` is not more than one `http`."""
    if (
        len(word) < 4
        or word in _NOT_PLURAL
        or word.endswith(("https", "tls"))
        or not word.isascii()
        or not word.isalpha()
    ):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _without_ending(word: str) -> str:
    ending = next((each for each in _ENDINGS if len(each) < len(word) and word.endswith(each)), "")
    return word[: len(word) - len(ending)]
