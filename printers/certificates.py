"""A certificate on its way to paper: only with a verified seal, a second print marked as such."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from offline.i18n import tr
from printers.ofd.document import as_pdf, is_ofd
from printers.papers import Site, UnverifiedSealError
from printers.phrases import minute
from printers.seals import verify
from printers.typeset import Typesetter, typesetter
from printers.verdicts import Genuine, Refused, Standing


def printable(
    document: bytes,
    roots: Sequence[bytes],
    *,
    copy: int,
    printed: datetime,
    site: Site,
    using: Typesetter | None = None,
    for_reference: bool = False,
) -> bytes:
    """The PDF to print of a sealed certificate (UnverifiedSealError, OfdError, TemplateError).

    An OFD is set as PDF; with ``for_reference`` one whose seal is not proved is printed all the
    same and says 仅供参考 on every page. A PDF's first copy is the sealed file itself, byte for
    byte; a later one shows the same pages with 补打, its number, time and machine, and is a
    picture of the certificate, no longer sealed.
    """
    if is_ofd(document):
        mark = f"{tr('补打')} {_words(copy, printed, site)}" if copy > 1 else ""
        paper = as_pdf(document, roots, printed, using or typesetter(), mark)
        if isinstance(paper.verdict, Refused) and not for_reference:
            raise UnverifiedSealError(paper.verdict.reason.value)
        return paper.pdf
    verdict = verify(document, roots)
    if isinstance(verdict, Refused):
        raise UnverifiedSealError(verdict.reason.value)
    if copy == 1:
        return document
    return _marked(document, copy, printed, site, using or typesetter())


def standing(document: bytes, roots: Sequence[bytes]) -> Standing | None:
    """What is known of the revocation of a genuine PDF's seal; None for an OFD and what is not."""
    verdict = None if is_ofd(document) else verify(document, roots)
    return verdict.standing if isinstance(verdict, Genuine) else None


def _marked(document: bytes, copy: int, printed: datetime, site: Site, setter: Typesetter) -> bytes:
    data = {
        "tag": tr("补打"),
        "words": _words(copy, printed, site),
        "pages": len(list(PdfFileReader(BytesIO(document)).root["/Pages"]["/Kids"])),
    }
    inputs = {"paper": json.dumps(data), "page": json.dumps(list(document))}
    return setter.compose("copy", inputs, int(printed.timestamp()))


def _words(copy: int, printed: datetime, site: Site) -> str:
    when = minute(printed)
    return tr("第 {copy} 次，{when}，机器 {terminal}", copy=copy, when=when, terminal=site.terminal)
