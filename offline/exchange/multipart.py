"""A multipart body read piece by piece: a 20 MB photo is never whole in memory (RFC 7578)."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final
from urllib.parse import quote

from offline.exchange.port import ParcelFile, UnreadableFileError

XML_PART: Final = "xml_submission_file"
INCOMPLETE_PART: Final = "*isIncomplete*"
PIECE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Segment:
    size: int
    open: Callable[[], BinaryIO]


class MultipartBody:
    """A file-like body with a known length that can be rewound, as digest authentication needs."""

    def __init__(self, xml: bytes, files: Sequence[ParcelFile], *, incomplete: bool) -> None:
        self.boundary = secrets.token_hex(16)
        self._segments = list(self._parts(xml, files, incomplete=incomplete))
        self._size = sum(segment.size for segment in self._segments)
        self.seek(0)

    @property
    def content_type(self) -> str:
        return f'multipart/form-data; boundary="{self.boundary}"'

    def __len__(self) -> int:
        return self._size

    def tell(self) -> int:
        return self._place

    def seek(self, place: int) -> int:
        """Rewind; only the start can be gone to, which is all a resend asks for."""
        if place != 0:
            raise io.UnsupportedOperation("only the start can be sought")
        self._place, self._rest, self._open, self._left = 0, list(self._segments), None, 0
        return 0

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(PIECE):
            yield piece

    def read(self, size: int = PIECE) -> bytes:
        """The next bytes, at most ``size``; empty at the end (UnreadableFileError)."""
        if size < 0:
            size = PIECE
        while self._left == 0:
            if not self._next_segment():
                return b""
        return self._read_from_segment(size)

    def _next_segment(self) -> bool:
        self._end_segment()
        if not self._rest:
            return False
        segment = self._rest.pop(0)
        self._left = segment.size
        self._open = segment.open()
        return True

    def _end_segment(self) -> None:
        """Read to the very end: there the store says whether the bytes were the recorded ones."""
        if self._open is None:
            return
        with self._open as stream:
            self._open = None
            if stream.read(1):
                raise UnreadableFileError("an attachment is longer than recorded")

    def _read_from_segment(self, size: int) -> bytes:
        stream = self._open
        piece = b"" if stream is None else stream.read(min(size, self._left))
        if not piece:
            raise UnreadableFileError("an attachment is shorter than recorded")
        self._left -= len(piece)
        self._place += len(piece)
        return piece

    _open: BinaryIO | None
    _rest: list[_Segment]
    _left: int
    _place: int

    def _parts(
        self, xml: bytes, files: Sequence[ParcelFile], *, incomplete: bool
    ) -> Iterator[_Segment]:
        yield self._head(XML_PART, "submission.xml", "text/xml; charset=utf-8")
        yield _fixed(xml + b"\r\n")
        for file in files:
            yield self._head(file.name, file.name, file.media_type)
            yield _Segment(file.size, file.open)
            yield _fixed(b"\r\n")
        if incomplete:
            yield self._field(INCOMPLETE_PART, "yes")
        yield _fixed(f"--{self.boundary}--\r\n".encode())

    def _head(self, name: str, filename: str, media_type: str) -> _Segment:
        return _fixed(
            f"--{self.boundary}\r\n"
            f'Content-Disposition: form-data; name="{_quoted(name)}"; '
            f'filename="{_quoted(filename)}"\r\n'
            f"Content-Type: {_safe_type(media_type)}\r\n\r\n".encode()
        )

    def _field(self, name: str, value: str) -> _Segment:
        return _fixed(
            f"--{self.boundary}\r\n"
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        )


def _fixed(data: bytes) -> _Segment:
    return _Segment(len(data), lambda: io.BytesIO(data))


def _quoted(name: str) -> str:
    """Quote as browsers do (WHATWG): only quote, CR and LF are escaped, Chinese stays UTF-8."""
    return "".join(quote(c) if c in '"\r\n' else c for c in name)


def _safe_type(media_type: str) -> str:
    clean = media_type.isascii() and media_type.isprintable() and "/" in media_type
    return media_type if clean else "application/octet-stream"


def packed(files: Sequence[ParcelFile], xml_size: int, limit: int) -> list[list[ParcelFile]]:
    """Attachments in groups whose requests stay within ``limit`` bytes; the XML goes with each.

    A file that is too large by itself travels alone: only the server can say that it won't take it.
    """
    overhead, each = xml_size + 600, 400
    groups: list[list[ParcelFile]] = [[]]
    room = limit - overhead
    for file in files:
        if groups[-1] and file.size + each > room:
            groups.append([])
            room = limit - overhead
        groups[-1].append(file)
        room -= file.size + each
    return groups
