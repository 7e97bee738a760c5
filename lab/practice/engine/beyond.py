"""What Docker does and this engine does not, and how it says so."""

from __future__ import annotations

import re

from lab.practice.errors import ApiError

_PATHS = (
    (r"/(build|session|grpc|commit|images/search|images/prune|build/prune|build/cancel)", "this"),
    (r"/(swarm|nodes|services|tasks|secrets|configs)(/.*)?", "Swarm"),
    (r"/plugins(/.*)?", "a plugin"),
    (r"/networks/[^/]+/(connect|disconnect)", "a container in two networks"),
    (r"/(containers|networks|volumes)/prune", "pruning"),
    (r"/containers/[^/]+/(pause|unpause|stats|archive|export|update|attach/ws|copy|checkpoints.*)", "this"),
)
_NAMES = {
    "build": "building an image",
    "session": "building an image",
    "grpc": "building an image",
    "commit": "docker commit",
    "images/search": "searching Docker Hub",
    "images/prune": "pruning",
    "archive": "docker cp",
    "attach/ws": "attaching by WebSocket",
}


def refusal(path: str) -> ApiError:
    """Return the error for a path that nothing answers: 501 for what Docker would do, 404 for what nobody does."""
    plugin = re.fullmatch(r"/plugins/([^/]+)/json", path)
    if plugin:  # `docker inspect NAME` asks for this last, and would not take 501 for "there is none"
        return ApiError(404, f'plugin "{plugin[1]}" not found')
    for pattern, what in _PATHS:
        found = re.fullmatch(pattern, path)
        if found:
            word = next((each for each in reversed(found.groups()) if each), "")
            named = _NAMES.get(word, f"docker {word}") if what == "this" else what
            return ApiError(501, f"{named} is beyond the practice engine: it needs a real engine such as Docker")
    return ApiError(404, "page not found")
