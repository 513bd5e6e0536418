from __future__ import annotations

import pytest
import zxingcpp

from kiosk.scanning.image import read_picture, read_pixels
from tests.kiosk.scanning.pictures import file, symbol
from tests.kiosk.scanning.segments import eci, hanzi, kanji, octets, picture

_F = zxingcpp.BarcodeFormat
NAME = "张三·办理居住证明"


def text(bits: str) -> str:
    (symbol,) = read_pixels(picture(bits))
    return symbol.text


@pytest.mark.parametrize(
    ("number", "charset"),
    [(26, "utf-8"), (29, "gb2312"), (32, "gb18030"), (31, "gbk"), (28, "big5")],
)
def test_a_named_charset_is_believed(number: int, charset: str) -> None:
    words = "辦理" if charset == "big5" else "办理 42"
    assert text(eci(number) + octets(words.encode(charset))) == words


def test_a_named_charset_that_only_looks_like_utf_8() -> None:
    # Two octets that are one letter of UTF-8 and one hanzi of GB 18030 alike.
    assert text(eci(32) + octets("美".encode("gb18030") + b"\xc4\xa3")) == "美模"


@pytest.mark.parametrize(("number", "charset"), [(29, "gb2312"), (31, "gbk"), (32, "gb18030")])
def test_the_dot_in_a_name_is_the_one_that_names_are_written_with(
    number: int, charset: str
) -> None:
    words = "欧阳·娜——甲"
    coded = words.encode("gbk") if charset == "gb2312" else words.encode(charset)
    assert text(eci(number) + octets(coded)) == words
    assert text(hanzi("王・明")) == "王·明"


def test_hanzi_mode() -> None:
    assert text(hanzi("张三办理居住证明")) == "张三办理居住证明"


def test_hanzi_and_octets_together() -> None:
    assert text(hanzi("登记单") + octets(b" 42")) == "登记单 42"


@pytest.mark.parametrize("words", ["中文", "日本語", "東京都中央区", "登記単"])
def test_kanji_mode_as_some_encoders_use_it_for_chinese(words: str) -> None:
    assert text(kanji(words)) == words


@pytest.mark.parametrize(
    "words", ["闫喆", "王喆", "张堃", "李镕", "玥", "郝昇", "欧阳娜", "啊", "重庆市", "乜旮"]
)
def test_names_in_gbk_octets_are_not_taken_for_japanese(words: str) -> None:
    assert text(octets(words.encode("gbk"))) == words


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb18030"])
def test_octets_without_a_name(charset: str) -> None:
    assert text(octets(NAME.encode(charset))) == NAME


@pytest.mark.parametrize("kind", [_F.QRCode, _F.DataMatrix, _F.Aztec, _F.PDF417])
def test_every_matrix_code_that_holds_chinese(kind: zxingcpp.BarcodeFormat) -> None:
    made = [symbol(NAME.encode(charset), kind) for charset in ("utf-8", "gbk", "gb18030")]
    made += [symbol(NAME, kind, eci=name) for name in ("UTF8", "GB18030")]
    for pixels in made:
        (found,) = read_picture(file(pixels))
        assert found.text == NAME


@pytest.mark.parametrize("kind", [_F.QRCode, _F.DataMatrix, _F.Aztec, _F.PDF417])
def test_octets_come_whole_from_every_matrix_code(kind: zxingcpp.BarcodeFormat) -> None:
    octets_ = bytes(range(0, 256, 3))
    (found,) = read_picture(file(symbol(octets_, kind)))
    assert found.raw == octets_


@pytest.mark.parametrize("words", ["Égjpqy", "Müller", "LW-261121"])
def test_a_bar_code_is_latin(words: str) -> None:
    (found,) = read_picture(file(symbol(words, _F.Code128)))
    assert found.text == words
