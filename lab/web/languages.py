"""Which language a browser wants."""

from __future__ import annotations

from lab.language.words import choose_language


def language(asked: str | None, accepted: str, otherwise: str) -> str:
    """Return the language that the address asks for, else the browser's (Accept-Language, RFC 9110 12.5.4), else another."""
    return choose_language(*(name for name in (asked, *_by_weight(accepted), otherwise) if name))


def _by_weight(accepted: str) -> list[str]:
    weighed = []
    for each in accepted.split(","):
        name, _, parameter = each.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if weight > 0:
            weighed.append((weight, name.strip()))
    # Stable: of equal weights, the first comes first.
    return [name for _, name in sorted(weighed, key=lambda pair: -pair[0])]
