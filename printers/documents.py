"""A paper as the bytes that a printer of some medium takes."""

from __future__ import annotations

from printers.commands import receipt_bytes
from printers.papers import Certificate
from printers.port import Medium
from printers.text_mode import text_bytes
from printers.typeset import DOTS, Typesetter, typesetter
from printers.wording import AnyPaper, worded


class WrongMediumError(Exception):
    """A certificate was sent to a roll printer: it needs A4."""


def document(
    paper: AnyPaper,
    medium: Medium,
    *,
    elder: bool = False,
    text: bool = False,
    using: Typesetter | None = None,
) -> bytes:
    """ESC/POS for rolls, PDF for A4 (WrongMediumError, TemplateError).

    ``text`` leaves a roll's letters to the printer's own font: less paper to burn, no rare names.
    """
    setter = using or typesetter()
    if medium not in DOTS:
        return setter.pdf(paper)
    if isinstance(paper, Certificate):
        raise WrongMediumError(medium.value)
    if text:
        return text_bytes(worded(paper), paper.qr, DOTS[medium])
    return receipt_bytes(setter.raster(paper, DOTS[medium], elder=elder))
