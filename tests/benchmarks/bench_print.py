"""From a record to the bytes for the printer, beside python-escpos's image path and reportlab.

python-escpos takes a picture, so its path has three fair beginnings, and all are told: the very
same paper (our template set to PNG, the usual way out of Typst), the same words drawn by Pillow
with the QR made by python-escpos itself, and a picture that is there already.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from time import perf_counter, process_time

from escpos.constants import QR_ECLEVEL_M
from escpos.printer import Dummy
from PIL import Image, ImageDraw, ImageFont
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printers.commands import receipt_bytes
from printers.documents import document
from printers.papers import AcceptanceReceipt, Certificate, Masked, Material
from printers.port import Medium
from printers.qr import qr_modules
from printers.samples import samples
from printers.typeset import ROLL_DPI, typesetter
from printers.wording import worded
from resources import fonts

TURNS, ROUNDS = 5, 10
SIZE = 27
LINE = 40
Figures = dict[str, float]


def run() -> Mapping[str, object]:
    """Milliseconds a paper, warm, a new record every time; ratios above 1 are ours."""
    bitmap = typesetter().raster(receipt(0))
    picture = bitmap.image().convert("RGB")
    pdfmetrics.registerFont(TTFont("Hana", str(font("HanaMinA.ttf"))))
    spent = measured(
        {
            "receipt": lambda n: document(receipt(n), Medium.ROLL_80),
            "same_paper_by_png_and_python_escpos": lambda n: escpos(typeset_picture(receipt(n))),
            "pillow_and_python_escpos": lambda n: escpos(
                pillow_receipt(receipt(n), bitmap.height), receipt(n).qr
            ),
            "python_escpos_image_alone": lambda _: escpos(picture),
            "bitmap_to_bytes": lambda _: receipt_bytes(bitmap),
            "certificate": lambda n: document(certificate(n), Medium.A4),
            "reportlab": lambda n: reportlab_page(certificate(n)),
        }
    )
    ours, alone = spent["receipt"], spent["python_escpos_image_alone"]
    return (
        {"receipt_dots": bitmap.height}
        | spent
        | {
            "times_faster_receipt": ratio(spent["same_paper_by_png_and_python_escpos"], ours),
            "times_faster_receipt_than_pillow": ratio(spent["pillow_and_python_escpos"], ours),
            "times_faster_receipt_than_image_alone": ratio(alone, ours),
            "times_faster_bytes": ratio(alone, spent["bitmap_to_bytes"]),
            "times_faster_certificate": ratio(spent["reportlab"], spent["certificate"]),
        }
    )


def receipt(number: int) -> AcceptanceReceipt:
    """1,200 dots high; all that is a person's or a moment's is new on every record.

    What stays is what stays at a service point: its name, the matter, the materials it asks for.
    """
    paper = samples()["acceptance"]
    assert isinstance(paper, AcceptanceReceipt)
    now = paper.printed + timedelta(minutes=7 * number)
    return replace(
        paper,
        receipt=f"LW-260318-{number:05d}-9ZT2M",
        check_code=f"{number:04d} 7F3A",
        applicant=Masked(
            name=f"{chr(0x5F20 + number % 999 * 7)}*明",
            id_number=f"{3210 + number % 89}**********{number * 7 % 10000:04d}",
            phone=f"13{number % 10}****{number * 3 % 10000:04d}",
        ),
        case=replace(
            paper.case,
            number=f"20260318{number:06d}",
            accepted=now,
            deadline=now.date() + timedelta(days=22),
        ),
        printed=now,
        materials=(*paper.materials, Material("户口簿", "现场拍")),
    )


def certificate(number: int) -> Certificate:
    paper = samples()["certificate"]
    assert isinstance(paper, Certificate)
    return replace(paper, number=f"LW证[2026]{number:04d}")


def escpos(picture: Image.Image, code: str = "") -> bytes:
    """python-escpos's image path; a code it draws and prints as a picture too."""
    device = Dummy()
    device.profile.profile_data["media"]["width"]["pixels"] = 576
    device.image(picture, impl="bitImageRaster")
    if code:
        device.qr(code, ec=QR_ECLEVEL_M, size=7, native=False)
    device.cut()
    return bytes(device.output)


def typeset_picture(paper: AcceptanceReceipt) -> Image.Image:
    """The very same paper as a picture: the template set to PNG, and the PNG read."""
    setter, code = typesetter(), qr_modules(paper.qr)
    return Image.open(BytesIO(setter._set(paper, 576, False, "png", code, ppi=ROLL_DPI)))


def pillow_receipt(paper: AcceptanceReceipt, height: int) -> Image.Image:
    """The same words drawn one below the other, as programs do that use python-escpos."""
    sheet = Image.new("RGB", (576, height), "white")
    draw, face, top = ImageDraw.Draw(sheet), pillow_font(), 20
    for line in lines(worded(paper)):
        draw.text((18, top), line, font=face, fill="black")
        top = min(top + LINE, height - LINE)
    return sheet


def reportlab_page(paper: Certificate) -> bytes:
    """The same words and a QR on A4, with an embedded subset of a TrueType font."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Hana", 14)
    top = A4[1] - 80
    for line in lines(worded(paper)):
        canvas.drawString(70, top, line)
        top -= 24
    code = Drawing(100, 100)
    code.add(QrCodeWidget(paper.qr))
    code.drawOn(canvas, 70, 60)
    canvas.save()
    return out.getvalue()


def lines(words: object) -> list[str]:
    """Every text of a paper's data, in its order."""
    if isinstance(words, str):
        return [words]
    if isinstance(words, dict):
        return [line for value in words.values() for line in lines(value)]
    if isinstance(words, list | tuple):
        return [line for value in words for line in lines(value)]
    return []


def pillow_font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font("NotoSansCJK-Regular.ttc")), SIZE, index=2)


def font(name: str) -> Path:
    return next(path for path in fonts.located() if path.name == name)


def measured(makers: Mapping[str, Callable[[int], object]]) -> dict[str, Figures]:
    """p50 and p95 in milliseconds of wall and processor time, a new record every time.

    The makers take turns, some rounds each, so that what else the machine does falls on all
    alike; the first two rounds of a turn warm the processor's caches and don't count.
    """
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in makers}
    numbers = count()
    for _ in range(TURNS):
        for name, make in makers.items():
            times = [_once(make, next(numbers)) for _ in range(ROUNDS + 2)]
            spent[name] += times[2:]
    return {name: figures(times) for name, times in spent.items()}


def _once(make: Callable[[int], object], number: int) -> tuple[float, float]:
    wall, worked = perf_counter(), process_time()
    make(number)
    return (perf_counter() - wall) * 1000, (process_time() - worked) * 1000


def figures(times: list[tuple[float, float]]) -> Figures:
    wall, worked = zip(*times, strict=True)
    return {
        "p50_ms": round(statistics.median(wall), 2),
        "p95_ms": round(statistics.quantiles(wall, n=20)[18], 2),
        "cpu_p50_ms": round(statistics.median(worked), 2),
    }


def ratio(theirs: Figures, ours: Figures) -> float:
    """By processor time, so that a busy machine is not taken for a slow program."""
    return round(theirs["cpu_p50_ms"] / ours["cpu_p50_ms"], 1)
