"""A resident's handwriting: from the form's answer to the A4 page."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kiosk.flow import forms, papers
from kiosk.flow.station import Station
from offline.handwriting import HEIGHT, WIDTH, strokes_of, with_strokes
from offline.records import PrintState, Submission
from tests.stations import NAME, RESIDENCE, Clock, fill, person, station

STROKES = (((100, 100), (1100, 100), (1100, 380), (100, 380)),)
DPI = 100
_DOT = 72 / 25.4 * DPI / WIDTH
"""Pixels of the page for a pixel of the sheet, which is 72 mm wide."""
ROUND = (2 * 1000 + 280) * _DOT
FILLED = 800 * 280 * _DOT**2
"""Pixels of ink: of the line of one pixel at least, of the filled picture all."""


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Station]:
    made = station(tmp_path, Clock())
    yield made
    made.store.close()


def drawn(strokes: bool = True) -> bytes:
    made = BytesIO()
    picture = Image.new("L", (WIDTH, HEIGHT), 255)
    picture.paste(0, (200, 100, 1000, 380))
    picture.save(made, "PNG")
    return with_strokes(made.getvalue(), STROKES) if strokes else made.getvalue()


def handed_in(kiosk: Station, picture: bytes = b"") -> Submission:
    work = forms.begin(kiosk, RESIDENCE, person())
    fill(work)
    if picture:
        path = "/data/witness/witness_signature"
        forms.attach(kiosk, work, path, "1.png", "image/png", BytesIO(picture))
    return forms.finalise(kiosk, work)


def page(kiosk: Station, folder: Path, submission: Submission) -> tuple[Image.Image, str]:
    job = papers.print_application(kiosk, submission.receipt)
    assert job.state is PrintState.CONFIRMED
    pdf = folder / "page.pdf"
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", pdf, folder / "p"], check=True
    )
    text = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True)
    with Image.open(folder / "p.png") as shown:
        return shown.convert("L"), text.stdout.decode()


def ink(picture: Image.Image) -> int:
    return sum(picture.histogram()[:120])


@pytest.mark.parametrize("strokes", [True, False], ids=["strokes", "picture"])
def test_the_handwriting_is_on_the_page_and_its_text_is_as_without(
    kiosk: Station, tmp_path: Path, strokes: bool
) -> None:
    bare, before = page(kiosk, tmp_path, handed_in(kiosk))
    signed, after = page(kiosk, tmp_path, handed_in(kiosk, drawn(strokes)))
    assert ink(signed) - ink(bare) > (ROUND if strokes else FILLED) * 0.8
    assert "见证人签字" not in before
    assert "见证人签字" in after
    assert NAME in after


def test_the_store_and_so_the_submission_hold_both_picture_and_strokes(kiosk: Station) -> None:
    submission = handed_in(kiosk, drawn())
    assert [one.name for one in submission.attachments] == ["1.png"]
    with kiosk.store.attachments.open(submission.instance_id, "1.png") as source:
        assert strokes_of(source.read()) == STROKES


def test_nothing_is_placed_where_nobody_signed(kiosk: Station) -> None:
    submission = handed_in(kiosk)
    assert papers.application(kiosk, submission.receipt).signatures == ()
