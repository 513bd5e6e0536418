from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from offline.handwriting import HEIGHT, WIDTH, strokes_of, svg, with_strokes
from offline.store.photos import stripped_bytes

STROKES = (((0, 0), (600, 240), (WIDTH, HEIGHT)), ((20, 30),))


def png() -> bytes:
    made = BytesIO()
    Image.new("L", (WIDTH, HEIGHT), 255).save(made, "PNG")
    return made.getvalue()


def test_a_picture_carries_its_strokes_and_stays_the_same_picture() -> None:
    made = with_strokes(png(), STROKES)
    assert strokes_of(made)[0] == STROKES[0]
    assert set(strokes_of(made)[1]) == set(STROKES[1])
    with Image.open(BytesIO(made)) as shown:
        shown.load()
        assert (shown.size, shown.info) == ((WIDTH, HEIGHT), {})


def test_the_strokes_stay_where_a_photo_loses_what_it_tells() -> None:
    assert strokes_of(stripped_bytes(with_strokes(png(), STROKES)))[0] == STROKES[0]


@pytest.mark.parametrize("bad", [b"", b"\xff\xd8\xff\xe0", png(), png()[:20]])
def test_what_carries_no_strokes_has_none(bad: bytes) -> None:
    assert strokes_of(bad) == ()


def test_a_chunk_that_was_tampered_with_gives_numbers_or_nothing() -> None:
    made = with_strokes(png(), STROKES)
    at = made.index(b"svGZ")
    for place in range(at, at + 40):
        broken = made[:place] + bytes([made[place] ^ 0x55]) + made[place + 1 :]
        for stroke in strokes_of(broken):
            assert all(0 <= value < 10_000 for point in stroke for value in point)


def test_the_svg_is_one_round_line_a_stroke() -> None:
    assert svg(STROKES).count("<path") == 2
    assert 'd="M0 0L600 240L1200 480"' in svg(STROKES)


def test_what_is_no_png_is_refused() -> None:
    with pytest.raises(ValueError, match="no PNG"):
        with_strokes(b"GIF89a", STROKES)
