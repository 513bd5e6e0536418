"""What the grid worker's window shows beyond the lines of the desk. Times come as words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not uploaded yet: how many, since when the oldest, and what happens next.

    ``oldest`` is an age (2 天 2 小时), ``oldest_at`` its date; ``size`` (31 MB), ``last_contact``
    and ``next_try`` are words, "" where nothing is known. ``kinds`` are names and counts,
    ``days`` a label, how many were uploaded and how many wait. ``pause`` says why nothing is
    uploaded, ``held`` that a person may let it go on.
    """

    count: int = 0
    oldest: str = ""
    oldest_at: str = ""
    size: str = ""
    last_contact: str = ""
    next_try: str = ""
    kinds: tuple[tuple[str, int], ...] = ()
    days: tuple[tuple[str, int, int], ...] = ()
    pause: str = ""
    held: bool = False
