"""A registry over HTTP, as the engine uses it (distribution-spec 1.1)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from lab.practice.errors import ApiError
from lab.practice.images import wire
from lab.practice.images.blobs import CHUNK
from lab.practice.images.endpoint import Endpoint, connect
from lab.practice.images.manifest import KNOWN, LARGEST, Descriptor, Document, media_type_of, read_object
from lab.practice.images.ways import Ways

_MOST_TAGS = 100_000


@asynccontextmanager
async def registry(host: str, auth: Mapping[str, str] | None, ways: Ways) -> AsyncIterator[RegistryClient]:
    """Give a client for a registry that answers, or raise ApiError."""
    async with connect(host, auth, ways) as endpoint:
        yield RegistryClient(endpoint)


class RegistryClient:
    """Reads from and writes to one registry; every failure is ApiError in dockerd's words."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def manifest(self, repository: str, reference: str) -> Document:
        """Return a manifest or an index, whichever the registry has under this tag or digest."""
        path = f"/v2/{repository}/manifests/{reference}"
        if self._endpoint.locked:
            # dockerd asks with HEAD first, and that is the request it names.
            raise ApiError(500, f'Head "{self._endpoint.url}{path}": no basic auth credentials')
        async with self._request("GET", path, {200}, headers={"Accept": ", ".join(KNOWN)}) as answer:
            content = await _bounded(answer)
            return Document(media_type_of(read_object(content), answer.headers.get("Content-Type", "")), content)

    async def blob(self, repository: str, digest: str) -> AsyncIterator[bytes]:
        """Yield a blob as it comes."""
        async with self._request("GET", f"/v2/{repository}/blobs/{digest}", {200}) as answer:
            async for chunk in answer.content.iter_chunked(CHUNK):
                yield chunk

    async def tags(self, repository: str) -> list[str]:
        """Return every tag, page after page."""
        found: list[str] = []
        path = f"/v2/{repository}/tags/list"
        while path and len(found) < _MOST_TAGS:
            async with self._request("GET", path, {200}) as answer:
                found += [str(tag) for tag in read_object(await _bounded(answer)).get("tags") or ()]
                link = answer.links.get("next")
                path = URL(str(link["url"])).raw_path_qs if link else ""
        return found

    def demand_login(self) -> None:
        """Raise ApiError if the registry wants a login and none was given."""
        if self._endpoint.locked:
            raise ApiError(500, "no basic auth credentials")

    async def has(self, repository: str, digest: str) -> bool:
        """Return whether the registry has a blob in this repository."""
        async with self._request("HEAD", f"/v2/{repository}/blobs/{digest}", {200, 404}) as answer:
            return answer.status == 200

    async def begin(self, repository: str, mount: tuple[str, str] | None = None) -> str | None:
        """Open an upload and return where to; None when the blob of `mount`, (digest, repository), was mounted instead."""
        path = f"/v2/{repository}/blobs/uploads/"
        if mount:
            path += f"?mount={mount[0]}&from={mount[1]}"
        async with self._request("POST", path, {201, 202}) as answer:
            return None if answer.status == 201 else self._location(answer)

    async def upload(self, location: str, blob: Descriptor, file: Path, sent: Callable[[int], None]) -> None:
        """Send a blob from a file to an open upload, telling how many bytes went each time, and close the upload."""

        async def chunks() -> AsyncIterator[bytes]:
            with file.open("rb") as source:
                while chunk := source.read(CHUNK):
                    yield chunk
                    sent(len(chunk))

        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(blob.size)}
        async with self._request("PATCH", location, {202, 204}, headers=headers, data=chunks()) as answer:
            location = self._location(answer)
        closing = f"{location}{'&' if '?' in location else '?'}digest={blob.digest}"
        async with self._request("PUT", closing, {201, 204}, headers={"Content-Length": "0"}):
            pass

    async def put_manifest(self, repository: str, tag: str, document: Document) -> None:
        """Put a manifest's bytes under a tag."""
        headers = {"Content-Type": document.media_type}
        path = f"/v2/{repository}/manifests/{tag}"
        async with self._request("PUT", path, {200, 201, 202}, headers=headers, data=document.content):
            pass

    def _location(self, answer: aiohttp.ClientResponse) -> str:
        location = answer.headers.get("Location", "")
        if not location:
            raise ApiError(500, "the registry named no place for the upload")
        return str(answer.url.join(URL(location, encoded=True)))

    @asynccontextmanager
    async def _request(
        self, method: str, place: str, good: set[int], **given: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Make a request of a path of this registry or of a whole URL; what is not good is raised."""
        url = URL(place if re.match(r"https?://", place) else self._endpoint.url + place, encoded=True)
        headers = dict(given.pop("headers", {}))
        # A login is for the registry it was given for, not for where it sends us.
        if self._endpoint.authorization and url.origin() == URL(self._endpoint.url).origin():
            headers["Authorization"] = self._endpoint.authorization
        try:
            async with self._endpoint.session.request(
                method, url, headers=headers, ssl=self._endpoint.tls, **given
            ) as answer:
                if answer.status not in good:
                    body = await answer.content.read(65536)
                    raise wire.refusal(answer.status, answer.reason or "", body)
                yield answer
        except (aiohttp.ClientError, TimeoutError) as error:
            raise wire.failure(error, method, str(url), self._endpoint.host.dialled(url.scheme)) from error


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    """Return a whole body that fits into memory, or raise ApiError."""
    content = bytearray()
    async for chunk in answer.content.iter_chunked(65536):
        content += chunk
        if len(content) > LARGEST:
            raise ApiError(500, f"the registry's answer is larger than {LARGEST} bytes")
    return bytes(content)
