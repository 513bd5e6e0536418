"""What a terminal tells of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from offline.exchange.line import AGENT


def no_facts() -> Mapping[str, str]:
    """Nothing is known about this terminal's devices."""
    return {}


def no_diagnosis() -> bytes:
    """Nobody here can make a diagnosis."""
    return b""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a heartbeat tells beside the queue: the program's version and ``facts``, short words
    about disk, clock and printers by name. ``diagnosis`` makes what support may see, as a zip; b""
    where there is none. They are asked for in the thread that synchronises.
    """

    version: str = AGENT.rpartition("/")[2]
    facts: Callable[[], Mapping[str, str]] = no_facts
    diagnosis: Callable[[], bytes] = no_diagnosis
