from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

from offline.records import SubmissionState
from printers.bitmap import Bitmap
from printers.commands import receipt_bytes
from printers.documents import WrongMediumError, document
from printers.papers import (
    AcceptanceReceipt,
    DeliveryReceipt,
    Slip,
    acceptance_receipt,
    as_copy,
    delivery_receipt,
    slip,
)
from printers.port import Medium
from printers.typeset import certificate_pdf, pdf, picture, raster
from tests.printers import escpos_reader
from tests.printers.paper_samples import (
    BARE_SITE,
    LONG_NAME,
    MATERIALS,
    NOW,
    PERSON,
    SITE,
    case,
    certificate,
    submission,
)

HELD = SubmissionState.ACCEPTED
ITEM = "高龄津贴申领"
SLIP = slip(submission(), ITEM, SITE, printed=NOW, phone="13812341234")
DELIVERY = delivery_receipt(submission(HELD), ITEM, SITE, printed=NOW, materials=MATERIALS)
ACCEPTANCE = acceptance_receipt(
    submission(HELD), case(), ITEM, SITE, printed=NOW, materials=MATERIALS
)
ROLLS = (SLIP, DELIVERY, ACCEPTANCE, as_copy(ACCEPTANCE, 2, NOW))
WIDTHS = (576, 384)


def text_of(document: bytes, tmp_path: Path) -> str:
    source = tmp_path / "paper.pdf"
    source.write_bytes(document)
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(source), "-"], capture_output=True, check=True
    )
    return done.stdout.decode().replace("\n", "").replace("\f", "")


def grey(bitmap: Bitmap) -> Image.Image:
    return bitmap.image().convert("L")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("paper", ROLLS, ids=["slip", "delivery", "acceptance", "reprint"])
def test_a_raster_is_as_wide_as_the_head_and_its_code_is_read_by_two_readers(
    paper: Slip | DeliveryReceipt | AcceptanceReceipt, width: int, elder: bool
) -> None:
    made = raster(paper, width, elder=elder)
    assert (made.width, len(made.rows)) == (width, made.row_bytes * made.height)
    assert [code.text for code in zxingcpp.read_barcodes(grey(made))] == ["GSR1:LW-0318-0042"]
    assert {code.data for code in pyzbar.decode(grey(made))} == {b"GSR1:LW-0318-0042"}


@pytest.mark.parametrize(("width", "dots"), [(576, 7), (384, 6)])
def test_a_module_is_a_whole_number_of_dots_with_four_free_modules(width: int, dots: int) -> None:
    made = grey(raster(SLIP, width))
    corners = zxingcpp.read_barcodes(made)[0].position
    left, top = corners.top_left.x, corners.top_left.y
    wide = corners.top_right.x - left + 1
    assert wide % dots <= 1 or wide % dots == dots - 1
    finder = [made.getpixel((left + 3 * dots + dots // 2, top + row)) for row in range(7 * dots)]
    runs = _runs(finder)
    assert runs == [dots, dots, 3 * dots, dots, dots]
    quiet = made.crop((left - 4 * dots, top - 4 * dots, left, top + 7 * dots))
    assert quiet.getextrema() == (255, 255)


def _runs(values: Iterable[object]) -> list[int]:
    return [len(list(same)) for _, same in groupby(values)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("paper", ROLLS, ids=["slip", "delivery", "acceptance", "reprint"])
def test_the_bytes_for_the_printer_are_the_picture_dot_for_dot(
    paper: Slip | DeliveryReceipt | AcceptanceReceipt, width: int, elder: bool
) -> None:
    medium = Medium.ROLL_80 if width == 576 else Medium.ROLL_58
    papers = escpos_reader.read(document(paper, medium, elder=elder))
    assert len(papers) == 1
    seen = Image.open(BytesIO(picture(paper, medium, elder=elder)))
    assert (papers[0].image().size, papers[0].image().tobytes()) == (seen.size, seen.tobytes())


def test_bands_of_any_height_make_the_same_paper() -> None:
    made = raster(SLIP)
    whole = escpos_reader.read(receipt_bytes(made, made.height))[0]
    assert escpos_reader.read(receipt_bytes(made, 7))[0].rows == whole.rows


def test_a_certificate_does_not_go_to_a_roll() -> None:
    with pytest.raises(WrongMediumError):
        document(certificate(), Medium.ROLL_80)


def test_the_same_paper_is_set_to_the_same_bytes() -> None:
    assert certificate_pdf(certificate()) == certificate_pdf(certificate())


@pytest.mark.parametrize(
    "name", ["王小明", "𠮷田𬭎", "𪚥𬀩", "阿卜杜拉·买买提·图尔贡", "#set[*]`$_<@>\\"]
)
def test_a_certificates_text_is_its_input_character_for_character(
    name: str, tmp_path: Path
) -> None:
    made = certificate(name)
    body = "".join(run.text for runs in made.paragraphs for run in runs)
    text = text_of(certificate_pdf(made), tmp_path)
    assert body in text
    assert made.title in text
    assert f"编号 {made.number}" in text
    assert text.count("云溪镇柳湾村村民委员会") == 2
    assert "2026年3月18日" in text


def test_a_certificates_fonts_are_embedded_with_their_unicode(tmp_path: Path) -> None:
    source = tmp_path / "c.pdf"
    source.write_bytes(certificate_pdf(certificate("𠮷𬭎𪚥𬀩")))
    listed = subprocess.run(["pdffonts", str(source)], capture_output=True, check=True)
    fonts = listed.stdout.decode().splitlines()[2:]
    assert len(fonts) >= 4
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    assert "HanaMin" in listed.stdout.decode()


def test_a_certificates_code_is_read_by_two_readers() -> None:
    page = Image.open(BytesIO(picture(certificate(), Medium.A4))).convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [certificate().qr]
    plain = replace(certificate(), qr_text="GSC1:5D0E91A7-0042")
    page = Image.open(BytesIO(picture(plain, Medium.A4))).convert("L")
    assert {code.data for code in pyzbar.decode(page)} == {b"GSC1:5D0E91A7-0042"}


def test_a_certificate_claims_to_be_pdf_a_2b() -> None:
    made = certificate_pdf(certificate())
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in made


def test_a_slip_as_pdf_says_what_the_slip_says(tmp_path: Path) -> None:
    text = text_of(pdf(SLIP), tmp_path)
    for words in ("登记单", "待上传", "不是受理回执", "王*明", "3210**********1234", "138****1234"):
        assert words in text
    assert "王小明" not in text
    assert "321001194703121234" not in text


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("elder", [False, True])
def test_long_names_many_rows_and_empty_fields_stay_inside_the_page(
    width: int, elder: bool
) -> None:
    firm = replace(PERSON, name=LONG_NAME, id_number="91320100MA1N123456", kind="enterprise")
    full = replace(
        DELIVERY,
        item=LONG_NAME,
        receipt="LWAN-K01-20260318-000042-7F3A91BC",
        applicant=replace(DELIVERY.applicant, name=firm.name),
        materials=tuple(
            replace(MATERIALS[0], name=f"第{n}位家庭成员的{LONG_NAME}") for n in range(30)
        ),
    )
    accepted = replace(ACCEPTANCE, receipt=full.receipt, case=replace(case(), number="A" * 40))
    bare = slip(submission(person=None), "", BARE_SITE, printed=NOW)
    for paper in (full, bare):
        _assert_clear_margins(raster(paper, width, elder=elder))
    _assert_clear_margins(raster(accepted, width, elder=elder), head=260)


def _assert_clear_margins(bitmap: Bitmap, head: int = 40) -> None:
    """Below the drip edge nothing may touch the sides: what touches them is clipped."""
    below = grey(bitmap).crop((0, head, bitmap.width, bitmap.height))
    assert below.crop((0, 0, 4, below.height)).getextrema() == (255, 255)
    assert below.crop((below.width - 4, 0, below.width, below.height)).getextrema() == (255, 255)
    assert below.crop((0, below.height - 6, below.width, below.height)).getextrema() == (255, 255)
