"""What the lab never does to a learner's machine, and what it says instead."""

from __future__ import annotations

from lab.docker_cli.grammar import Refusal
from lab.language.message import say

PRUNE: Refusal = ("refused-prune", say("commands.wrong.prune"), say("commands.try.prune"))
"""Prune removes by age and not by name: also what the learner had before."""

FORCE_IMAGE: Refusal = ("refused-force", say("commands.wrong.force-image"), say("commands.try.force-image"))
FORCE_OTHER: Refusal = ("refused-force", say("commands.wrong.force-other"), say("commands.try.force-other"))
REMOVE_BY_ID: Refusal = ("refused-image-id", say("commands.wrong.remove-by-id"), say("commands.try.image-id"))
IMAGE_BY_ID: Refusal = ("refused-image-id", say("commands.wrong.image-by-id"), say("commands.try.image-id"))
PRIVILEGED: Refusal = ("refused-privileged", say("commands.wrong.privileged"), say("commands.try.privileged"))
HOST_NAMESPACE: Refusal = (
    "refused-host-namespace",
    say("commands.wrong.host-namespace"),
    say("commands.try.host-namespace"),
)
API_SOCKET: Refusal = ("refused-socket", say("commands.wrong.api-socket"), say("commands.try.socket"))
VOLUMES_FROM: Refusal = ("refused-volumes-from", say("commands.wrong.volumes-from"), say("commands.try.volumes-from"))
FOLLOW: Refusal = ("refused-follow", say("commands.wrong.follow"), say("commands.try.follow"))
ALL_TAGS: Refusal = ("refused-all-tags", say("commands.wrong.all-tags"), say("commands.try.all-tags"))
ENGINE: Refusal = ("refused-engine", say("commands.wrong.engine"), say("commands.try.engine"))
CURL_WRITES: Refusal = ("refused-curl", say("commands.wrong.curl-writes"), say("commands.try.curl"))
CURL_FILES: Refusal = ("refused-curl", say("commands.wrong.curl-files"), say("commands.try.curl"))
CURL_INSECURE: Refusal = ("refused-curl", say("commands.wrong.curl-insecure"), say("commands.try.curl-insecure"))
CURL_TLS: Refusal = ("refused-curl", say("commands.wrong.curl-tls"), say("commands.try.curl-tls"))
CURL_LOGIN: Refusal = ("refused-curl", say("commands.wrong.curl-login"), say("commands.try.curl"))
