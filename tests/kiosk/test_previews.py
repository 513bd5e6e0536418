"""What is looked at before printing is what goes to the printer, and looking writes nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kiosk.flow import office, papers, previews
from kiosk.flow.papers import PaperKind
from kiosk.flow.station import Station
from offline.records import Case, CaseState, PrintJob, PrintState, Submission, SubmissionState
from printers.papers import NotHeldError
from printers.port import Medium, NotPrinted, Trouble
from printers.typeset import certificate_pdf
from tests.fakes.printer import FakePrinter
from tests.printers import escpos_reader
from tests.printers.paper_samples import certificate
from tests.printers.seal_makers import make_seal, seal_pdf
from tests.stations import handed_in, station
from tests.ui.staff.places import SUPERVISOR


@pytest.fixture
def kiosk(tmp_path: Path) -> Station:
    return station(tmp_path)


def accepted(kiosk: Station, done: Submission) -> None:
    now = kiosk.clock()
    kiosk.store.submissions.claim(done.instance_id, now)
    kiosk.store.submissions.settle(done.instance_id, SubmissionState.ACCEPTED, now)
    kiosk.store.cases.put(
        Case(done.instance_id, CaseState.ACCEPTED, "2026 0318 0000 42", accepted=now)
    )


def pixels(png: bytes) -> bytes:
    return Image.open(BytesIO(png)).convert("1").tobytes()


def test_the_picture_is_the_paper_dot_for_dot_and_looking_writes_nothing(kiosk: Station) -> None:
    done, printer = handed_in(kiosk), FakePrinter()
    kiosk.receipt_printer = printer
    log = kiosk.store.audit.head()
    seen = previews.strongest(kiosk, done.receipt)
    assert (seen.kind, seen.copy, seen.by_printer) == (PaperKind.SLIP, 1, False)
    assert not kiosk.store.prints.of(done.instance_id)
    assert kiosk.store.audit.head() == log
    assert printer.papers == []
    job = previews.print_previewed(kiosk, seen)
    assert printer.papers == [seen.document] == [job.document]
    (out,) = escpos_reader.read(seen.document)
    assert out.image().tobytes() == pixels(seen.picture)


def test_a_second_look_shows_the_reprint_and_the_receipt_once_it_is_true(kiosk: Station) -> None:
    done = handed_in(kiosk)
    first = previews.strongest(kiosk, done.receipt)
    previews.print_previewed(kiosk, first)
    second = previews.strongest(kiosk, done.receipt)
    assert second.copy == 2
    assert second.picture != first.picture
    with pytest.raises(NotHeldError):
        previews.preview(kiosk, PaperKind.ACCEPTANCE, done.receipt)
    accepted(kiosk, done)
    assert previews.strongest(kiosk, done.receipt).kind is PaperKind.ACCEPTANCE


def test_a_copy_printed_between_looking_and_printing_makes_this_one_the_next(
    kiosk: Station,
) -> None:
    done, printer = handed_in(kiosk), FakePrinter()
    kiosk.receipt_printer = printer
    seen = previews.strongest(kiosk, done.receipt)
    papers.print_slip(kiosk, done.receipt)
    job = previews.print_previewed(kiosk, seen)
    assert job.copy == 2
    assert job.document != seen.document


def test_what_waits_for_paper_is_shown_as_it_will_come(kiosk: Station) -> None:
    done = handed_in(kiosk)
    printer = FakePrinter(outcomes=[NotPrinted(Trouble.PAPER_OUT)])
    kiosk.receipt_printer = printer
    waiting = papers.print_slip(kiosk, done.receipt)
    seen = previews.strongest(kiosk, done.receipt, elder=True)
    assert (seen.copy, seen.document) == (1, waiting.document)
    assert previews.print_previewed(kiosk, seen).id == waiting.id


def test_letters_of_the_printers_own_are_told(kiosk: Station) -> None:
    done = handed_in(kiosk)
    kiosk.receipt_text = True
    seen = previews.strongest(kiosk, done.receipt)
    assert seen.by_printer
    assert "登记单".encode("gb18030") in seen.document
    assert seen.picture.startswith(b"\x89PNG")


def test_a_sealed_certificate_is_shown_byte_for_byte(kiosk: Station, tmp_path: Path) -> None:
    done, printer, seal = handed_in(kiosk), FakePrinter(Medium.A4), make_seal()
    kiosk.document_printer, kiosk.roots = printer, (seal.root,)
    accepted(kiosk, done)
    sealed = seal_pdf(certificate_pdf(certificate()), seal, tmp_path)
    kiosk.store.cases.put_certificate(done.instance_id, sealed)
    seen = previews.preview(kiosk, PaperKind.CERTIFICATE, done.receipt)
    assert (seen.document, seen.picture) == (sealed, b"")
    previews.print_previewed(kiosk, seen)
    assert printer.papers == [sealed]


def test_a_receipt_stronger_by_now_takes_the_place_of_the_doubtful_one(kiosk: Station) -> None:
    done, prints = handed_in(kiosk), kiosk.store.prints
    doubtful = PrintState.DOUBTFUL
    prints.add(PrintJob("j1", "delivery", done.instance_id, "tcp://p", 1, doubtful, kiosk.clock()))
    accepted(kiosk, done)
    kiosk.operator = SUPERVISOR
    job = office.print_again(kiosk, "j1", office.preview_again(kiosk, "j1"))
    assert (job.kind, job.copy) == ("acceptance", 1)
    assert prints.get("j1").state is PrintState.REPRINT
