"""Forms of the catalogue filled with all their answers and handed in, their files real pictures."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from kiosk.flow import forms
from kiosk.flow.station import Station
from offline.records import Submission
from tests.resources.form_answers import COMPLETE, Answers
from tests.stations import person


def report(kiosk: Station, form: str, *more: tuple[str, str]) -> Submission:
    """All its answers, then ``more``; IncompleteError if they are not enough."""
    work = forms.begin(kiosk, form, person())
    answers: Answers = [*COMPLETE[form], *more]
    for path, value in answers:
        if value.endswith((".jpg", ".png")):
            picture, kind = BytesIO(), "JPEG" if value.endswith("jpg") else "PNG"
            Image.new("L", (8, 8)).save(picture, kind)
            picture.seek(0)
            forms.attach(kiosk, work, path, value, f"image/{kind.lower()}", picture)
            continue
        if path == "+":
            work.session.add_repeat(value)
        else:
            work.session.answer(path, value)
    return forms.finalise(kiosk, work)
