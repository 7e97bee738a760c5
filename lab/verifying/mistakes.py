"""Judging a near miss: it must fail the check that it names, with the words that it names."""

from __future__ import annotations

from collections.abc import Sequence

from lab.checks import Verdict
from lab.content.model import Mistake
from lab.language.message import Message, say
from lab.language.words import words
from lab.verifying.proofs import MistakeProof


def judge_mistake(mistake: Mistake, verdicts: Sequence[Verdict]) -> MistakeProof:
    """Compare what a mistake promises with what the step's checks said of it."""

    def proof(trouble: Message) -> MistakeProof:
        return MistakeProof(mistake.do, mistake.fails, mistake.says, "not_yet", trouble)

    named = [verdict for verdict in verdicts if verdict.check == mistake.fails]
    failed = [verdict for verdict in named if verdict.outcome == "not_yet"]
    if any(mistake.says in said(verdict) for verdict in failed):
        return MistakeProof(mistake.do, mistake.fails, mistake.says, "pass")
    if failed:
        return proof(say("verify.other-words", check=mistake.fails, says=mistake.says, found=failed[0].found))
    unknown = [verdict for verdict in verdicts if verdict.outcome == "cannot_tell"]
    if unknown:
        return MistakeProof(mistake.do, mistake.fails, mistake.says, "cannot_tell", unknown[0].found)
    if named:
        return proof(say("verify.passes", check=mistake.fails, found=named[0].found))
    return proof(say("verify.no-such-check", check=mistake.fails))


def said(verdict: Verdict) -> str:
    """Return what a verdict tells of what was wanted and found, in the language that mistakes are written in."""
    english = words("en")
    return " | ".join(english.say(part) for part in (verdict.expected, verdict.found))
