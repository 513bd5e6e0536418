"""Archive packages (预归档): a zip with the form, the answers, the attachments, and a manifest.

``manifest.json`` lists every other file with size and SHA-256 and carries the metadata, so that the
package proves itself years later without this program. The same submission gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

FORMAT: Final = "kiosk-archive/1"
MANIFEST: Final = "manifest.json"
FORM: Final = "form.xml"
SUBMISSION: Final = "submission.xml"
ATTACHMENTS: Final = "attachments/"
LARGEST: Final = 200_000_000
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, OSError, RuntimeError),
    *(NotImplementedError, EOFError, UnicodeError, struct.error, OverflowError),
)
EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class ArchiveError(ValueError):
    """A package that does not prove itself; says what is wrong with which file."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A verified package: its metadata and the digests of its files by path."""

    metadata: Mapping[str, str]
    files: Mapping[str, str]


def pack(
    metadata: Mapping[str, str], form: bytes, submission: bytes, attachments: Mapping[str, bytes]
) -> bytes:
    """The package. Attachments by plain file name (ArchiveError for another)."""
    files = {FORM: form, SUBMISSION: submission}
    for name, data in attachments.items():
        if not name or "/" in name or "\\" in name or name in (".", ".."):
            raise ArchiveError(f"not a plain file name: {name!r}")
        files[ATTACHMENTS + name] = data
    told = {
        "format": FORMAT,
        "metadata": dict(metadata),
        "files": [
            {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for path, data in files.items()
        ],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    return _zipped({MANIFEST: text.encode(), **files})


def verify(package: bytes) -> Archive:
    """Check that nothing is missing, added or changed (ArchiveError)."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as opened:
            if sum(entry.file_size for entry in opened.infolist()) > LARGEST:
                raise ArchiveError("too large")
            held = {entry.filename: opened.read(entry) for entry in opened.infolist()}
            if len(held) != len(opened.infolist()):
                raise ArchiveError("a path stands there twice")
    except _BROKEN as error:
        raise ArchiveError(f"not a whole zip: {error}") from error
    return _checked(held)


def _checked(held: dict[str, bytes]) -> Archive:
    told = _manifest(held.pop(MANIFEST, b""))
    try:
        listed = {str(f["path"]): (int(f["size"]), str(f["sha256"])) for f in told["files"]}
        metadata = {str(name): str(value) for name, value in told["metadata"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ArchiveError("the manifest is not of this format") from error
    if strange := sorted(listed.keys() ^ held.keys()):
        raise ArchiveError(f"listed or held, but not both: {strange[0]}")
    for path, data in held.items():
        if listed[path] != (len(data), hashlib.sha256(data).hexdigest()):
            raise ArchiveError(f"changed: {path}")
    if not {FORM, SUBMISSION} <= held.keys():
        raise ArchiveError("form or answers are missing")
    return Archive(metadata, {path: digest for path, (_, digest) in listed.items()})


def _manifest(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except ValueError as error:
        raise ArchiveError("no manifest") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ArchiveError("the manifest is not of this format")
    return told


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for path, data in files.items():
            target.writestr(zipfile.ZipInfo(path, EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
