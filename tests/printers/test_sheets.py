"""Paper size, sides and colour: what is asked for, what a printer can't, and that it says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flow import machines, papers
from kiosk.settings import Settings, SettingsError, load
from printers.files import FilePrinter
from printers.ipp import IppPrinter
from printers.port import Medium, NotPrinted, Printed, Sent, Trouble
from printers.sheets import Sheet, UnknownSheetError, on, sheet_of
from tests.printers.cups import RealCups
from tests.printers.ippeve import RealIppPrinter
from tests.printers.pdf_jobs import marked_pdf
from tests.stations import handed_in, station

DUPLEX = sheet_of("a4 two-sided grey")


@pytest.fixture(params=[False, True], ids=["one-sided", "duplex"])
def real(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[RealIppPrinter]:
    with RealIppPrinter(tmp_path, duplex=request.param) as printer:
        yield printer


def test_words_of_the_settings_are_keywords_of_ipp() -> None:
    assert sheet_of("") == Sheet() == Sheet("iso_a4_210x297mm", "one-sided", "")
    assert Sheet("iso_a4_210x297mm", "two-sided-long-edge", "monochrome") == DUPLEX
    with pytest.raises(UnknownSheetError):
        sheet_of("a4 beidseitig")


def test_both_sides_are_used_where_the_printer_can_and_told_where_not(real: RealIppPrinter) -> None:
    printer = on(real.adapter(), DUPLEX)
    can = real.duplex
    assert (Trouble.NO_DUPLEX in printer.status().troubles) is not can
    assert isinstance(printer.print(marked_pdf(1), "job-1"), Printed | Sent)
    wanted = "two-sided-long-edge" if can else "one-sided"
    assert real.asked() == {"media": "iso_a4_210x297mm", "sides": wanted}
    assert real.papers == [marked_pdf(1)]


def test_a_size_that_the_printer_has_not_is_not_printed_on_another(tmp_path: Path) -> None:
    with RealIppPrinter(tmp_path) as real:
        printer = on(real.adapter(), sheet_of("a3"))
        assert Trouble.PAPER_SIZE in printer.status().troubles
        refused = printer.print(marked_pdf(1), "job-1")
        assert isinstance(refused, NotPrinted)
        assert refused.trouble is Trouble.PAPER_SIZE
        assert real.taken == 0


def test_a_queue_hands_on_how_the_sheet_is_to_be(tmp_path: Path) -> None:
    with RealIppPrinter(tmp_path, duplex=True) as real, RealCups(real) as cups:
        assert isinstance(on(cups.adapter(), DUPLEX).print(marked_pdf(1), "job-1"), Printed | Sent)
        assert real.asked() == {"media": "iso_a4_210x297mm", "sides": "two-sided-long-edge"}


def test_another_kind_of_printer_prints_as_it_is_set_up(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path / "page.pdf", Medium.A4, "pdf")
    assert on(printer, DUPLEX) is printer


def test_each_kind_of_document_has_its_own_sheet(tmp_path: Path) -> None:
    kiosk = station(tmp_path)
    done = handed_in(kiosk)
    kiosk.document_printer = IppPrinter("ipp://127.0.0.1:9/x")
    kiosk.sheets = {"application": DUPLEX}
    planned = papers.plan(kiosk, papers.PaperKind.APPLICATION, done.receipt)
    assert isinstance(planned.printer, IppPrinter)
    assert planned.printer.sheet == DUPLEX
    assert kiosk.document_printer.sheet == Sheet()


def test_the_printers_page_tells_a_sheet_that_cannot_be(tmp_path: Path) -> None:
    kiosk = station(tmp_path / "kiosk")
    with RealIppPrinter(tmp_path) as real:
        kiosk.document_printer, kiosk.sheets = real.adapter(), {"application": DUPLEX}
        (found,) = (one for one in machines.machines(kiosk) if one.name == "document")
        assert Trouble.NO_DUPLEX in found.status.troubles


def test_settings_refuse_a_sheet_that_is_none(tmp_path: Path) -> None:
    assert Settings(application_sheet="a4 two-sided").application_sheet == "a4 two-sided"
    (tmp_path / "settings.toml").write_text('application_sheet = "foolscap"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="application_sheet"):
        load(tmp_path)
