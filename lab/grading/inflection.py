"""How a Korean stem that ends in a vowel melts into its endings: 바꾸다 is also 바꾼, 바꿉니다 and 바꿔."""

from __future__ import annotations

import unicodedata

_CODAS = "ᆫᆯᆷᆸᆻ"
"""Consonants in which endings may begin: -ㄴ, -ㄹ, -ㅁ, -ㅂ니다, -ㅆ다."""
_MELTED = {"ᅮ": "ᅯ", "ᅵ": "ᅧ", "ᅩ": "ᅪ", "ᅳ": "ᅥ", "ᅬ": "ᅫ"}
"""A vowel, and what it becomes with 어 or 아: 주어 줘, 옮기어 옮겨, 보아 봐, 쓰어 써, 되어 돼."""

_HA, _REU = (unicodedata.normalize("NFD", each) for each in "하르")


def stems(stem: str) -> tuple[str, ...]:
    """Return the beginnings that words of this stem have; of what is no Korean stem on a vowel, only itself."""
    jamo = unicodedata.normalize("NFD", stem)
    if not "ᅡ" <= jamo[-1] <= "ᅵ":
        return (stem,)
    found = [jamo, *(jamo + coda for coda in _CODAS)]
    for melted in _melted(jamo):
        found += [melted, f"{melted}ᆻ"]
    return tuple(unicodedata.normalize("NFC", each) for each in found)


def _melted(jamo: str) -> tuple[str, ...]:
    if jamo.endswith(_HA):
        return (f"{jamo[:-1]}ᅢ",)
    if jamo.endswith(_REU) and len(jamo) > 2 and "ᅡ" <= jamo[-3] <= "ᅵ":
        return (f"{jamo[:-2]}ᆯ라", f"{jamo[:-2]}ᆯ러")  # 다르다, 달라
    return (jamo[:-1] + _MELTED[jamo[-1]],) if jamo[-1] in _MELTED else ()
