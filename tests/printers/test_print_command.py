"""``kiosk print`` on a real encrypted store."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk import app
from kiosk.cli import main
from offline.records import Case, CaseState, Draft, Person, SubmissionState
from printers.port import Medium
from tests.printers import escpos_reader

NOW = datetime(2026, 3, 18, 2, 31, tzinfo=UTC)
INSTANCE, RECEIPT = "uuid:7b1c", "LW-260318-7F3KQ-9ZT2M"
PERSON = Person("s1", "王小明", "1234", id_number="321001194703121234")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one finalised submission."""
    data = tmp_path / "data"
    store = app.open_store(data)
    draft = Draft(
        INSTANCE, "elder_allowance", "1", "高龄津贴申领", PERSON, "cli", b"{}", "", NOW, NOW
    )
    store.drafts.save(draft)
    store.submissions.finalise(draft, b"<data/>", RECEIPT, (), NOW)
    store.close()
    return data


def deliver(folder: Path, case: Case | None = None, certificate: bytes | None = None) -> None:
    store = app.open_store(folder)
    store.submissions.claim(INSTANCE, NOW)
    store.submissions.settle(INSTANCE, SubmissionState.ACCEPTED, NOW)
    if case is not None:
        store.cases.put(case)
    if certificate is not None:
        store.cases.put_certificate(INSTANCE, certificate)
    store.close()


def run(folder: Path, *words: str) -> int:
    return main(["--data", str(folder), "print", *words])


@pytest.mark.parametrize("name", [INSTANCE, RECEIPT])
def test_a_slip_is_printed_by_instance_id_or_number(
    name: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "slip.bin"
    assert run(folder, "slip", name, "--to", f"file:{target}") == 0
    assert len(escpos_reader.read(target.read_bytes())) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["copy"], told["state"]) == ("slip", 1, "confirmed")
    assert told["instance_id"] == INSTANCE


def test_a_second_print_is_the_second_copy(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert run(folder, "slip", RECEIPT, "--to", f"file:{tmp_path / 'slip.bin'}") == 0
    copies = [json.loads(line)["copy"] for line in capsys.readouterr().out.splitlines()]
    assert copies == [1, 2]


def test_a_receipt_before_the_upload_is_refused_with_what_is_possible(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "receipt.bin"
    assert run(folder, "receipt", RECEIPT, "--to", f"file:{target}") == 1
    assert "登记单" in capsys.readouterr().err
    assert not target.exists()


def test_what_is_delivered_gives_a_receipt_of_delivery_and_then_of_acceptance(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "receipt.bin"
    deliver(folder)
    assert run(folder, "receipt", RECEIPT, "--to", f"file:{target}") == 0
    store = app.open_store(folder)
    store.cases.put(Case(INSTANCE, CaseState.ACCEPTED, "20260318000042", deadline=date(2026, 4, 9)))
    store.close()
    assert run(folder, "receipt", RECEIPT, "--to", f"file:{target}") == 0
    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    assert kinds == ["delivery", "acceptance"]


def test_a_slip_goes_to_a_pdf_file_too(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "slip.pdf"
    assert run(folder, "slip", RECEIPT, "--to", f"pdf:{target}") == 0
    assert target.read_bytes().startswith(b"%PDF-")


def test_no_certificate_before_the_exchange_made_one(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "certificate", RECEIPT, "--to", f"pdf:{tmp_path / 'c.pdf'}") == 1
    assert capsys.readouterr().err.strip()


def test_an_absent_printer_is_an_environment_fault_and_the_job_waits(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "slip", RECEIPT, "--to", f"file:{tmp_path / 'no folder' / 'x'}") == 3
    told = capsys.readouterr()
    assert json.loads(told.out)["state"] == "queued"
    assert "打印机没有连上" in told.err
    assert run(folder, "slip", RECEIPT, "--to", f"file:{tmp_path / 'x'}") == 0
    assert json.loads(capsys.readouterr().out)["copy"] == 1


def test_an_unknown_number_and_a_wrong_destination_are_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "slip", "LW-none", "--to", f"file:{tmp_path / 'x'}") == 1
    assert run(folder, "slip", RECEIPT, "--to", "fax:123") == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 2


def test_the_roll_of_the_settings_is_the_raster_that_is_sent(folder: Path, tmp_path: Path) -> None:
    assert app.roll_of(app.load_settings(folder)) is Medium.ROLL_80
    target = tmp_path / "slip.bin"
    run(folder, "slip", RECEIPT, "--to", f"file:{target}")
    assert len(escpos_reader.read(target.read_bytes())[0].rows[0]) == 576
