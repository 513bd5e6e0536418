"""The recovery code on paper: the code is on the paper and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import app
from kiosk.flow import recoverysheet
from offline.store.port import Store
from offline.store.sqlite import SqlStore
from printers.documents import document
from printers.notices import RecoverySheet
from printers.port import Medium, NotPrinted, Printed, Sent
from printers.wording import worded
from tests.printers.tcp_printer import TcpReceiptPrinter
from tests.stations import Clock, station

CODE = "7K3M-9QXA-2TDF-W0BN-H5RC-8ZJE-4VPS-1GYM"


def kept(store: Store) -> str:
    """Every value of every table, decrypted."""
    assert isinstance(store, SqlStore)
    db = store.database
    tables = [row["name"] for row in db.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [list(row.values()) for name in tables for row in db.all(f'SELECT * FROM "{name}"')]  # noqa: S608
    return repr(rows)


def test_the_code_is_on_the_paper_and_neither_in_the_ledger_nor_anywhere_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    with TcpReceiptPrinter() as machine:
        here = station(tmp_path, Clock())
        here.receipt_printer = app.open_printer(f"tcp://127.0.0.1:{machine.port}", Medium.ROLL_80)
        outcome = recoverysheet.print_sheet(here, CODE)
        assert isinstance(outcome, Printed | Sent)
        machine.wait_for(1)
        (paper,) = machine.papers
    assert paper.cut
    assert any(1 in row for row in paper.rows)
    groups = CODE.split("-")
    (entry,) = here.store.audit.find(act=recoverysheet.ACT)
    assert (entry.operator, entry.detail) == (here.operator.id, type(outcome).__name__)
    everything = kept(here.store)
    here.store.close()
    assert not any(group in everything for group in groups)
    assert "print-recovery" in everything
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not any(group.encode() in content for group in groups for content in written)
    assert not list(scratch.iterdir())


def test_the_sheet_says_the_code_in_pairs_and_its_own_repr_does_not(tmp_path: Path) -> None:
    here = station(tmp_path, Clock())
    sheet = RecoverySheet(site=here.site, printed=here.clock(), code=CODE)
    lines = [words for _label, words, *_rest in worded(sheet)["rows"]]
    assert lines[0].split() == ["7K3M", "9QXA"]
    assert "".join("".join(lines).split()) == CODE.replace("-", "")
    assert "7K3M" not in repr(sheet)
    letters = document(sheet, Medium.ROLL_80, text=True)
    assert all(group.encode() in letters for group in CODE.split("-"))
    assert document(sheet, Medium.A4).startswith(b"%PDF")
    here.store.close()


def test_a_printer_that_keeps_a_copy_is_not_given_the_code(tmp_path: Path) -> None:
    here = station(tmp_path, Clock())  # prints into files
    assert recoverysheet.printer_of(here) is None
    assert isinstance(recoverysheet.print_sheet(here, CODE), NotPrinted)
    assert not (tmp_path / "roll.bin").exists()
    assert not list(here.store.audit.find(act=recoverysheet.ACT))
    here.document_printer = app.open_printer("ipp://127.0.0.1:9/p", Medium.A4)
    assert recoverysheet.printer_of(here) is here.document_printer
    here.store.close()
