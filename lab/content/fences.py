"""The lab's own fences in a section: one of the right role, and nothing else."""

from __future__ import annotations

from collections.abc import Collection

from lab.content.markdown import Block
from lab.content.problem import Report, shown
from lab.content.sections import Section
from lab.language.message import say


def only_fence(section: Section, role: str, roles: Collection[str], report: Report) -> Block | None:
    """Return a section's one ` ```toml ROLE `; complain of none, of a second and of any other role."""
    allowed = say("content.allowed.fence", fence=f"```toml {role}")
    fences = [fence for fence in section.machine if fence.words[1:] == (role,)]
    for fence in section.machine:
        if fence.words[1:] != (role,):
            name = shown("```" + " ".join(fence.words))
            known = fence.words[1] in roles and len(fence.words) == 2
            what = say("content.problem.fence-place", fence=name) if known else say("content.problem.fence", fence=name)
            report.add(fence.line, what, allowed)
    for fence in fences[1:]:
        report.add(fence.line, say("content.problem.second-fence", fence=f"```toml {role}"), allowed)
    if not fences:
        report.add(section.line, say("content.problem.no-fence", fence=f"```toml {role}"), allowed)
    return fences[0] if fences else None
