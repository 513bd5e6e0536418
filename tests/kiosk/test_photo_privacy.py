"""A form's photos lose what they tell beside the picture, unless the question asks for it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kiosk.flow import forms
from tests.stations import RESIDENCE, fill, person, station, stored_form

PHOTO = "/data/residence/home_photo"
PLAIN = b'ref="/data/residence/home_photo" mediatype="image/*"'
ASKING = PLAIN + b' appearance="new keep-exif"'


def picture(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    out = BytesIO()
    Image.new("RGB", (32, 24)).save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("asked", [False, True])
def test_exif_stays_only_if_the_question_asks(tmp_path: Path, kind: str, asked: bool) -> None:
    kiosk = station(tmp_path)
    form = stored_form(RESIDENCE)
    assert form.xml.count(PLAIN) == 1
    if asked:
        kiosk.store.forms.put(replace(form, version="2", xml=form.xml.replace(PLAIN, ASKING)))
    work = forms.begin(kiosk, RESIDENCE, person())
    fill(work)
    source = BytesIO(picture(kind))
    forms.attach(kiosk, work, PHOTO, "home.pic", f"image/{kind.lower()}", source)
    done = forms.finalise(kiosk, work)
    with kiosk.store.attachments.open(done.instance_id, "home.pic") as stored:
        content = stored.read()
    assert (b"SecretPhone" in content) is asked
    assert Image.open(BytesIO(content)).size == (32, 24)
    kiosk.store.close()
