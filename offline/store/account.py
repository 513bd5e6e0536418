"""A local account as others see it: who, until when the passphrase works, and whether it locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from offline.records import Operator


@dataclass(frozen=True, slots=True)
class Account:
    """``expires`` is None where no passphrase was ever set; ``locked`` after five failures."""

    operator: Operator
    expires: datetime | None = None
    failures: int = 0
    locked: bool = False
