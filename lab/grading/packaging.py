"""What people put around a reference or a command when they answer: quotes, a fence, `정답:`, `입니다`, a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lab.grading import lexicon
from lab.grading.normal import normal_form
from lab.grading.particles import COPULAS, PARTICLES, word_set
from lab.grading.words import Word, words_of
from lab.language.message import Message, say

_FENCE = re.compile(r"```[a-z]*\s*\n?(?P<inside>[^`]+?)\s*```", re.DOTALL)
_QUOTED = re.compile(r"(?P<mark>[`'\"“”‘’])(?P<inside>[^`'\"“”‘’]+)[`'\"“”‘’]")
_PROMPT = re.compile(r"\$\s+(?=\S)")
_LABEL = re.compile(r"(?:정답|답|answer|ans|명령어?|command|이렇게요?)\s*(?:은|는|:|=|is\b)\s*", re.IGNORECASE)
_COMMENT = re.compile(r"\s+#\s.*|\s+#\Z", re.DOTALL)
_END = re.compile(r"(?<=\S)\s*[.;,]+\Z")
_HANGUL_END = re.compile(r"(?P<inside>[!-~]+)(?P<end>[가-힣]+)")
_POLITE = re.compile(
    r"\s+(?:입니다|이에요|예요|이예요|이다|임|요|라고|이라고|하면|됩니다|된다"
    r"|(?:입력|실행)(?:합니다|한다|해요|하면)|[쓰치적][고면]|씁니다|쓴다|써요|칩니다|친다|쳐요|적습니다|적는다|적어요|적으면)[.!]?\Z"
)
"""What ends a Korean sentence and no command."""

_TALK = word_set(
    """
    name full whole complete reference image digest write type would say so
    이름 이름은 전체 전체이름 이미지 참조 참조는 다이제스트 이렇게 이렇게요 쓴다 쓰면 쓰면된다 씁니다 써요 적는다 적으면 적습니다 입력 입력한다 입력합니다 라고 이라고 맞나요
    """
)
"""Words that speak about the answer they stand beside."""


def unwrapped(text: str) -> str:
    """Return an answer without quotes, fence, prompt, label, comment and full stop around it, taken off one after the other."""
    for _ in range(6):  # "정답: `x`라고 쓰면 됩니다." wears five layers
        inner = _without_layer(text.strip())
        if inner == text:
            break
        text = inner
    return text


def _without_layer(text: str) -> str:
    for wrapped in (_FENCE, _QUOTED):
        if whole := wrapped.fullmatch(text):
            return whole["inside"].strip()
    for start in (_LABEL, _PROMPT):
        if opening := start.match(text):
            return text[opening.end() :]
    for end in (_COMMENT, _POLITE, _END):
        if closing := end.search(text):
            return text[: closing.start()]
    return text


def spoken_word(text: str) -> str | None:
    """Return the one word of a sentence that may be a name or a digest, None where another word is more than talk around it."""
    words = [_bare(word) for word in text.split()]
    names = [word for word in words if not _is_talk(word)]
    return names[0] if len(names) == 1 else None


def note(read: str) -> Message:
    """Return the remark that only a part of what was typed has been read."""
    return say("grading.general.around", read=read)


def _bare(word: str) -> str:
    """Return a word without its marks and the Korean particle or copula behind it: `hello-world를`."""
    word = unwrapped(word)
    glued = _HANGUL_END.fullmatch(word)
    ends = bool(glued) and glued["end"] in PARTICLES | COPULAS if glued else False
    return unwrapped(glued["inside"]) if glued and ends else word


def _is_talk(word: str) -> bool:
    return all(_says_nothing(each) for each in _spoken(word))


def _spoken(word: str) -> Iterator[Word]:
    """Cut a word as answers in prose are; a mark that is no part of prose is a word that says something."""
    text = normal_form(word).text.strip(".,:;!?()")
    if re.fullmatch(r"[a-z']+|[가-힣]+", text):
        yield from words_of(text)
    else:
        yield Word(text or "?", (text,))


def _says_nothing(word: Word) -> bool:
    turns = lexicon.is_negator(word) or lexicon.is_exception(word)
    return not turns and (lexicon.is_function(word) or any(form in _TALK for form in word.forms))
