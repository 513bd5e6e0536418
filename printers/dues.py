"""What a case costs and whether it is paid, as pages and papers may say it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from offline.i18n import tr


class DueState(StrEnum):
    """Whether it is paid; ``doubtful`` where the centre could not be asked since."""

    UNPAID = "unpaid"
    PAID = "paid"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Due:
    """``amount`` in fen; ``receipt`` is the centre's number (票号) of what was paid."""

    amount: int
    state: DueState = DueState.UNPAID
    receipt: str = ""


def yuan(fen: int) -> str:
    """5 元, 12.50 元."""
    whole, rest = divmod(fen, 100)
    return tr("{amount} 元", amount=f"{whole}.{rest:02}" if rest else whole)


def due_words(due: Due, *, accepted: bool) -> str:
    """How it stands, in words: nothing is paid that the centre did not say is paid."""
    amount = yuan(due.amount)
    match due.state:
        case DueState.PAID:
            if due.receipt:
                return tr("{amount}，已缴，票号 {number}", amount=amount, number=due.receipt)
            return tr("{amount}，已缴", amount=amount)
        case DueState.DOUBTFUL:
            return tr("{amount}，正在核实", amount=amount)
        case DueState.UNPAID:
            if accepted:
                return tr("{amount}，还没缴", amount=amount)
            return tr("{amount}，受理后再缴", amount=amount)
        case _:
            assert_never(due.state)
