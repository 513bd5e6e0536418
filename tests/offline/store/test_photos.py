"""A photo keeps its picture and its side up, and tells nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from offline.store.photos import PhotoError, stripped_bytes

MAKE, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825


def photo(orientation: int = 6) -> bytes:
    """A small JPEG with position, device, comment and XMP in it."""
    image = Image.effect_noise((64, 48), 50).convert("RGB")
    exif = Image.Exif()
    exif[MAKE] = "SecretPhone"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[2] = (32.0, 23.0, 11.0)
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"owner Wang", xmp=b"<x:xmpmeta>secret</x:xmpmeta>")
    return out.getvalue()


def pixels(content: bytes) -> bytes:
    return Image.open(BytesIO(content)).tobytes()


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_position_and_device_are_gone_and_the_picture_stays(orientation: int) -> None:
    before = photo(orientation)
    assert b"SecretPhone" in before
    after = stripped_bytes(before)
    for secret in (b"SecretPhone", b"owner Wang", b"xmpmeta"):
        assert secret not in after
    exif = Image.open(BytesIO(after)).getexif()
    assert exif.get(ORIENTATION, 1) == orientation
    assert set(exif) <= {ORIENTATION}
    assert not exif.get_ifd(GPS)
    assert pixels(after) == pixels(before)
    assert stripped_bytes(after) == after


def test_other_files_pass_as_they_are() -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    for content in (out.getvalue(), b"%PDF-1.7", b"", b"x"):
        assert stripped_bytes(content) == content


def test_a_photo_cut_in_its_head_is_refused() -> None:
    with pytest.raises(PhotoError):
        stripped_bytes(photo()[:40])


@given(st.binary(max_size=200))
def test_any_bytes_are_copied_or_refused(tail: bytes) -> None:
    try:
        after = stripped_bytes(b"\xff\xd8" + tail)
    except PhotoError:
        return
    assert after.startswith(b"\xff\xd8")
    assert b"Exif" not in after or b"Exif" in tail
