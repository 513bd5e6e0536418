"""Papers made of what the catalogue's own forms say: 一件事回单, 整改通知单, 巡查记录单."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.flow import papers, previews
from kiosk.flow.papers import PaperKind
from kiosk.flow.station import Station
from offline.records import Case, CaseState, Submission, SubmissionState
from printers.notices import Check, CombinedReceipt, Hazard, PatrolSheet, RectificationNotice, Shift
from printers.papers import NotHeldError, NotOfThisFormError
from tests.printers import escpos_reader
from tests.reports import report
from tests.resources.form_answers import NOW, under
from tests.stations import Clock, station

FORMS = (
    "hazard_check",
    "daily_patrol",
    "forest_fire_patrol",
    "newborn_one_thing",
    "business_opening",
)
PLACE = "18 号"


@pytest.fixture
def kiosk(tmp_path: Path) -> Station:
    clock = Clock()
    clock.now = NOW
    return station(tmp_path, clock, FORMS)


def settled(kiosk: Station, done: Submission, *, accepted: bool) -> Submission:
    now, room = kiosk.clock(), kiosk.store.submissions
    room.claim(done.instance_id, now)
    room.settle(done.instance_id, SubmissionState.ACCEPTED, now)
    if accepted:
        kiosk.store.cases.put(
            Case(done.instance_id, CaseState.ACCEPTED, "20261121000042", accepted=now)
        )
    return room.get(done.instance_id)


@pytest.mark.parametrize(
    ("form", "matters"),
    [("newborn_one_thing", None), ("business_opening", ["营业执照", "刻章"])],
)
def test_the_receipt_of_a_one_thing_is_the_combined_one(
    kiosk: Station, form: str, matters: list[str] | None
) -> None:
    done = report(kiosk, form)
    with pytest.raises(NotHeldError):
        previews.preview(kiosk, PaperKind.COMBINED, done.receipt)
    held = settled(kiosk, done, accepted=False)
    made = papers.paper(kiosk, PaperKind.ACCEPTANCE, held)
    assert isinstance(made, CombinedReceipt)
    assert not any(part.accepted for part in made.parts)
    if matters:
        assert [part.item for part in made.parts] == matters
    kiosk.store.cases.put(
        Case(done.instance_id, CaseState.ACCEPTED, "20261121000042", accepted=kiosk.clock())
    )
    job = papers.print_receipt(kiosk, done.receipt)
    assert (job.kind, job.copy) == ("combined", 1)
    again = papers.paper(kiosk, PaperKind.DELIVERY, held)
    assert isinstance(again, CombinedReceipt)
    assert all(part.accepted for part in again.parts)


def test_an_inspection_gives_its_notice(kiosk: Station) -> None:
    done = report(
        kiosk,
        "hazard_check",
        *under("hazard", findings="wire_aged other", description="电表箱没有盖"),
    )
    made = papers.paper(kiosk, PaperKind.RECTIFICATION, done)
    assert isinstance(made, RectificationNotice)
    assert made.hazards == (Hazard("电线老化、外皮开裂", "较急"), Hazard("电表箱没有盖", "较急"))
    assert (made.deadline, made.at_once, made.inspector) == (date(2026, 11, 22), False, "陈明")
    assert made.place.endswith(PLACE)
    seen = previews.preview(kiosk, PaperKind.RECTIFICATION, done.receipt)
    job = previews.print_previewed(kiosk, seen)
    assert (job.kind, job.document) == ("rectification", seen.document)


def test_what_is_grave_is_to_be_mended_at_once(kiosk: Station) -> None:
    done = report(kiosk, "hazard_check", *under("hazard", severity="major"))
    made = papers.paper(kiosk, PaperKind.RECTIFICATION, done)
    assert isinstance(made, RectificationNotice)
    assert (made.at_once, made.deadline) == (True, None)


def test_a_round_gives_its_sheet(kiosk: Station) -> None:
    more = under(
        "checks", checked="fire wires road", normal="no", anomalies="road", anomaly_kind="hazard"
    )
    photo = under("checks", description="路灯坏了", photo="r.jpg")
    done = report(kiosk, "daily_patrol", *more, *photo)
    made = papers.paper(kiosk, PaperKind.PATROL, done)
    assert isinstance(made, PatrolSheet)
    assert made.shift is Shift.MORNING
    assert made.checks == (
        Check("消防通道", "正常"),
        Check("电线、电表", "正常"),
        Check("道路、路灯", "安全隐患", abnormal=True),
    )
    job = papers.print_notice(kiosk, PaperKind.PATROL, done.receipt)
    assert (job.kind, job.copy) == ("patrol", 1)


@pytest.mark.parametrize(
    ("more", "finding"),
    [({}, "正常"), ({"breaches": "straw smoking", "description": "已劝离"}, "烧秸秆、抽烟")],
)
def test_a_lookout_gives_the_sheet_of_its_point(
    kiosk: Station, more: dict[str, str], finding: str
) -> None:
    done = report(kiosk, "forest_fire_patrol", *under("watch", **more))
    made = papers.paper(kiosk, PaperKind.PATROL, done)
    assert isinstance(made, PatrolSheet)
    assert made.shift is None
    assert made.checks == (Check("瞭望塔", finding, abnormal=bool(more)),)
    assert previews.preview(kiosk, PaperKind.PATROL, done.receipt).picture


def test_a_form_that_says_nothing_of_a_paper_has_none(kiosk: Station) -> None:
    done = settled(kiosk, report(kiosk, "daily_patrol"), accepted=True)
    for kind in (PaperKind.RECTIFICATION, PaperKind.COMBINED):
        with pytest.raises(NotOfThisFormError):
            papers.plan(kiosk, kind, done.receipt)
    assert not kiosk.store.prints.of(done.instance_id)


@pytest.mark.parametrize(
    ("form", "kind", "exit_code"),
    [
        ("hazard_check", "rectification", 0),
        ("forest_fire_patrol", "patrol", 0),
        ("newborn_one_thing", "combined", 0),
        ("daily_patrol", "rectification", 1),
    ],
)
def test_the_command_prints_them(
    kiosk: Station, tmp_path: Path, form: str, kind: str, exit_code: int
) -> None:
    done = settled(kiosk, report(kiosk, form), accepted=False)
    kiosk.store.close()
    out = tmp_path / "out.bin"
    words = ["--data", str(tmp_path / "data"), "print", kind, done.receipt, "--to", f"file:{out}"]
    assert main(words) == exit_code
    assert out.exists() == (exit_code == 0)
    if out.exists():
        assert len(escpos_reader.read(out.read_bytes())) == 1
