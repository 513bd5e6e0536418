"""Receipts tell what was handed in, the application form also what was asked for."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kiosk.flow import forms, materials, papers
from kiosk.flow.papers import PaperKind
from kiosk.flow.station import Station
from offline.records import Attachment, Submission, SubmissionState
from printers.papers import DeliveryReceipt, Material
from tests.printers.paper_samples import submission
from tests.stations import RESIDENCE, fill, item, person, station

ALLOWANCE, RELIEF = "elderly_allowance", "temporary_relief"


@pytest.fixture
def kiosk(tmp_path: Path) -> Station:
    made = station(tmp_path, forms=(RESIDENCE, ALLOWANCE, RELIEF))
    asked = ("居民身份证：给自己办，扫过服务码就不用带", "近期照片：没有也行")
    items = [replace(item(name), materials=asked) for name in (RESIDENCE, ALLOWANCE)]
    made.store.catalogue.replace([*items, item(RELIEF)])
    return made


def files(form: str, *names: tuple[str, str]) -> Submission:
    kept = tuple(Attachment(name, "0" * 64, 1, kind) for name, kind in names)
    return replace(submission(), form_id=form, form_version="1", attachments=kept)


def test_a_photo_is_told_by_its_question_and_required_ones_by_the_catalogue(kiosk: Station) -> None:
    done = files(ALLOWANCE, ("1.jpg", "image/jpeg"), ("2.png", "image/png"))
    xml = (
        b"<data><agent><agent_signature>2.png</agent_signature></agent>"
        b"<allowance><portrait>1.jpg</portrait></allowance></data>"
    )
    given = materials.attached(kiosk, done, xml)
    assert given == (Material("近期照片", "照片"),)
    assert materials.required(kiosk, done, given) == (
        Material("居民身份证", "没有交文件"),
        Material("近期照片", "照片"),
    )


def test_what_is_asked_to_be_photographed_is_named_as_a_thing(kiosk: Station) -> None:
    done = files(RELIEF, ("1.jpg", "image/jpeg"), ("2.pdf", "application/pdf"))
    xml = (
        b"<data><agent><agent_letter>1.jpg</agent_letter></agent>"
        b"<hardship><evidence_illness>2.pdf</evidence_illness></hardship></data>"
    )
    given = materials.attached(kiosk, done, xml)
    assert given == (Material("委托书", "照片"), Material("诊断证明或住院单", "文件"))
    assert materials.required(kiosk, done, given) == given


def test_receipt_and_application_carry_them(kiosk: Station) -> None:
    work = forms.begin(kiosk, ALLOWANCE, person())
    fill(work)
    work.session.answer("/data/allowance/account", "6228480402564890018")
    photo = BytesIO()
    Image.new("L", (8, 8)).save(photo, "JPEG")
    photo.seek(0)
    forms.attach(kiosk, work, "/data/allowance/portrait", "1.jpg", "image/jpeg", photo)
    done, now = forms.finalise(kiosk, work), kiosk.clock()
    kiosk.store.submissions.claim(done.instance_id, now)
    kiosk.store.submissions.settle(done.instance_id, SubmissionState.ACCEPTED, now)
    held = kiosk.store.submissions.get(done.instance_id)
    receipt = papers.paper(kiosk, PaperKind.ACCEPTANCE, held)
    assert isinstance(receipt, DeliveryReceipt)
    assert receipt.materials == (Material("近期照片", "照片"),)
    names = [one.name for one in papers.application(kiosk, done.receipt).materials]
    assert names == ["居民身份证", "近期照片"]
