"""A spooler in memory that keeps to ``printers.spooler.WinSpool`` and has manners to choose."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class FakeSpool:
    """``jobs`` are the flags a job shows, one look after the other; then it has left the queue."""

    status: int = 0
    looks: list[int] = field(default_factory=list)
    known: frozenset[str] = frozenset({"小票"})
    breaks_after: int | None = None
    papers: list[bytes] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    handles: set[int] = field(default_factory=set)
    _spooled: bytearray = field(default_factory=bytearray)

    def open(self, printer: str) -> int:
        if printer not in self.known:
            raise OSError(1801, "the printer name is invalid")
        self.handles.add(len(self.handles) + 1)
        return max(self.handles)

    def close(self, handle: int) -> None:
        self.handles.remove(handle)

    def printer_status(self, handle: int) -> int:
        assert handle in self.handles
        return self.status

    def start(self, handle: int, title: str) -> int:
        assert handle in self.handles
        self.titles.append(title)
        return 1

    def write(self, handle: int, piece: bytes) -> int:
        assert handle in self.handles
        if self.breaks_after is not None and len(self._spooled) >= self.breaks_after:
            raise OSError(1722, "the RPC server is unavailable")
        taken = piece[:4096]
        self._spooled += taken
        return len(taken)

    def end(self, handle: int) -> None:
        assert handle in self.handles
        self.papers.append(bytes(self._spooled))

    def job_status(self, handle: int, job: int) -> int | None:
        assert handle in self.handles
        if job in self.deleted:
            return None
        return self.looks.pop(0) if self.looks else None

    def delete(self, handle: int, job: int) -> None:
        assert handle in self.handles
        self.deleted.append(job)
