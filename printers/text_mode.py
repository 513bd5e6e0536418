"""A slip or receipt in the printer's own letters: GB18030 between ``FS &`` and ``FS .``.

An option for printers too slow or too worn for pictures. A character that the printer's font lacks
comes out as the printer likes, so certificates and names in doubt belong on a picture.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from printers.commands import FEED_LINES, INIT, PARTIAL_CUT, TAIL_LINES
from printers.phrases import Data

CHINESE_ON, CHINESE_OFF = b"\x1c&", b"\x1c."
_LARGE, _PLAIN = b"\x1d!\x11", b"\x1d!\x00"
_CENTRE, _LEFT = b"\x1ba\x01", b"\x1ba\x00"
_DOTS_A_COLUMN = 12
_QR = b"\x1d(k"
_QR_MODULE = 7


def text_bytes(words: Data, qr: str, dots: int) -> bytes:
    """Everything from waking the printer to the cut, for words as ``wording.worded`` gives them."""
    columns = dots // _DOTS_A_COLUMN
    parts = [INIT, CHINESE_ON, _CENTRE, _lines([words["site"]], columns)]
    parts += [_LARGE, _lines([words["title"]], columns // 2), _PLAIN]
    parts.append(_lines(_below_title(words), columns))
    parts += [_LEFT, _lines(_body(words, columns), columns)]
    parts += [_CENTRE, _code(qr) if qr else b"", _lines(_foot(words), columns), _LEFT]
    parts += [CHINESE_OFF, FEED_LINES, bytes([TAIL_LINES]), PARTIAL_CUT]
    return b"".join(parts)


def wrapped(text: str, columns: int) -> Iterator[str]:
    """The text in lines of at most so many columns, a Chinese character taking two."""
    line, used = "", 0
    for letter in text:
        wide = columns_of(letter)
        if used + wide > columns and line:
            yield line
            line, used = "", 0
        line, used = line + letter, used + wide
    yield line


def columns_of(text: str) -> int:
    """Columns that a text takes in the printer's letters."""
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def _lines(texts: list[str], columns: int) -> bytes:
    lines = [line for text in texts if text for line in wrapped(text, columns)]
    return "".join(f"{line}\n" for line in lines).encode("gb18030")


def _below_title(words: Data) -> list[str]:
    again = words["reprint"]
    reprint = f"【{again['tag']}】{again['words']}" if again else ""
    tag = f"【{words['tag']}】" if words.get("tag") else ""
    number = "".join(words["number"]) if words.get("number") else ""
    return [tag, "".join(words.get("lead", [])), reprint, words.get("number_label", ""), number]


def _body(words: Data, columns: int) -> list[str]:
    rule = "-" * columns
    texts = [rule, *(f"{label}：{value}" for label, value in words.get("rows", []))]
    if words.get("materials"):
        named = enumerate(words["materials"], 1)
        texts += [rule, words["materials_title"]]
        texts += [f"{n}. {thing} {said}".rstrip() for n, (thing, said) in named]
    texts += [rule, *(text for _, text in words.get("beside", []))]
    if words.get("steps"):
        texts += [rule, words["steps_title"]]
        texts += [f"{n}. {''.join(step)}" for n, step in enumerate(words["steps"], 1)]
    return [*texts, *words.get("notes", [])]


def _foot(words: Data) -> list[str]:
    return [text for text in words["foot"] if text]


def _code(text: str) -> bytes:
    """The printer's own QR: model 2, the size of a module, correction M, the text, print."""
    data = text.encode()
    store = (len(data) + 3).to_bytes(2, "little") + b"\x31\x50\x30" + data
    size = b"\x03\x00\x31\x43" + bytes([_QR_MODULE])
    commands = (b"\x04\x00\x31\x41\x32\x00", size, b"\x03\x00\x31\x45\x31", store)
    printed = b"\x03\x00\x31\x51\x30"
    return b"".join(_QR + command for command in (*commands, printed)) + b"\n"
