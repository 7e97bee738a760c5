"""`make bench`: measure everything on the engine that DOCKER_HOST names, print it, and fail where a budget is exceeded."""

from __future__ import annotations

import sys

from bench import practice, practice_registry, quizzes, recheck, screen, steps, version


def main() -> int:
    """Run every measurement."""
    results = [
        version.measure(),
        *steps.measure(),
        recheck.measure(),
        *practice.measure(),
        *practice_registry.measure(),
        *quizzes.measure(),
        *screen.measure(),
    ]
    for result in results:
        print(result.line())
    return 0 if all(result.kept for result in results) else 1


sys.exit(main())
