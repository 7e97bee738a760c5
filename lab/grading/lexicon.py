"""Words that any answer is made of: the small words of both languages, and the everyday nouns of the subject."""

from __future__ import annotations

import re

from lab.grading.particles import word_set
from lab.grading.words import Word

NEGATORS_RIGHT = word_set("not never no non neither nor none nothing nobody without hardly seldom rarely 안 못")
"""They deny what comes after them."""
NEGATORS_LEFT = re.compile(r"(?:않|못|아니|아닌|아닙|아님|아녜|아녀|없|마라|말라|말아)")
"""Beginnings of Korean words that deny what stands before them."""
PLEONASTIC = word_set("못하게 못하도록 않게 않도록 못하게끔 없게 없도록")
"""Before a word of refusal these repeat it: 통신하지 못하게 막는다."""
SO_THAT = word_set("하게 하도록 하게끔 되게 되도록")
_MADE = re.compile(r"(?:하|한|할|함|합|해|했|만들|만든|만듭|만듦)")
"""What somebody does who brings it about."""
EXCEPT_BEFORE = word_set("except excepting excluding unless besides")
"""What follows is the exception."""
EXCEPT_PAIRS = frozenset({("other", "than"), ("apart", "from"), ("aside", "from")})
"""Two words that are one of those."""
EXCEPT_BEHIND = re.compile(r"(?:제외|말고|빼고|빼면|뺀|외에|외의|외는|외엔|외$|이외)")
"""What precedes is the exception."""
MAKING = word_set("make makes made making")
"""In `make an exception` they do no more than that."""
EXCEPTION = re.compile(r"(?:exception|exempt|excluded|excepted|예외|열외)")
"""A word for the exception itself, on either side of it."""
BUT = word_set(
    "but however while whereas although though yet 하지만 그러나 단 단지 다만 그런데 반면 반면에 그렇지만 대신 근데"
)
"""A new clause that says something else than the last."""
SO = word_set("because so therefore thus hence since 왜냐하면 그래서 따라서 그러므로 때문에 그러니까")
"""A new clause that gives or draws a reason."""
AND = word_set("and plus 그리고 또 또한")
OR = word_set("or and 또는 혹은 및 또 나 와 과 그리고")
"""Words that put two things on one side."""
JOINING = word_set("와 과 나 이나 랑 이랑 하고")
"""Particles that do the same."""
ONLY = word_set("only 오직 오로지 단지 solely exclusively")
MODALS = word_set("can could may might")
"""Verbs that allow by themselves, and that `not` behind them denies."""
TRUTH = word_set(
    "true false untrue wrong incorrect lie myth nonsense fake 사실 거짓 틀린 틀렸다 틀렸습니다 틀리다 거짓말 참 헛소리"
)
"""Words about the sentence instead of about its subject: who uses them may mean its opposite."""

DISBELIEF = word_set("deny denies doubt doubts dispute disputes disbelieve refute refutes disagree disagrees")
"""In `I deny that …` they speak about a whole sentence; `Docker denies http` is about http."""
QUOTED = re.compile(r".*(?:다는|라는|단|란)\Z")
"""Ends a Korean sentence of which something is said: 막는다는 것은 아니다."""

_FUNCTION = word_set(
    """
    a an the this that these those it its itself he she they them their there here you your yours we us our i me my one
    ones some any anything anyone every everything everyone all each both either other others another else such same own more
    most much many few certain several himself myself yourself whatever whichever
    or to in on at by for from with of as into onto over via through per about against between within upon toward
    towards under after before behind up out off down regardless instead like
    is are was were be been being am do does did done doing have has had having will would shall should can could may
    might must need needs needed let lets
    if when whenever where wherever which who whom whose what how why than then
    too very just simply merely even also still already always usually generally normally typically basically
    automatically initially actually really certainly definitely first enough default defaults
    apply applies applied concern concerns affect affects
    um uh er hmm lol haha dunno yes yeah sorry stuff otherwise set back
    now ever again once often sometimes later soon together until during almost nearly quite rather less fewer little bit lot
    lots straight away immediately directly exactly everywhere anywhere elsewhere
    apart aside good bad nice easy normal usual valid proper real actual whole available important necessary local
    maybe perhaps probably likely possibly think guess believe suppose sure please ok answer mean means
    case cases order way thing things kind type types eg ie etc e g s

    것 것은 것이 것을 것만 것들 건 게 걸 거 거다 그 이 저 그것 이것 저것 모든 모두 전부 다 어떤 아무 각 각각 나머지 무엇 어느 누구
    수 때 때는 때만 때문 경우 경우는 경우에 경우에만 경우만 및 등 등의 등을 등은 즉 바로 만 뿐 도 중 중에 쪽 점 바 뜻 말 정도 관계 상관
    다른 사람 사람이 사람은 사람을 계속 그렇다 그렇습니다 그래요
    음 어 혹시 그런 이런 저런 그걸 이걸 그게 이게 저게 하나도 자신
    내 나의 제 저 저희 우리 여기 거기 그쪽 이쪽 저쪽 가장 제일 더 덜 훨씬 조금 약간 많이 실제 실제로 이미 아직 다시 나중 나중에 지금 처음
    그대로 이렇게 그렇게 아예 전혀 즉시 자체 가까운
    뜻하는 뜻한다 뜻합니다 의미 의미하는 의미한다 의미합니다
    그냥 단순 단순히 매우 아주 늘 언제든 언제든지 항상 언제나 보통 일반적 일반적으로 기본 기본적 기본적으로 기본값 자동 자동으로 원래 따로 별도 별도로 굳이
    미리 먼저 우선 같은 같이 함께 반드시 꼭 만약 만일 예 예를 들어 들면
    대한 대해 대해서 대하여 위해 위한 위해서 통해 통한 통해서 의해 의한 따라 따른 관한 관해 한해 한해서 한하여
    아마 아마도 혹시 듯 듯하다 보인다 아닐까 생각 생각합니다 같다 같습니다 같아요 정답 답 필요 필요가 필요는 필요도
    있는 있다 있고 있습니다 있으며 있지만 있어 있어서 있어요 있으면 있을 있으므로 있음
    하는 한다 합니다 하고 하며 하면 하여 해서 해 해요 하네요 하죠 하지 하지만 하게 하기 할 한 함 했다 해야 하도록
    되는 된다 됩니다 되고 되며 되면 되어 돼서 돼 돼요 되요 된 될 됨 되지 되기 되어야 되도록 이다 입니다 임 인 이며 이고 이에요 예요
    """
)
"""Words that say how a sentence hangs together, hedges and politeness among them."""

_NEUTRAL = word_set(
    """
    docker dockerd daemon engine client registry repository repo hub image container server host machine computer system
    tag digest manifest layer version release content disk
    user network internet remote connection communication traffic request address port name url protocol service software
    developer lecture lesson course exercise example question know idea data byte character component path laptop pc

    도커 데몬 엔진 클라이언트 레지스트리 저장소 허브 이미지 컨테이너 서버 호스트 기계 컴퓨터 시스템 사용자 네트워크 인터넷 원격
    태그 다이제스트 매니페스트 레이어 버전 내용 디스크 파일
    연결 통신 접속 대화 요청 주소 포트 이름 프로토콜 서비스 외부 강의 수업 실습 예시 문제 데이터 바이트 접근 요소 구성 글자 문자 노트북 모름 모르겠습니다 모르겠어요 모르겠다 몰라요
    """
)
"""Nouns that any sentence of the lecture may contain, and that take no side."""

_ORDINARY = word_set(
    """
    give gave given get got getting see saw seen seeing go going went gone come came coming put take takes write wrote written
    writing read reading say said tell told ask asked learn learned learnt hear heard treat treated treatment assume assumed parse
    parsed parsing equal equals happen happened matter belong show shown look looked seem send sent sending push pushed pushing
    pull pulled pulling used require required
    """
)
"""Verbs of any sentence. They are known, but what they do to an idea of a rubric is only for the rubric to say.

Verbs of keeping and making are none of them: who writes that an address is remembered has another idea."""
_ORDINARY_STEM = re.compile(r"(?:배우|배운|배웠|봤|나오|나온|나옵|나와|주고받|올리|올려|올린|알려|받아|받은)")

_LIGHT_VERB_FORM = re.compile(
    r"(?:했|됐|하는데|되는데|하던|되던|되지만|하지만|있|하니|되니|하거|되거|하잖|되잖)[가-힣]{0,5}\Z"
)
"""하다, 되다 and 있다 in the forms of speech: 했는데요, 됐잖아요, 되던데요, 있으니까요."""
_TAG_QUESTION = re.compile(r"(?:아닌가|아닐까|아니겠|않나요|않을까)")
"""They ask for assent and deny nothing."""
_PREFIXED = re.compile(r"(?:레지스트리|레지스터리|도커|컨테이너|이미지|해당|적용)[가-힣]{0,4}\Z")


def is_function(word: Word) -> bool:
    """Tell whether a word only holds the sentence together."""
    listed = any(form in _FUNCTION for form in word.forms) or word.text in PLEONASTIC
    return listed or bool(_LIGHT_VERB_FORM.match(word.text) or _TAG_QUESTION.match(word.text))


def is_neutral(word: Word) -> bool:
    """Tell whether a word is one of the subject's everyday nouns."""
    return any(form in _NEUTRAL for form in word.forms) or bool(_PREFIXED.match(word.text))


def is_ordinary(word: Word) -> bool:
    """Tell whether a word is a verb of any sentence, which may act on what it stands beside."""
    return any(form in _ORDINARY for form in word.forms) or bool(_ORDINARY_STEM.match(word.text))


def is_negator(word: Word) -> bool:
    """Tell whether a word denies another."""
    turns = bool(NEGATORS_LEFT.match(word.text)) and not _TAG_QUESTION.match(word.text)
    return word.text in NEGATORS_RIGHT or (word.korean and turns)


def is_made(word: Word) -> bool:
    """Tell whether a Korean word says that somebody brings about what stands before it: 못 하게 한다."""
    return bool(_MADE.match(word.text))


def is_exception(word: Word) -> bool:
    """Tell whether a word makes something an exception."""
    return word.text in EXCEPT_BEFORE or bool(EXCEPT_BEHIND.match(word.text)) or bool(EXCEPTION.match(word.text))


def is_small(word: Word) -> bool:
    """Tell whether a word is part of how sentences are made: one that denies, excepts, joins or only holds together."""
    known = word.text in BUT | SO | AND | OR | ONLY | TRUTH
    return known or is_function(word) or is_negator(word) or is_exception(word)


def is_closed(word: Word) -> bool:
    """Tell whether a word is one of the grader's own, so that it is no slip for another."""
    return is_small(word) or is_neutral(word) or is_ordinary(word)


SLIPPED = ("except", "without", "unless", "excluding", "exception")
"""The small words that turn a sentence round: a slip in one of these must not be overlooked."""
