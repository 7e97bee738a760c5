"""How many somebody says there are: in digits or in words, in English or Korean."""

from __future__ import annotations

import re

from lab.grading.normal import normal_form

_ENGLISH = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
_KOREAN = "하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 열하나 열둘 열셋 열넷 열다섯 열여섯 열일곱 열여덟 열아홉 스물"
_BEFORE_A_COUNTER = (
    "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두 열세 열네 열다섯 열여섯 열일곱 열여덟 열아홉 스무"
)
_SINO_KOREAN = "영 일 이 삼 사 오 육 칠 팔 구 십 십일 십이 십삼 십사 십오 십육 십칠 십팔 십구 이십"

_NUMBERS = {
    **{word: number for number, word in enumerate(_ENGLISH.split())},
    **{word: number for number, word in enumerate(_KOREAN.split(), 1)},
    **{word: number for number, word in enumerate(_BEFORE_A_COUNTER.split(), 1)},
    **dict.fromkeys(("no", "none", "nothing", "없음", "없다", "없습니다", "공"), 0),
}
_SINO = {word: number for number, word in enumerate(_SINO_KOREAN.split())}
"""Apart from the others: most of these are endings of other words too."""

_AROUND = """
    a an the there is are was were it its only just exactly in total of number answer my new sent stored
    blob blobs layer layers repository repositories image images registry engine
    있습니다 있다 있어요 입니다 이다 개 층 건 총 모두 전부 정확히 블롭 레이어 리포지토리 저장소 이미지 레지스트리 엔진 답 수 개수 새 , : ( )"""
"""What may stand beside a number and does not change it."""

_NOT_ONE = re.compile(
    r"(?:하나|한\s?(?:개|층|건))도\s?(?:없습니다|없어요|없다|없음)|not (?:a single )?one(?: at all)?$"
)
"""A one that says there is none."""

_COUNTER = r"(?:개|층|건)?"
_ENDING = rf"{_COUNTER}(?:은|는|이|가|를|을|에)?(?:입니다|이에요|예요|이다|다|임|요|있습니다|있다|있어요)?"
"""What Korean hangs on a number, and on what is counted."""


def read_numbers(text: str) -> frozenset[int] | None:
    """Return the numbers that a text states, or None where it says more: "not 3", "at least 3", "3?"."""
    found = set()
    stated = _NOT_ONE.sub(" 0 ", normal_form(text).text.rstrip(" .!"))
    for word in re.findall(r"[0-9]+|[a-z]+|[가-힣]+|\S", stated):
        number = _number(word)
        if number is not None:
            found.add(number)
        elif not any(_is(stem, word) for stem in _AROUND.split()):
            return None
    return frozenset(found)


def _number(word: str) -> int | None:
    if re.fullmatch(r"[0-9]{1,9}", word):
        return int(word)
    stems = [(len(stem), number) for stem, number in _NUMBERS.items() if _is(stem, word)]
    stems += [(len(stem), number) for stem, number in _SINO.items() if _is(stem, word, _COUNTER)]
    return max(stems)[1] if stems else None


def _is(stem: str, word: str, ending: str = _ENDING) -> bool:
    return word.startswith(stem) and bool(re.fullmatch(ending, word[len(stem) :]))
