"""A resident sees a paper before pressing 打印, and nobody sees it afterwards."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from kiosk.flow import forms
from offline.records import Case, CaseState, SubmissionState
from tests.printers import escpos_reader
from tests.stations import RESIDENCE, fill, person
from tests.windows import Terminal
from ui.pages.home import HomePage
from ui.pages.progress import ProgressPage
from ui.pages.proof import ProofPage


def accepted(terminal: Terminal) -> str:
    """A submission whose case is accepted; its instance id."""
    station = terminal.at_desk
    work = forms.begin(station, RESIDENCE, person())
    fill(work)
    done, now = forms.finalise(station, work), station.clock()
    station.store.submissions.claim(done.instance_id, now)
    station.store.submissions.settle(done.instance_id, SubmissionState.ACCEPTED, now)
    case = Case(done.instance_id, CaseState.ACCEPTED, "2026 0318 0000 42", accepted=now)
    station.store.cases.put(case)
    return done.instance_id


def looked_at(terminal: Terminal, qtbot: QtBot) -> str:
    terminal.waits_on(qtbot, HomePage)
    instance_id = accepted(terminal)
    terminal.kiosk.lookup.open(instance_id)
    terminal.waits_on(qtbot, ProgressPage)
    terminal.press("打印受理回执")
    terminal.waits_on(qtbot, ProofPage)
    return instance_id


def test_what_was_looked_at_comes_out_and_going_back_prints_nothing(
    terminal: Terminal, qtbot: QtBot, tmp_path: Path
) -> None:
    instance_id = looked_at(terminal, qtbot)
    page = terminal.page
    assert isinstance(page, ProofPage)
    assert "受理回执" in page.spoken()
    seen = page.data.pictures[0]
    terminal.press("返回")
    terminal.waits_on(qtbot, ProgressPage)
    prints = terminal.at_desk.store.prints
    assert not prints.of(instance_id)
    terminal.press("打印受理回执")
    terminal.waits_on(qtbot, ProofPage)
    terminal.press("打印")
    terminal.waits_on(qtbot, ProgressPage)
    (job,) = prints.of(instance_id)
    assert job.document == (tmp_path / "roll.bin").read_bytes()
    (paper,) = escpos_reader.read(job.document)
    assert (seen.width(), seen.height()) == paper.image().size


def test_who_leaves_takes_the_paper_off_the_screen_and_out_of_memory(
    terminal: Terminal, qtbot: QtBot
) -> None:
    instance_id = looked_at(terminal, qtbot)
    terminal.kiosk.leave()
    terminal.waits_on(qtbot, HomePage)
    assert terminal.kiosk.lookup._seen is None
    assert not terminal.at_desk.store.prints.of(instance_id)
