"""A photo keeps its picture and its side up, and tells nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from offline.store.photos import PhotoError, StrippedReader, stripped_bytes

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


@given(st.binary(max_size=200), st.integers(1, 70_000))
def test_read_as_a_stream_it_is_the_same(tail: bytes, piece: int) -> None:
    for content in (photo() + tail, b"\x89PNG" + tail, tail[:1], b"\xff\xd8" + tail):
        try:
            whole = stripped_bytes(content)
        except PhotoError:
            with pytest.raises(PhotoError):
                StrippedReader(BytesIO(content)).readall()
            continue
        stream, read = StrippedReader(BytesIO(content)), b""
        while part := stream.read(piece):
            read += part
        assert read == whole


def test_a_large_photo_never_stands_whole_in_memory() -> None:
    class Watched(BytesIO):
        most = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.most = max(self.most, size if size is not None and size >= 0 else 1 << 40)
            return super().read(size)

    source = Watched(photo() + bytes(20_000_000))
    stream, total = StrippedReader(source), 0
    while piece := stream.read(65536):
        total += len(piece)
    assert total > 20_000_000
    assert source.most <= 65536
