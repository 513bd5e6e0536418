"""The test page: by the command, on every medium, and from the supervisor's window's use case."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp

from kiosk.cli import main
from kiosk.flow import machines
from kiosk.flow.station import Station
from kiosk.roles import NotAllowedError
from offline.records import Operator
from printers.port import Medium, NotPrinted, PrinterStatus, Trouble
from tests.fakes.printer import FakePrinter
from tests.printers import escpos_reader
from tests.stations import Clock, station

IT = Operator("it", "运维", "it")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Station]:
    made = station(tmp_path, Clock())
    made.operator = IT
    yield made
    made.store.close()


@pytest.mark.parametrize(("width", "dots"), [(80, 576), (58, 384)])
def test_the_page_has_a_ruler_over_the_whole_head_and_a_code(
    width: int, dots: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "test.bin"
    words = ["print", "--test", "--to", f"file:{target}", "--width", str(width)]
    assert main(["--data", str(tmp_path / "data"), *words]) == 0
    assert json.loads(capsys.readouterr().out)["paper"] == f"{width}mm"
    page = escpos_reader.read(target.read_bytes())[0].image().convert("L")
    assert page.width == dots
    ticks = [page.getpixel((x, 4)) for x in range(dots)]
    assert (ticks[0], ticks[-1], ticks[4], ticks[8]) == (0, 0, 255, 0)
    assert zxingcpp.read_barcodes(page)[0].text.startswith("GST1:")
    assert any(
        page.crop((20, row, dots - 20, row + 30)).getextrema() == (0, 0)
        for row in range(0, page.height - 30, 4)
    )


def test_an_a4_page_is_a4_and_says_what_it_prints(tmp_path: Path) -> None:
    target = tmp_path / "test.pdf"
    assert main(["--data", str(tmp_path / "data"), "print", "--test", "--to", f"pdf:{target}"]) == 0
    told = subprocess.run(["pdftotext", target, "-"], capture_output=True, check=True)
    for words in ("打印测试页", "𠮷", "𬭎", "A4"):
        assert words in told.stdout.decode()
    size = subprocess.run(["pdfinfo", target], capture_output=True, check=True)
    assert b"A4" in size.stdout


def test_without_a_printer_or_a_paper_the_command_says_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path / "data")]
    assert main([*data, "print", "--test"]) == 1
    assert "--to" in capsys.readouterr().err
    assert main([*data, "print"]) == 2
    assert "--test" in capsys.readouterr().err


def test_a_dead_printer_is_an_environment_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = f"file:{tmp_path / 'no folder' / 'x'}"
    assert main(["--data", str(tmp_path / "data"), "print", "--test", "--to", nowhere]) == 3
    assert json.loads(capsys.readouterr().out)["state"] == "notprinted"


def test_every_printer_is_asked_and_a_test_page_is_in_the_log_and_not_in_the_ledger(
    place: Station,
) -> None:
    out = PrinterStatus(True, frozenset({Trouble.PAPER_OUT}))
    roll = FakePrinter(outcomes=[NotPrinted(Trouble.PAPER_OUT)], state=out)
    place.receipt_printer, place.document_printer = roll, FakePrinter(Medium.A4)
    assert [(one.name, one.status) for one in machines.machines(place)] == [
        ("receipt", out),
        ("document", PrinterStatus(True)),
    ]
    machines.print_proof(place, "receipt")
    machines.print_proof(place, "document")
    details = [entry.detail for entry in machines.last_prints(place)]
    assert sorted(details) == ["NotPrinted paper-out", "Printed"]
    assert not place.store.prints.of("test")
    page = place.document_printer
    assert isinstance(page, FakePrinter)
    assert page.papers[0].startswith(b"%PDF-")


def test_the_station_itself_prints_no_test_page(place: Station) -> None:
    place.operator = Operator("station", "自助终端", "station")
    with pytest.raises(NotAllowedError):
        machines.print_proof(place, "receipt")
