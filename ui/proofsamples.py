"""Papers as they are looked at before printing, for the gallery. Nobody is meant by them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import cast

from PySide6.QtGui import QImage

from printers.papers import AcceptanceReceipt, as_copy
from printers.port import Medium
from printers.samples import samples
from printers.typeset import typesetter
from ui.components.pdfpage import page_pictures
from ui.pages.base import Page
from ui.pages.proof import ProofData, ProofPage
from ui.theme import Theme

_WIDE = 1240
_AT = datetime(2026, 3, 18, 2, 31, tzinfo=UTC)


@cache
def receipt() -> ProofData:
    """A 受理回执 that is printed a second time."""
    roll = QImage()
    paper = as_copy(cast("AcceptanceReceipt", samples()["acceptance"]), 2, _AT)
    roll.loadFromData(typesetter().picture(paper, Medium.ROLL_80))
    return ProofData("受理回执", (roll,), note="这是第 2 次打，单子上写着“补打”。")


@cache
def certificate() -> ProofData:
    """A certificate of one page."""
    document = typesetter().pdf(samples()["certificate"])
    return ProofData("证明", page_pictures(document, _WIDE), sheet=True)


PROOFS: dict[str, Callable[[Theme], Page]] = {
    "24-proof-receipt": lambda theme: ProofPage(theme, receipt()),
    "24-proof-certificate": lambda theme: ProofPage(theme, certificate()),
}
"""Every page by the name of its picture."""
