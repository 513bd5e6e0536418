"""A preview of the use cases → what the screen shows of it, for residents and staff."""

from __future__ import annotations

from PySide6.QtGui import QImage

from kiosk import staffwords
from kiosk.flow.previews import Preview
from offline.i18n import tr
from printers.verdicts import Standing
from ui.components.pdfpage import page_pictures
from ui.pages.proof import ProofData

_SHEET_PIXELS = 1240
"""150 dots an inch: small print can be read when the page is as wide as a portrait screen."""


def proof_of(seen: Preview) -> ProofData:
    """Its name, its pages, and what is written on it besides: 补打."""
    return ProofData(
        name=staffwords.paper(seen.kind.value),
        pictures=_pictures(seen),
        sheet=not seen.picture,
        note=_note(seen),
    )


def _pictures(seen: Preview) -> tuple[QImage, ...]:
    if not seen.picture:
        return page_pictures(seen.document, _SHEET_PIXELS)
    roll = QImage()
    roll.loadFromData(seen.picture)
    return (roll,)


def _note(seen: Preview) -> str:
    told = []
    if seen.copy > 1:
        told.append(tr("这是第 {copy} 次打，单子上写着“补打”。", copy=seen.copy))
    if seen.by_printer:
        told.append(tr("字由打印机自己排，样子会有一点不一样。"))
    if seen.standing is Standing.UNKNOWN:
        told.append(tr("印章是真的。有没有作废，这里没有名单可查。"))
    if seen.standing is Standing.STALE:
        told.append(tr("印章是真的。证明带的作废名单过期了，最近有没有作废查不到。"))
    return "".join(told)
