"""What a registry answers when it refuses: the specification's codes, with distribution's words and statuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of refusal (distribution-spec 1.1, "Error Codes"; statuses as distribution's errcode package has them)."""

    name: str
    status: int
    message: str

    @property
    def spoken(self) -> str:
        """Return the name as the registry's log has it: `blob unknown`."""
        return self.name.lower().replace("_", " ")


UNKNOWN = Code("UNKNOWN", 500, "unknown error")
UNSUPPORTED = Code("UNSUPPORTED", 405, "The operation is unsupported.")
UNAUTHORIZED = Code("UNAUTHORIZED", 401, "authentication required")
DIGEST_INVALID = Code("DIGEST_INVALID", 400, "provided digest did not match uploaded content")
SIZE_INVALID = Code("SIZE_INVALID", 400, "provided length did not match content length")
RANGE_INVALID = Code("RANGE_INVALID", 416, "invalid content range")
NAME_INVALID = Code("NAME_INVALID", 400, "invalid repository name")
TAG_INVALID = Code("TAG_INVALID", 400, "manifest tag did not match URI")
NAME_UNKNOWN = Code("NAME_UNKNOWN", 404, "repository name not known to registry")
MANIFEST_UNKNOWN = Code("MANIFEST_UNKNOWN", 404, "manifest unknown")
MANIFEST_INVALID = Code("MANIFEST_INVALID", 400, "manifest invalid")
MANIFEST_BLOB_UNKNOWN = Code("MANIFEST_BLOB_UNKNOWN", 400, "blob unknown to registry")
BLOB_UNKNOWN = Code("BLOB_UNKNOWN", 404, "blob unknown to registry")
BLOB_UPLOAD_UNKNOWN = Code("BLOB_UPLOAD_UNKNOWN", 404, "blob upload unknown to registry")
BLOB_UPLOAD_INVALID = Code("BLOB_UPLOAD_INVALID", 404, "blob upload invalid")
PAGINATION_NUMBER_INVALID = Code("PAGINATION_NUMBER_INVALID", 400, "invalid number of results requested")


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason of a refusal."""

    code: Code
    detail: object = None
    """Whatever JSON can say; None is left out."""
    message: str | None = None
    """Instead of the code's own words."""

    def body(self) -> dict[str, object]:
        """Return the fault as an entry of the body's `errors`."""
        entry: dict[str, object] = {"code": self.code.name, "message": self.message or self.code.message}
        return entry if self.detail is None else {**entry, "detail": self.detail}


class RegistryError(Exception):
    """A request that is refused, for one reason or several; the first decides the status."""

    def __init__(self, *faults: Fault, headers: Mapping[str, str] | None = None) -> None:
        super().__init__("; ".join(f"{fault.code.name}: {fault.detail}" for fault in faults))
        self.faults = faults
        self.headers = headers or {}


def refusal(code: Code, detail: object = None, message: str | None = None) -> RegistryError:
    """Return the error of a single reason."""
    return RegistryError(Fault(code, detail, message))
