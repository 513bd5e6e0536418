"""Turned letters, arcs, composites and clips of an OFD stand on paper where the standard says."""

from __future__ import annotations

import subprocess
from math import cos, hypot, pi, radians, sin
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printers.ofd.document import as_pdf
from printers.ofd.geometry import Affine, arc, shifted, turned
from printers.typeset import typesetter
from tests.printers.ofd.makers import NOW, files, packed, with_unit

DPI = 127
DOTS = DPI / 25.4
NUMBERS = st.floats(-5, 5).filter(lambda number: abs(number) > 0.05)
SQUARE = (
    '<ofd:PathObject ID="{id}" Boundary="{box}" Fill="true" Stroke="false" {more}>'
    '<ofd:FillColor Value="{colour}"/><ofd:AbbreviatedData>M 0 0 L 10 0 L 10 10 L 0 10 C'
    "</ofd:AbbreviatedData>{inner}</ofd:PathObject>"
)


def shown(folder: Path, objects: str, unit: str = "") -> Image.Image:
    """The page, ``DOTS`` pixels a millimetre."""
    found = files(objects) | ({"Doc_0/PublicRes.xml": with_unit(unit)} if unit else {})
    source = folder / "page.pdf"
    source.write_bytes(as_pdf(packed(found), [], NOW, typesetter()).pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", source, folder / "page"], check=True
    )
    with Image.open(folder / "page.png") as page:
        return page.convert("RGB")


def at(page: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour at a place in millimetres."""
    found = page.getpixel((round(x * DOTS), round(y * DOTS)))
    assert isinstance(found, tuple)
    return found


def square(box: str, colour: str = "255 0 0", more: str = "", inner: str = "") -> str:
    return SQUARE.format(id=5, box=box, colour=colour, more=more, inner=inner)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_a_map_is_its_turn_scale_and_shear(a: float, b: float, c: float, d: float) -> None:
    turn, shear, across, down = Affine(a, b, c, d).parts()
    tangent = sin(shear) / cos(shear)
    built = turned(turn * 180 / pi).after(Affine(a=across, d=down)).after(Affine(c=tangent))
    for mine, theirs in zip((built.a, built.b, built.c, built.d), (a, b, c, d), strict=True):
        assert mine == pytest.approx(theirs, abs=1e-6)


@given(st.floats(0, 360), st.floats(10, 340), st.booleans())
def test_an_arc_lies_on_its_circle_and_ends_where_it_should(
    begin: float, span: float, sweep: bool
) -> None:
    first, last = radians(begin), radians(begin + (span if sweep else -span))
    points = [(20 * cos(angle), 20 * sin(angle)) for angle in (first, last)]
    large = span > 180
    curves = list(arc(points[0], (20, 20), 30, large=large, sweep=sweep, end=points[1]))
    assert curves[-1][2] == pytest.approx(points[1], abs=1e-6)
    pen = points[0]
    for one, two, end in curves:
        middle = [
            (a + 3 * b + 3 * c + d) / 8 for a, b, c, d in zip(pen, one, two, end, strict=True)
        ]
        assert hypot(*middle) == pytest.approx(20, abs=0.02)
        pen = end


def test_an_arc_of_too_small_radii_is_stretched_and_one_without_is_a_line() -> None:
    half = list(arc((0, 0), (1, 1), 0, large=False, sweep=True, end=(10, 0)))
    assert half[0][2] == pytest.approx((5, -5), abs=1e-6)
    assert next(iter(arc((0, 0), (0, 1), 0, large=False, sweep=True, end=(9, 9))))[2] == (9, 9)
    assert list(arc((1, 1), (5, 5), 0, large=True, sweep=True, end=(1, 1))) == []


def test_arcs_and_maps_on_paper(tmp_path: Path) -> None:
    disc = square("20 140 40 40").replace(
        "M 0 0 L 10 0 L 10 10 L 0 10 C", "M 0 20 A 20 20 0 0 1 40 20 A 20 20 0 0 1 0 20 C"
    )
    tilted = square("100 140 40 40", "0 0 255", 'CTM="1 1 -1 1 10 0"')
    page = shown(tmp_path, disc + tilted)
    assert at(page, 40, 160) == at(page, 22, 160) == at(page, 53, 173) == (255, 0, 0)
    assert at(page, 22, 142) == at(page, 58, 178) == (255, 255, 255)
    assert at(page, 110, 150) == at(page, 102, 150) == (0, 0, 255)
    assert at(page, 101, 141) == at(page, 119, 159) == (255, 255, 255)


def test_a_composite_is_laid_as_a_whole_and_its_pieces_in_it(tmp_path: Path) -> None:
    laid = '<ofd:CompositeObject ID="8" Boundary="60 60 50 50" CTM="0 2 -2 0 0 0" ResourceID="50"/>'
    page = shown(tmp_path, laid, square("10 5 10 10"))
    assert at(page, 40, 90) == (255, 0, 0)  # (10..20, 5..15) turned by a quarter and doubled
    assert at(page, 75, 70) == at(page, 55, 75) == (255, 255, 255)


def test_a_clip_leaves_its_rectangle_free(tmp_path: Path) -> None:
    clip = (
        '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 10 10"><ofd:AbbreviatedData>'
        "M 0 0 L 5 0 L 5 10 L 0 10 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip>"
        "</ofd:Clips>"
    )
    page = shown(tmp_path, square("60 60 10 10", inner=clip))
    assert at(page, 63, 65) == (255, 0, 0)
    assert at(page, 67, 65) == (255, 255, 255)


TURNED = (
    '<ofd:TextObject ID="4" Boundary="100 100 60 10" Font="2" Size="8" {how}>'
    '<ofd:TextCode X="0" Y="8" DeltaX="8">一一</ofd:TextCode></ofd:TextObject>'
)


@pytest.mark.parametrize(
    ("how", "wide"),
    [
        ("", True),
        ('CTM="0 1 -1 0 0 0"', False),
        ('CTM="0 -1 1 0 0 0"', False),
        ('CTM="-1 0 0 -1 0 0"', True),
        ('CharDirection="90"', False),
    ],
)
def test_letters_turn_with_their_map(tmp_path: Path, how: str, *, wide: bool) -> None:
    page = shown(tmp_path, TURNED.format(how=how)).convert("L").crop((0, 250, 1050, 1485))
    ink = page.point([255 if level < 128 else 0 for level in range(256)])
    box = ink.getbbox()
    assert box is not None
    letter = ink.crop((box[0], box[1], box[0] + round(7 * DOTS), box[1] + round(7 * DOTS)))
    first = letter.getbbox()
    assert first is not None
    assert (first[2] - first[0] > first[3] - first[1]) is wide


def test_colours_come_from_the_draw_parameter_where_an_object_has_none(tmp_path: Path) -> None:
    found = square("60 60 10 10", more='DrawParam="70"').replace(
        '<ofd:FillColor Value="255 0 0"/>', ""
    )
    parameters = (
        '<ofd:DrawParams><ofd:DrawParam ID="69"><ofd:FillColor Value="0 128 0"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="70" Relative="69" LineWidth="1"/></ofd:DrawParams></ofd:Res>'
    )
    unit = with_unit("").decode().replace("</ofd:Res>", parameters).encode()
    source = tmp_path / "page.pdf"
    kept = files(found) | {"Doc_0/PublicRes.xml": unit}
    source.write_bytes(as_pdf(packed(kept), [], NOW, typesetter()).pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", source, tmp_path / "page"], check=True
    )
    with Image.open(tmp_path / "page.png") as page:
        assert at(page.convert("RGB"), 65, 65) == (0, 128, 0)


def test_maps_follow_one_another() -> None:
    both = shifted(3, 4).after(turned(90))
    assert both.at(1, 0) == pytest.approx((3, 5))
