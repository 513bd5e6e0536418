from __future__ import annotations

import io
import tracemalloc
from email import message_from_bytes
from email.message import Message
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline.exchange.multipart import MultipartBody, packed
from offline.exchange.port import ParcelFile, UnreadableFileError


def file(name: str, data: bytes, media_type: str = "image/jpeg") -> ParcelFile:
    return ParcelFile(name, media_type, len(data), "", lambda: io.BytesIO(data))


def sized(name: str, size: int) -> ParcelFile:
    return ParcelFile(name, "image/jpeg", size, "", lambda: cast("BinaryIO", Zeros(size)))


class Zeros(io.RawIOBase):
    """A long file that is nowhere."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        piece = b"\0" * min(size, self.left)
        self.left -= len(piece)
        return piece


def parsed(body: MultipartBody, data: bytes) -> list[Message]:
    head = f"Content-Type: {body.content_type}\r\n\r\n".encode()
    payload = message_from_bytes(head + data).get_payload()
    assert isinstance(payload, list)
    return [part for part in payload if isinstance(part, Message)]


def test_the_parts_are_the_xml_the_files_and_the_mark_of_incompleteness() -> None:
    body = MultipartBody(b"<data/>", [file("照 片.jpg", b"\xff\r\n--x")], incomplete=True)
    xml, photo, mark = parsed(body, b"".join(body))
    assert xml.get_payload(decode=True) == b"<data/>"
    assert photo.get_payload(decode=True) == b"\xff\r\n--x"
    assert mark.get_payload(decode=True) == b"yes"
    assert 'name="*isIncomplete*"' in mark["Content-Disposition"]


@given(
    st.binary(max_size=500),
    st.lists(st.binary(min_size=1, max_size=3000), max_size=4),
    st.integers(1, 5000),
)
def test_the_length_told_is_the_length_sent_in_any_pieces(
    xml: bytes, files: list[bytes], piece: int
) -> None:
    named = [file(f"{number}.jpg", data) for number, data in enumerate(files)]
    body = MultipartBody(xml, named, incomplete=False)
    whole = b""
    while data := body.read(piece):
        assert len(data) <= piece
        whole += data
    assert (len(whole), body.tell()) == (len(body), len(body))
    body.seek(0)
    assert b"".join(body) == whole


def test_an_empty_file_is_a_part_like_any_other() -> None:
    body = MultipartBody(b"<data/>", [file("empty.txt", b"")], incomplete=False)
    assert len(parsed(body, b"".join(body))) == 2


def test_a_big_photo_is_never_whole_in_memory() -> None:
    body = MultipartBody(b"<data/>", [sized("big.jpg", 20_000_000)], incomplete=False)
    tracemalloc.start()
    total = sum(len(piece) for piece in body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == len(body) > 20_000_000
    assert peak < 1_000_000


def test_a_file_shorter_than_recorded_is_no_submission() -> None:
    short = ParcelFile("a.jpg", "image/jpeg", 10, "", lambda: io.BytesIO(b"123"))
    with pytest.raises(UnreadableFileError):
        b"".join(MultipartBody(b"<data/>", [short], incomplete=False))


def test_names_and_types_cannot_break_out_of_their_line() -> None:
    evil = file('a"\r\nX: y.jpg', b"1", "text/plain\r\nX: y")
    data = b"".join(MultipartBody(b"<data/>", [evil], incomplete=False))
    assert b"\r\nX: y" not in data


@given(st.lists(st.integers(1, 400), max_size=30), st.integers(0, 200), st.integers(700, 2000))
def test_packing_loses_nothing_and_keeps_within_the_limit(
    sizes: list[int], xml: int, limit: int
) -> None:
    files = [sized(f"{number}.jpg", size) for number, size in enumerate(sizes)]
    groups = packed(files, xml, limit)
    assert [each for group in groups for each in group] == files
    for group in groups:
        body = MultipartBody(b"x" * xml, group, incomplete=True)
        assert len(group) <= 1 or len(body) <= limit
