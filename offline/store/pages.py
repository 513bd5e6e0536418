"""The pages of a SQLCipher 4 file, decrypted one by one without SQLite.

For verify and salvage: SQLite gives up at the first damaged page, and wholly if it is the first.
Format: zetetic.net/sqlcipher/design and sqlite.org/fileformat2.html. Pages are 4096 bytes, the
last 80 of each hold the IV (16) and an HMAC-SHA512 (64) over ciphertext, IV and page number.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from offline.store import logframes

PAGE = 4096
RESERVED = 80
USABLE = PAGE - RESERVED
SALT = 16
_IV = 16
_MAC_SALT_MASK = 0x3A
_MAC_ROUNDS = 2
_HEADER_FAULT = "header of the log"


class Pages:
    """Pages of a database file with the committed frames of its write-ahead log on top.

    Read only; nothing decrypted is ever written. ``read`` gives None for a page whose HMAC is
    wrong. Page 1 comes with its first 16 bytes (the salt) as SQLite's magic would stand there.
    """

    def __init__(self, path: Path, key: bytes, salt: bytes) -> None:
        self._key = key
        mac_salt = bytes(each ^ _MAC_SALT_MASK for each in salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, mac_salt, _MAC_ROUNDS, 32)
        self._file = path.open("rb")
        self._size = path.stat().st_size
        wal = path.with_name(path.name + "-wal")
        self._log = wal.open("rb") if wal.exists() and wal.stat().st_size else None
        self.log_fault = ""
        self._mended: dict[int, bytes] = {}
        self._frames, self._count = self._committed_frames()

    @property
    def count(self) -> int:
        """Pages of the database: as the last commit says, or as many as the file holds."""
        return self._count

    @property
    def partial(self) -> bool:
        """Whether the file ends within a page."""
        return self._size % PAGE != 0

    def header(self) -> bytes:
        """The file's first 16 bytes: the cipher salt, which no HMAC covers."""
        self._file.seek(0)
        return self._file.read(SALT)

    def read(self, number: int) -> bytes | None:
        """The plain page (None if it is damaged or missing)."""
        raw = self._raw(number)
        return self._decrypt(raw, number) if self._is_whole(raw, number) else None

    def damaged(self) -> Iterator[int]:
        """Numbers of the pages whose HMAC is wrong; read twice, for a writer may be at work."""
        for number in range(1, self._count + 1):
            if not any(self._is_whole(self._raw(number), number) for _ in range(2)):
                yield number

    def damaged_in_file(self) -> Iterator[int]:
        """As ``damaged``, but of the file alone: what the log will overlay counts too."""
        for number in range(1, self._size // PAGE + 1):
            if not any(self._is_whole(self._at(number), number) for _ in range(2)):
                yield number

    def close(self) -> None:
        self._file.close()
        if self._log:
            self._log.close()

    def _raw(self, number: int) -> bytes:
        offset = self._frames.get(number)
        if offset is None or self._log is None:
            return self._at(number)
        if offset in self._mended:
            return self._mended[offset]
        self._log.seek(offset)
        return self._log.read(PAGE)

    def _at(self, number: int) -> bytes:
        self._file.seek((number - 1) * PAGE)
        return self._file.read(PAGE)

    def _is_whole(self, raw: bytes, number: int) -> bool:
        if len(raw) != PAGE:
            return False
        start, end = (SALT if number == 1 else 0), USABLE + _IV
        mac = hmac.new(self._mac_key, raw[start:end], "sha512")
        mac.update(struct.pack("<I", number))
        return hmac.compare_digest(mac.digest(), raw[end:])

    def _decrypt(self, raw: bytes, number: int) -> bytes:
        start = SALT if number == 1 else 0
        vector = raw[USABLE : USABLE + _IV]
        plain = Cipher(algorithms.AES(self._key), modes.CBC(vector)).decryptor()
        return bytes(start) + plain.update(raw[start:USABLE])

    def _committed_frames(self) -> tuple[dict[int, int], int]:
        """Page number → offset in the log of its newest committed frame, and the page count."""
        frames: dict[int, int] = {}
        count = self._size // PAGE
        waiting: dict[int, int] = {}
        for number, size, offset in self._frames_in_order():
            waiting[number] = offset
            if size:
                frames |= waiting
                count = size if size > 0 else max(count, *waiting)
                waiting = {}
        return frames, count

    def _frames_in_order(self) -> Iterator[tuple[int, int, int]]:
        """Page number, page count if it commits (-1: how many is not to be trusted), offset, of
        each frame of this log.

        Frames behind a broken one are given too, which SQLite would not do: it takes what is
        broken for the end of the log. ``log_fault`` then names the broken one, and its page counts
        as damaged unless a later frame has it. A broken one never commits, so a torn end is
        nothing; but a frame that was damaged after it was written is told from that: its page is
        whole and only its checksum or salts are not, or one bit turned back makes all of it right.
        """
        if self._log is None:
            return
        head, suspect = logframes.read_head(self._log), 0
        salts, self.log_fault = head.salts, "" if head.true else _HEADER_FAULT
        for raw in logframes.frames(self._log, head, PAGE):
            frame = self._mend(raw) if raw.salts == salts and not suspect else raw
            whole, size = self._is_whole(frame.raw, frame.page), frame.size
            if frame.place == 1 and whole and frame.salts != salts:
                salts, self.log_fault = frame.salts, _HEADER_FAULT
            if whole and frame.true and not suspect and frame.salts != salts:
                self.log_fault = self.log_fault or _frame_fault(frame.place)
            elif not whole or frame.salts != salts:
                suspect, size = suspect or frame.place, 0
            elif suspect:
                self.log_fault = self.log_fault or _frame_fault(suspect)
            elif not frame.true and not self.log_fault:
                self.log_fault, size = _frame_fault(frame.place), -1 if size else 0
            yield frame.page, size, frame.offset

    def _mend(self, frame: logframes.Frame) -> logframes.Frame:
        """With a turned bit turned back, if that makes page and checksum right; else as it is."""
        if frame.true or self._is_whole(frame.raw, frame.page):
            return frame
        found = logframes.mended(frame)
        if found is None or not self._is_whole(found.raw, found.page):
            return frame
        self.log_fault = self.log_fault or _frame_fault(frame.place)
        self._mended[frame.offset] = found.raw
        return found


def _frame_fault(place: int) -> str:
    return f"frame {place} of the log"
