"""Where in a question and its answer a connection is cut: message by message, not byte by byte."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_LENGTH: Final = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_END: Final = b"\r\n\r\n"


class Phase(StrEnum):
    """The places of one HTTP exchange; ``HANDSHAKE`` is TLS before the first of them."""

    HANDSHAKE = "handshake"
    BEFORE_REQUEST = "before the request"
    REQUEST_HEAD = "request head"
    REQUEST_BODY = "request body"
    BEFORE_ANSWER = "before the answer"
    ANSWER_HEAD = "answer head"
    ANSWER_BODY = "answer body"


UPWARD: Final = (Phase.BEFORE_REQUEST, Phase.REQUEST_HEAD, Phase.REQUEST_BODY)


@dataclass(frozen=True, slots=True)
class PhaseCut:
    """A cut in that phase of the connection's ``request``-th question (from 1), or of the next one
    that has the phase; ``part`` (0 up to 1) says how far into it.
    """

    phase: Phase
    request: int = 1
    part: float = 0.0


def drawn_cut(chance: random.Random) -> PhaseCut:
    """Every phase alike, most often early in a connection's life."""
    return PhaseCut(chance.choice(list(Phase)), chance.choice((1, 1, 1, 2, 3, 5)), chance.random())


class Talk:
    """What passed on one connection so far: the messages of both sides, in turns."""

    def __init__(self, cut: PhaseCut) -> None:
        self._cut = cut
        self._lock = threading.Lock()
        self._up = False
        self._number = 0
        self._begin()

    def may_pass(self, piece: bytes, *, up: bool) -> int | None:
        """How many bytes of this piece pass before the cut; None for all of it and no cut yet."""
        with self._lock:
            if up != self._up:
                self._up = up
                self._number += up
                self._begin()
            before = self._passed
            self._passed += len(piece)
            self._look(piece)
            goal = self._goal()
            return None if goal is None or goal >= self._passed else max(goal - before, 0)

    def _begin(self) -> None:
        self._passed, self._head, self._body, self._start = 0, 0, 0, b""

    def _look(self, piece: bytes) -> None:
        """Find the end of the head and the length of the body, once."""
        if self._head:
            return
        self._start += piece
        end = self._start.find(_END)
        if end >= 0:
            self._head = end + len(_END)
            told = _LENGTH.search(self._start[: self._head])
            self._body = int(told.group(1)) if told else 0

    def _goal(self) -> int | None:
        """Bytes of this message that pass; None where the cut is not in this message."""
        cut = self._cut
        if self._number < cut.request or self._up != (cut.phase in UPWARD):
            return None
        match cut.phase:
            case Phase.HANDSHAKE:
                return None
            case Phase.BEFORE_REQUEST | Phase.BEFORE_ANSWER:
                return 0
            case Phase.REQUEST_HEAD | Phase.ANSWER_HEAD:
                return 1 + int(cut.part * (self._head - 2)) if self._head else None
        return self._head + int(cut.part * self._body) if self._body else None
