from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.scanning.image import read_picture, read_pixels
from kiosk.scanning.picture import LARGEST_PICTURE, PictureError, PictureFault
from kiosk.scanning.words import picture_sentence
from tests.kiosk.scanning.categories import categorised
from tests.kiosk.scanning.pictures import file, qr, symbol

_F = zxingcpp.BarcodeFormat


def texts(source: Path | str | bytes) -> list[str]:
    return [symbol.text for symbol in read_picture(source)]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "PPM"])
def test_any_usual_picture_file_will_do(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "code"
    path.write_bytes(file(qr("办事 42"), kind))
    assert texts(path) == texts(str(path)) == texts(path.read_bytes()) == ["办事 42"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (_F.QRCode, "QRCode"),
        (_F.MicroQRCode, "MicroQRCode"),
        (_F.RMQRCode, "RMQRCode"),
        (_F.DataMatrix, "DataMatrix"),
        (_F.Aztec, "Aztec"),
        (_F.PDF417, "PDF417"),
        (_F.Code128, "Code128"),
        (_F.Code39, "Code39"),
    ],
)
def test_the_kinds_of_codes(kind: zxingcpp.BarcodeFormat, name: str) -> None:
    (found,) = read_picture(file(symbol("A12345", kind)))
    assert (found.format[:6], found.text, found.raw) == (name[:6], "A12345", b"A12345")


def test_an_ean_is_read_by_its_check_digit() -> None:
    (found,) = read_picture(file(symbol("6901234567892", _F.EAN13)))
    assert found.text == "6901234567892"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_chinese_without_a_named_charset(charset: str) -> None:
    assert texts(file(qr("张三·办理居住证明".encode(charset)))) == ["张三·办理居住证明"]


def test_rare_characters_of_gb_18030_2022() -> None:
    assert texts(file(qr("𬭎𠮷龘〇".encode("gb18030")))) == ["𬭎𠮷龘〇"]
    assert texts(file(qr(b"\xb0\xa1\xfe\x59\xa6\xd9"))) == ["啊\u9fb4\ufe10"]


def test_octets_that_are_no_text_come_whole() -> None:
    octets = bytes(range(256))
    (found,) = read_picture(file(qr(octets)))
    assert found.raw == octets


def test_several_codes_in_one_picture_come_once_each() -> None:
    both = np.hstack([qr("one"), qr("two"), qr("one")])
    assert sorted(texts(file(both))) == ["one", "two"]


def test_turned_mirrored_and_inverted() -> None:
    for pixels in (np.rot90(qr("turned")), 255 - qr("turned"), np.fliplr(qr("turned"))):
        assert texts(file(np.ascontiguousarray(pixels))) == ["turned"]


def test_modules_on_nothing_are_modules_on_white() -> None:
    pixels = qr("clear")
    clear = Image.fromarray(np.dstack([pixels * 0, pixels * 0, pixels * 0, 255 - pixels]))
    out = io.BytesIO()
    clear.save(out, "PNG")
    assert texts(out.getvalue()) == ["clear"]


def test_sixteen_bits_and_palettes() -> None:
    deep = io.BytesIO()
    Image.fromarray(qr("deep").astype(np.uint16) * 12 + 900).save(deep, "PNG")
    flat = io.BytesIO()
    Image.fromarray(qr("flat")).convert("P").save(flat, "GIF")
    assert texts(deep.getvalue()) + texts(flat.getvalue()) == ["deep", "flat"]


def test_a_page_without_a_code_gives_nothing() -> None:
    assert read_pixels(np.full((200, 300), 255, np.uint8)) == []


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", PictureFault.EMPTY),
        (b"%PDF-1.7 not a picture", PictureFault.NOT_A_PICTURE),
        ("姓名,身份证".encode(), PictureFault.NOT_A_PICTURE),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", PictureFault.NOT_A_PICTURE),
        (file(qr("cut"))[:200], PictureFault.DAMAGED),
        (file(qr("cut"), "JPEG")[:300], PictureFault.DAMAGED),
    ],
)
def test_what_is_no_picture_is_said_to_be_none(data: bytes, fault: PictureFault) -> None:
    with pytest.raises(PictureError) as caught:
        read_picture(data)
    assert caught.value.fault is fault
    assert picture_sentence(fault).endswith("。")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.png", tmp_path, "bad\0name"):
        with pytest.raises(PictureError) as caught:
            read_picture(path)
        assert caught.value.fault is PictureFault.MISSING


def test_a_decompression_bomb_is_not_unpacked() -> None:
    side = int(LARGEST_PICTURE**0.5) + 1
    bomb = file(np.zeros((side, side), np.uint8))
    assert len(bomb) < 100_000
    with warnings.catch_warnings(), pytest.raises(PictureError) as caught:
        read_picture(bomb)
    assert caught.value.fault is PictureFault.TOO_LARGE


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_mutated_picture_never_ends_in_a_traceback(data: st.DataObject) -> None:
    original = bytearray(
        file(qr("x", 2), data.draw(st.sampled_from(["PNG", "GIF", "JPEG", "BMP"])))
    )
    for _ in range(data.draw(st.integers(1, 6))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = read_picture(bytes(original), budget=0.01)
    except PictureError:
        return
    assert all(symbol.text == "x" for symbol in found)


def test_frames_of_other_categories_are_read_and_never_wrong() -> None:
    """A round of every category: dim and odd ones too, at least eight in ten."""
    told = [(frame.text, [s.text for s in read_pixels(frame.pixels)]) for frame in categorised(20)]
    assert all(found in ([], [text]) for text, found in told)
    assert sum(bool(found) for _, found in told) >= 16
