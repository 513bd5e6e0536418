"""A roll paper drawn from SVG is the typesetter's own picture, but for the grain of its edges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from printers.bitmap import Bitmap, from_png
from printers.drawing import drawn
from printers.outlines import UnsupportedError, contours
from printers.papers import Certificate
from printers.qr import qr_modules
from printers.samples import samples
from printers.typeset import ROLL_DPI, Typesetter, typesetter

ROLLS = [name for name, paper in samples().items() if not isinstance(paper, Certificate)]
LONE = 2  # where two curved edges meet, a single dot may fall either way
SHEET = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 8">{}</svg>'


def dots(bitmap: Bitmap) -> NDArray[np.bool_]:
    rows = np.frombuffer(bitmap.rows, np.uint8).reshape(bitmap.height, -1)
    return np.unpackbits(rows, axis=1)[:, : bitmap.width].astype(bool)


def grown(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The ink and every dot that touches it."""
    wide = np.pad(ink, 1)
    high, across = ink.shape
    shifts = [(y, x) for y in range(3) for x in range(3)]
    near = [wide[y : y + high, x : x + across] for y, x in shifts]
    touched: NDArray[np.bool_] = np.logical_or.reduce(near)
    return touched


def page(body: str) -> NDArray[np.bool_]:
    return dots(drawn(SHEET.format(body).encode(), 72))


@pytest.mark.parametrize(("width", "elder"), [(576, False), (384, True)])
@pytest.mark.parametrize("name", ROLLS)
def test_a_drawn_paper_differs_from_the_typesetters_picture_only_at_edges(
    name: str, width: int, *, elder: bool
) -> None:
    setter, paper = typesetter(), samples()[name]
    code = qr_modules(paper.qr) if paper.qr else None
    picture = from_png(setter._set(paper, width, elder, "png", code, ppi=ROLL_DPI))
    ours, theirs = dots(setter.raster(paper, width, elder=elder)), dots(picture)
    assert ours.shape == theirs.shape
    assert (ours & ~grown(theirs)).sum() <= LONE
    assert (theirs & ~grown(ours)).sum() <= LONE
    assert (ours != theirs).sum() < 0.1 * theirs.sum()


def test_a_template_with_a_gradient_is_printed_by_its_picture(tmp_path: Path) -> None:
    (tmp_path / "slip.typ").write_text(
        "#set page(width: 72mm, height: 20mm, margin: 0pt, fill: white)\n"
        "#rect(width: 40mm, height: 10mm, fill: gradient.linear(black, black))\n",
        encoding="utf-8",
    )
    ink = dots(Typesetter(overrides=tmp_path).raster(samples()["slip"]))
    assert ink.shape == (160, 576)
    assert ink[:80, :320].all()
    assert not ink[82:].any()


def test_white_on_black_and_a_move() -> None:
    ink = page(
        '<path fill="#000000" d="M 0 0h 8v 8h -8Z"/>'
        '<g transform="translate(2 3)"><path fill="#ffffff" d="M 0 0h 4v 2h -4Z"/></g>'
    )
    assert ink.sum() == 64 - 8
    assert not ink[3:5, 2:6].any()


def test_a_hole_stays_open_and_what_lies_in_it_is_ink() -> None:
    ring = (
        "M 0 0h 8v 8h -8l 0 -8Z m 2 2v 4h 4v -4l -4 0Z m 1 1h 2v 2h -2l 0 -2Z m 5 0c 1 0 1 1 0 1Z"
    )
    ink = page(f'<path fill="#000000" d="{ring}"/>')
    assert ink[0, :8].all()
    assert not ink[2, 2:6].any()
    assert ink[3:5, 3:5].all()


def test_a_box_frame_has_square_corners_and_a_dashed_line_gaps() -> None:
    kind = 'fill="none" stroke="#000000" stroke-linecap="butt" stroke-width="2"'
    frame = page(f'<path {kind} d="M 1 1h 6v 6h -6Z"/>')
    assert frame[:2, :8].all()
    assert frame[:8, 6:8].all()
    assert frame.sum() == 64 - 16
    dashed = page(f'<path {kind} stroke-dasharray="3 2" d="M 0 4h 16"/>')
    assert dashed[4].tolist() == [n % 5 < 3 for n in range(16)]
    assert dashed[3:5].sum() == dashed.sum()


def test_nothing_is_drawn_beyond_a_clip() -> None:
    ink = page(
        '<g clip-path="url(#c)"><path fill="#000000" d="M 0 0h 16v 8h -16Z"/>'
        '<path fill="#000000" d="M 0 0l 16 0l -16 8Z"/></g>'
        '<defs><clipPath id="c"><path d="M 1 1h 3v 2h -3Z"/></clipPath></defs>'
    )
    assert ink.sum() == 6
    assert ink[1:3, 1:4].all()


@pytest.mark.parametrize(
    "body",
    [
        '<image href="x"/>',
        '<path fill="url(#g)" d="M 0 0h 1v 1h -1Z"/>',
        '<path fill="#000000" opacity="0.5" d="M 0 0h 1v 1h -1Z"/>',
        '<path fill="#000000" d="M 0 0a 1 1 0 0 0 1 1Z"/>',
        '<path stroke="#000000" stroke-linecap="round" stroke-width="1" d="M 0 0h 9"/>',
        '<path stroke="#000000" stroke-linecap="butt" stroke-width="1" d="M 0 0l 9 9"/>',
        '<g transform="rotate(3)"><path fill="#000000" d="M 0 0h 1v 1h -1Z"/></g>',
        "<text>x</text>",
        '<g clip-path="url(#c)"/><clipPath id="c"><path d="M 0 0h 9l -9 9Z"/></clipPath>',
    ],
)
def test_what_is_not_drawn_is_told(body: str) -> None:
    with pytest.raises(UnsupportedError):
        page(body)


def test_a_drawing_that_goes_on_after_its_definitions_is_not_cut_short() -> None:
    with pytest.raises(UnsupportedError):
        page('<defs></defs><path fill="#000000" d="M 0 0h 8v 8h -8Z"/>')


def test_what_recurs_at_another_place_is_the_same_ink_moved() -> None:
    blob = (
        '<path fill="#000000" d="M 0 0c 0 3 3 3 3 0Z"/><path fill="#ffffff" d="M 1 0h 1v 1h -1Z"/>'
    )
    ink = page(f'{blob}<g transform="translate(5 3)">{blob}</g>')
    assert ink[:3, :4].sum() > 3
    assert not ink[0, 1]
    assert (ink[3:6, 5:9] == ink[:3, :4]).all()


def test_a_curve_ends_where_it_says() -> None:
    (bend,) = contours("M 0 0c 0 4 4 8 8 8")
    assert bend[0] == 0
    assert abs(bend[-1] - (8 + 8j)) < 1e-9
    assert abs(bend[4] - (2.5 + 5.5j)) < 1e-9
