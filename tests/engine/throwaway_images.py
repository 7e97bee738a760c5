"""Images made without Docker Hub: stand-ins for `hello-world` and `registry`, and the store a registry serves them from."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import platform
import struct
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
"""The kernel's name of a machine, and Docker's."""

APPLETS = ("sh", "cat", "echo", "httpd", "ls", "sleep", "tr", "wget")
"""What can be called by name in the stand-in for `busybox`."""

HELLO = """
Hello from Docker!
This is the throw-away engine's stand-in for hello-world: one static binary, one layer.
"""

REGISTRY_CONFIG = """\
version: 0.1
log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
"""


@dataclass(frozen=True, slots=True)
class Image:
    """One image for one platform: the manifest's exact bytes and every blob it names, by digest."""

    repository: str
    tags: tuple[str, ...]
    manifest: bytes
    blobs: dict[str, bytes]


def digest_of(content: bytes) -> str:
    """Return the `sha256:…` name of some bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def architecture() -> str:
    """Return Docker's name of this machine's processor."""
    return ARCHITECTURES.get(platform.machine(), platform.machine())


def hello_binary(machine: str, text: bytes) -> bytes:
    """Return a static ELF that writes `text` to stdout and exits 0 (elf(5): one 64-byte header, one 56-byte segment)."""
    entry, code_size = 0x400000 + 64 + 56, 44
    where, size = entry + code_size, len(text)
    if machine == "x86_64":
        elf_machine = 62
        code = struct.pack("<BIBIBI", 0xB8, 1, 0xBF, 1, 0xBE, where)  # eax = write, edi = stdout, esi = text
        code += struct.pack("<BIH", 0xBA, size, 0x050F)  # edx = size, syscall
        code += struct.pack("<BIHH", 0xB8, 60, 0xFF31, 0x050F)  # eax = exit, edi = 0, syscall
    elif machine == "aarch64":
        elf_machine = 183
        moves = [(0, 1, 0), (1, where & 0xFFFF, 0), (1, where >> 16, 1), (2, size, 0), (8, 64, 0)]  # x8 = write
        words = [(0xF2800000 if high else 0xD2800000) | high << 21 | value << 5 | reg for reg, value, high in moves]
        words += [0xD4000001, 0xD2800000, 0xD2800000 | 93 << 5 | 8, 0xD4000001]  # svc, x0 = 0, x8 = exit, svc
        code = struct.pack(f"<{len(words)}I", *words)
    else:
        raise ValueError(f"no stand-in for hello-world on {machine}; known: {', '.join(ARCHITECTURES)}")
    ident = b"\x7fELF\x02\x01\x01".ljust(16, b"\0")
    header = ident + struct.pack("<HHIQQQIHHHHHH", 2, elf_machine, 1, entry, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    total = 64 + 56 + code_size + size
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, 0x400000, 0x400000, total, total, 0x1000)
    return header + segment + code.ljust(code_size, b"\0") + text


def layer(files: dict[str, tuple[int, bytes]], links: dict[str, str] | None = None) -> bytes:
    """Return an uncompressed layer with these files (path → mode, content) and links, the same bytes every time."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, (mode, content) in files.items():
            entry = tarfile.TarInfo(path.lstrip("/"))
            entry.mode, entry.size = mode, len(content)
            tar.addfile(entry, io.BytesIO(content))
        for path, target in (links or {}).items():
            entry = tarfile.TarInfo(path.lstrip("/"))
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            tar.addfile(entry)
    return out.getvalue()


def image(repository: str, tags: tuple[str, ...], layers: list[bytes], config: dict[str, object]) -> Image:
    """Return the image of these uncompressed layers (image manifest version 2, schema 2) with this runtime config."""
    packed = [gzip.compress(content, compresslevel=6, mtime=0) for content in layers]
    created = "2026-01-01T00:00:00Z"
    document = {
        "architecture": architecture(),
        "os": "linux",
        "created": created,
        "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]} | config,
        "rootfs": {"type": "layers", "diff_ids": [digest_of(content) for content in layers]},
        "history": [{"created": created, "created_by": "tests/engine/throwaway_images.py"} for _ in layers],
    }
    config_blob = json.dumps(document).encode()
    blobs = {digest_of(content): content for content in [config_blob, *packed]}
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": {"mediaType": CONFIG, "size": len(config_blob), "digest": digest_of(config_blob)},
        "layers": [{"mediaType": LAYER, "size": len(content), "digest": digest_of(content)} for content in packed],
    }
    return Image(repository, tags, json.dumps(manifest, indent=2).encode(), blobs)


def needed_files(binary: Path) -> list[Path]:
    """Return the binary's loader and libraries, as ldd(1) names them; none for a static one, which ldd refuses."""
    done = subprocess.run(["ldd", str(binary)], check=False, capture_output=True, text=True)
    return [Path(word) for word in done.stdout.split() if word.startswith("/")] if done.returncode == 0 else []


def stand_ins(registry_binary: Path, busybox_binary: Path) -> list[Image]:
    """Return the stand-ins for images of Hub's; `registry` and `busybox` have the binaries given."""
    hello = hello_binary(platform.machine(), HELLO.encode())
    libraries = {str(path): (0o755, path.read_bytes()) for path in needed_files(registry_binary)}
    program = {"/bin/registry": (0o755, registry_binary.read_bytes())}
    # Version 3 moved its configuration; commands that name it are the same for both.
    places = ("/etc/docker/registry/config.yml", "/etc/distribution/config.yml")
    settings = {place: (0o644, REGISTRY_CONFIG.encode()) for place in places}
    slim = [
        layer({"/usr/sbin/nginx": (0o755, b"a server\n" * 1000)}),
        layer({"/etc/nginx.conf": (0o644, b"worker 1\n")}),
    ]
    modules = layer({"/usr/lib/nginx/modules": (0o644, b"modules\n" * 1000)})
    serve: dict[str, object] = {
        "ExposedPorts": {"5000/tcp": {}},
        "Volumes": {"/var/lib/registry": {}},
        "Entrypoint": ["/bin/registry"],
        "Cmd": ["serve", "/etc/docker/registry/config.yml"],
    }
    tools = layer(
        {
            "/bin/busybox": (0o755, busybox_binary.read_bytes()),
            **{str(path): (0o755, path.read_bytes()) for path in needed_files(busybox_binary)},
        },
        {f"/bin/{each}": "busybox" for each in APPLETS},
    )
    return [
        image("library/busybox", ("latest",), [tools], {"Cmd": ["sh"]}),
        image("library/hello-world", ("latest",), [layer({"/hello": (0o755, hello)})], {"Cmd": ["/hello"]}),
        image("library/nginx", ("alpine-slim",), slim, {"Cmd": ["nginx"]}),
        image("library/nginx", ("alpine",), [*slim, modules], {"Cmd": ["nginx"]}),
        image("library/registry", ("latest", "2"), [layer(libraries), layer(program), layer(settings)], serve),
    ]


def write_store(root: Path, images: list[Image]) -> None:
    """Write images as the registry's own file system tree, `docker/registry/v2` (distribution's storage paths)."""
    top = root / "docker/registry/v2"
    for one in images:
        named = digest_of(one.manifest)
        repository = top / "repositories" / one.repository
        for digest, content in {**one.blobs, named: one.manifest}.items():
            hexadecimal = digest.removeprefix("sha256:")
            _write(top / "blobs/sha256" / hexadecimal[:2] / hexadecimal / "data", content)
        for digest in one.blobs:
            _link(repository / "_layers", digest)
        _link(repository / "_manifests/revisions", named)
        for tag in one.tags:
            _link(repository / "_manifests/tags" / tag / "index", named)
            _write(repository / "_manifests/tags" / tag / "current/link", named.encode())


def _link(folder: Path, digest: str) -> None:
    _write(folder / digest.replace(":", "/") / "link", digest.encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
