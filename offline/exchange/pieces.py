"""Attachments in resumable pieces (tus 1.0 core and creation), each with a SHA-256 receipt.

A cut costs what was under way, not the photo. Creating an upload is idempotent at our exchange: the
same bytes of the same submission get the same place, so nothing about it is kept between tries.
"""

from __future__ import annotations

import time
from base64 import b64encode
from typing import BinaryIO, Final

from offline.exchange.answers import question_outcome
from offline.exchange.line import Answer, Line, LineError, address_from
from offline.exchange.port import (
    Denied,
    Parcel,
    ParcelFile,
    Refused,
    SendOutcome,
    Unreachable,
    UnreadableFileError,
)

VERSION: Final = "1.0.0"
PIECE: Final = 128 * 1024
WORTH_IT: Final = PIECE
RECEIPT: Final = "Upload-Receipt"


class Pieces:
    """The upload place of one service API, below ``line.base``."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def upload(self, parcel: Parcel, file: ParcelFile) -> SendOutcome | None:
        """Bring one file up from where the last try ended; None when its receipt is right."""
        try:
            return self._upload(parcel, file)
        except LineError as error:
            return error.outcome
        except UnreadableFileError as error:
            return Refused(0, str(error))

    def _upload(self, parcel: Parcel, file: ParcelFile) -> SendOutcome | None:
        made = self._create(parcel, file)
        if made.status != 201 or not made.headers.get("Location"):  # noqa: PLR2004 — HTTP
            return _failed(made)
        place = address_from(made.url, made.headers["Location"])
        found = self._line.ask("HEAD", place, headers=_headers(), give_up=parcel.give_up)
        offset = _offset(found)
        if found.status not in (200, 204) or offset is None or offset > file.size:
            return _failed(found)
        answer = self._send_rest(place, parcel, file, offset) if offset < file.size else found
        if isinstance(answer, Answer):
            return _checked(answer, file)
        return answer

    def _create(self, parcel: Parcel, file: ParcelFile) -> Answer:
        told = {
            "instance_id": parcel.instance_id,
            "filename": file.name,
            "filetype": file.media_type,
            "sha256": file.sha256,
        }
        metadata = ",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in told.items())
        headers = {"Upload-Length": str(file.size), "Upload-Metadata": metadata}
        return self._line.ask(
            "POST", "v1/uploads", headers=_headers(headers), body=b"", give_up=parcel.give_up
        )

    def _send_rest(
        self, place: str, parcel: Parcel, file: ParcelFile, offset: int
    ) -> Answer | SendOutcome:
        """Piece after piece; the last answer, or why it ended before."""
        with file.open() as stream:
            _skip(stream, offset)
            while True:
                if parcel.give_up is not None and time.monotonic() > parcel.give_up:
                    return Unreachable("timeout")
                piece = _read(stream, min(PIECE, file.size - offset))
                answer = self._send_piece(place, piece, offset, parcel.give_up)
                offset += len(piece)
                if answer.status != 204 or _offset(answer) != offset:  # noqa: PLR2004 — HTTP
                    return _failed(answer)
                if offset == file.size:
                    _end(stream)
                    return answer

    def _send_piece(self, place: str, piece: bytes, offset: int, give_up: float | None) -> Answer:
        headers = {
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        }
        return self._line.ask(
            "PATCH", place, headers=_headers(headers), body=piece, give_up=give_up
        )


def _headers(more: dict[str, str] | None = None) -> dict[str, str]:
    return {"Tus-Resumable": VERSION, **(more or {})}


def _offset(answer: Answer) -> int | None:
    text = answer.headers.get("Upload-Offset", "")
    return int(text) if text.isdecimal() and text.isascii() else None


def _checked(answer: Answer, file: ParcelFile) -> Unreachable | None:
    """The receipt proves that the exchange holds these bytes; anything else proves nothing."""
    good = answer.headers.get(RECEIPT, "") == f"sha-256={file.sha256}"
    return None if good else Unreachable("no receipt")


def _failed(answer: Answer) -> SendOutcome:
    """Why an upload did not go on. Its place may be gone or ahead of us: the next try asks."""
    outcome = question_outcome(answer.status, answer.headers, answer.body)
    if isinstance(outcome, Denied | Unreachable) or answer.status == 413:  # noqa: PLR2004 — HTTP
        return outcome
    return Unreachable(f"upload {answer.status}")


def _read(stream: BinaryIO, size: int) -> bytes:
    """Exactly so many bytes (UnreadableFileError)."""
    pieces, left = [], size
    while left:
        piece = stream.read(left)
        if not piece:
            raise UnreadableFileError("an attachment is shorter than recorded")
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _skip(stream: BinaryIO, offset: int) -> None:
    """Pass over what is there already; reading it keeps the store's check of the whole."""
    while offset:
        offset -= len(_read(stream, min(PIECE, offset)))


def _end(stream: BinaryIO) -> None:
    """Read to the very end: there the store says whether the bytes were the recorded ones."""
    if stream.read(1):
        raise UnreadableFileError("an attachment is longer than recorded")
