"""An independent reader of ESC/POS raster streams, written from the command tables alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image

ESC, GS, DLE = 0x1B, 0x1D, 0x10


@dataclass
class Paper:
    """What came out up to a cut: rows of black (1) and white (0) dots."""

    rows: list[list[int]] = field(default_factory=list)
    cut: bool = False

    def image(self) -> Image.Image:
        made = Image.new("1", (len(self.rows[0]), len(self.rows)), 1)
        made.putdata([0 if dot else 1 for row in self.rows for dot in row])
        return made


class Reader:
    """Takes bytes as they come; ``papers`` are cut, ``current`` is still in the printer."""

    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.current = Paper()
        self.questions: list[tuple[str, int]] = []
        self.unread = bytearray()

    def feed(self, data: bytes) -> None:
        self.unread += data
        while self._one():
            pass

    def _one(self) -> bool:
        need = self._length()
        if need is None or len(self.unread) < need:
            return False
        command, self.unread = bytes(self.unread[:need]), self.unread[need:]
        self._obey(command)
        return True

    def _length(self) -> int | None:
        head = bytes(self.unread[:4])
        if len(head) < 2:
            return None
        lengths = {b"\x1b@": 2, b"\x1bd": 3, b"\x1dV": 4, b"\x10\x04": 3, b"\x1dr": 3}
        if head[:2] in lengths:
            return lengths[head[:2]]
        if head[:2] != b"\x1dv":
            message = f"not a command of ours: {head!r}"
            raise ValueError(message)
        if len(self.unread) < 8:
            return None
        wide = self.unread[4] + 256 * self.unread[5]
        return 8 + wide * (self.unread[6] + 256 * self.unread[7])

    def _obey(self, command: bytes) -> None:
        if command[:2] == b"\x1dv":
            wide = command[4] + 256 * command[5]
            for start in range(8, len(command), wide):
                bits = "".join(f"{byte:08b}" for byte in command[start : start + wide])
                self.current.rows.append([int(bit) for bit in bits])
        elif command[:2] == b"\x1dV":
            self.current.cut = True
            self.papers.append(self.current)
            self.current = Paper()
        elif command[:2] == b"\x10\x04":
            self.questions.append(("status", command[2]))
        elif command[:2] == b"\x1dr":
            self.questions.append(("done", command[2]))


def read(stream: bytes) -> list[Paper]:
    """The papers of a whole stream; nothing may be left over."""
    reader = Reader()
    reader.feed(stream)
    if reader.unread or reader.current.rows:
        message = "the stream ends inside a command or without a cut"
        raise ValueError(message)
    return reader.papers
