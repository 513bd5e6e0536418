"""A paper looked at before it is printed: the very bytes that will go to the printer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.flow import papers
from kiosk.flow.papers import PaperKind, Plan
from kiosk.flow.station import Station
from offline.records import PrintJob
from printers import ledger
from printers.certificates import standing
from printers.commands import burnt
from printers.papers import PaperError
from printers.port import Medium
from printers.typeset import picture
from printers.verdicts import Standing


@dataclass(frozen=True, slots=True)
class Preview:
    """A paper as it will come out, held in memory only.

    ``picture`` is a roll's PNG, dot for dot; empty for A4, whose ``document`` is a PDF.
    ``by_printer`` says that the printer sets the letters itself, so that they may look another way.
    ``standing`` is what is known of the revocation of a certificate's seal.
    """

    plan: Plan = field(repr=False)
    copy: int
    document: bytes = field(repr=False)
    picture: bytes = field(repr=False)
    by_printer: bool = False
    standing: Standing | None = None

    @property
    def kind(self) -> PaperKind:
        """Which paper."""
        return self.plan.kind


def preview(station: Station, wanted: PaperKind, reference: str, *, elder: bool = False) -> Preview:
    """What printing would send now; nothing is written (errors as of ``papers.carry_out``)."""
    plan = papers.plan(station, wanted, reference, elder=elder)
    copy, document = ledger.foreseen(station.store.prints, papers.order(station, plan), plan.render)
    if plan.printer.medium is Medium.A4:
        return Preview(plan, copy, document, b"", standing=_standing(station, plan))
    dots = burnt(document)
    if dots is not None:
        return Preview(plan, copy, document, dots.png())
    made = papers.paper(station, plan.kind, plan.submission)
    drawn = picture(made, plan.printer.medium, elder=elder)
    return Preview(plan, copy, document, drawn, by_printer=True)


def _standing(station: Station, plan: Plan) -> Standing | None:
    if plan.kind is not PaperKind.CERTIFICATE:
        return None
    issued = station.store.cases.certificate(plan.submission.instance_id)
    return standing(issued, station.roots) if issued else None


def strongest(station: Station, reference: str, *, elder: bool = False) -> Preview:
    """The receipt that is true now, else the slip."""
    try:
        return preview(station, PaperKind.ACCEPTANCE, reference, elder=elder)
    except PaperError:
        return preview(station, PaperKind.SLIP, reference, elder=elder)


def print_previewed(station: Station, seen: Preview) -> PrintJob:
    """Print what was looked at; if other copies came out meanwhile, the paper says its number."""

    def render(copy: int) -> bytes:
        return seen.document if copy == seen.copy else seen.plan.render(copy)

    return papers.carry_out(station, replace(seen.plan, render=render))
