"""A photo keeps its picture and its side up, and tells nothing else."""

from __future__ import annotations

import hashlib
import tracemalloc
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from offline.store.photo_chunks import PhotoError
from offline.store.photos import StrippedReader, stripped_bytes
from offline.store.sqlite import open_store
from tests.fakes.store_samples import handed_in, keys

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


def test_what_a_phone_puts_behind_the_picture_is_gone() -> None:
    """A film or a second photo, with position and device of its own."""
    before = photo()
    after = stripped_bytes(before + photo() + b"ftypmp42 secret film")
    assert after == stripped_bytes(before)
    assert pixels(after) == pixels(before)


def test_a_progressive_picture_keeps_the_tables_between_its_scans() -> None:
    out = BytesIO()
    Image.effect_noise((640, 480), 90).save(out, "JPEG", progressive=True, comment=b"owner")
    after = stripped_bytes(out.getvalue())
    assert out.getvalue().count(b"\xff\xda") > 1
    assert b"owner" not in after
    assert pixels(after) == pixels(out.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_tell_nothing_either(kind: str) -> None:
    exif = Image.Exif()
    exif[MAKE] = "SecretPhone"
    words = PngInfo()
    words.add_text("Author", "owner Wang")
    words.add_itxt("XML:com.adobe.xmp", "xmpmeta")
    out = BytesIO()
    image = Image.effect_noise((64, 48), 50).convert("RGB")
    image.save(out, kind, exif=exif, pnginfo=words, xmp=b"xmpmeta", lossless=True)
    before = out.getvalue()
    assert b"SecretPhone" in before
    after = stripped_bytes(before + b"SecretPhone behind the end")
    for secret in (b"SecretPhone", b"owner Wang", b"xmpmeta"):
        assert secret not in after
    assert pixels(after) == pixels(before)
    assert not Image.open(BytesIO(after)).getexif()
    assert stripped_bytes(after) == after


def test_other_files_pass_as_they_are() -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    for content in (out.getvalue(), b"%PDF-1.7", b"", b"x", b"RIFF\0\0\0\0WAVEfmt "):
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


class Endless:
    """A JPEG of 20 MB that is made while it is read."""

    size = 20 * 1024 * 1024

    def __init__(self) -> None:
        head, tail = photo()[:-2], b"\xff\xd9"
        self._parts = iter([head, *[bytes(65536)] * (self.size // 65536), tail])
        self._left = b""

    def read(self, size: int) -> bytes:
        while len(self._left) < size and (part := next(self._parts, b"")):
            self._left += part
        given, self._left = self._left[:size], self._left[size:]
        return given


def test_a_large_photo_never_stands_whole_in_memory(tmp_path: Path) -> None:
    """From its source, stripped, hashed and encrypted, and out again."""
    with closing(open_store(tmp_path / "data", keys=keys(tmp_path))) as store:
        handed_in(store, "uuid:warm", files=1)
        tracemalloc.start()
        source = cast("BinaryIO", StrippedReader(cast("BinaryIO", Endless())))
        added = store.attachments.add("uuid:big", "a.jpg", "image/jpeg", source)
        digest = hashlib.sha256()
        with store.attachments.open("uuid:big", "a.jpg") as stream:
            while piece := stream.read(65536):
                digest.update(piece)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert added.size > Endless.size
    assert digest.hexdigest() == added.sha256
    assert most < Endless.size // 8
