"""The `_state` of an upload's address: what the client may believe about it, signed (distribution's registry/handlers/hmac.go)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass

from lab.practice.registry.errors import BLOB_UPLOAD_INVALID, RANGE_INVALID, refusal
from lab.practice.registry.uploads import Upload

_SIZE = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one secret; who shares it may carry an upload on."""

    secret: bytes

    def pack(self, upload: Upload) -> str:
        """Return the token of an upload as it stands."""
        state = {"Name": upload.name, "UUID": upload.uuid, "Offset": upload.size, "StartedAt": upload.started}
        content = json.dumps(state, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._sign(content) + content).decode("ascii")

    def check(self, token: str, upload: Upload) -> None:
        """Raise BLOB_UPLOAD_INVALID unless the token is this upload's, RANGE_INVALID if the upload has moved on since."""
        try:
            packed = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error):
            packed = b""
        content = packed[_SIZE:]
        if not hmac.compare_digest(packed[:_SIZE], self._sign(content)):
            raise refusal(BLOB_UPLOAD_INVALID, "invalid secret")
        state = json.loads(content)
        if (state.get("Name"), state.get("UUID")) != (upload.name, upload.uuid):
            raise refusal(BLOB_UPLOAD_INVALID)
        if state.get("Offset") != upload.size:
            raise refusal(RANGE_INVALID)

    def _sign(self, content: bytes) -> bytes:
        return hmac.digest(self.secret, content, "sha256")
