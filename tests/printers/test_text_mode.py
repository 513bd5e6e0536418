"""Text for printers with letters of their own, read back by an independent decoder."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from printers.documents import document
from printers.papers import Certificate, slip
from printers.port import Medium
from printers.samples import samples
from printers.text_mode import columns_of, text_bytes
from printers.typeset import DOTS
from printers.wording import worded
from tests.printers.paper_samples import LONG_NAME, NOW, SITE, submission

SLIP = slip(submission(), "高龄津贴申领", SITE, printed=NOW)
ROLLS = {name: one for name, one in samples().items() if not isinstance(one, Certificate)}
_QR = re.compile(rb"\x1d\(k(..)", re.DOTALL)
_COMMAND = re.compile(rb"\x1b@|\x1c[&.]|\x1d!.|\x1ba.|\x1bd.|\x1dVB\x00", re.DOTALL)


def decoded(stream: bytes) -> tuple[str, bytes]:
    """The text of a stream, and the QR commands taken out of it."""
    codes = b""
    while found := _QR.search(stream):
        end = found.end() + int.from_bytes(found[1], "little")
        codes += stream[found.start() : end]
        stream = stream[: found.start()] + stream[end:]
    return _COMMAND.sub(b"", stream).decode("gb18030"), codes


@pytest.mark.parametrize("medium", [Medium.ROLL_80, Medium.ROLL_58])
@pytest.mark.parametrize("name", ROLLS)
def test_the_words_come_back_and_no_line_is_wider_than_the_paper(name: str, medium: Medium) -> None:
    paper = ROLLS[name]
    stream = document(paper, medium, text=True)
    text, codes = decoded(stream)
    words = worded(paper)
    plain = text.replace("\n", "")
    for label, value in words["rows"]:
        assert f"{label}：{value}" in plain
    assert words["title"] in plain
    assert paper.qr.encode() in codes
    assert max(columns_of(line) for line in text.split("\n")) <= DOTS[medium] // 12


def test_chinese_is_switched_on_before_the_words_and_off_at_the_end_and_the_paper_is_cut() -> None:
    stream = document(ROLLS["slip"], Medium.ROLL_80, text=True)
    assert stream.startswith(b"\x1b@\x1c&")
    assert stream.endswith(b"\x1c.\x1bd\x04\x1dVB\x00")
    assert stream.count(b"\x1c&") == stream.count(b"\x1c.") == 1


def test_rare_characters_and_long_names_are_not_lost() -> None:
    rare = replace(SLIP, item=f"𠮷𬭎{LONG_NAME}")
    text, _ = decoded(text_bytes(worded(rare), "", 384))
    assert f"𠮷𬭎{LONG_NAME}" in text.replace("\n", "")


def test_a_reprint_says_so() -> None:
    text, _ = decoded(document(replace(SLIP, copy=2), Medium.ROLL_80, text=True))
    assert "补打" in text
    assert "第 2 次" in text
