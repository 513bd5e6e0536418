"""From a record to the bytes for the printer, beside python-escpos's pictures and reportlab."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from time import perf_counter

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
from printers.papers import AcceptanceReceipt, Certificate, Material
from printers.port import Medium
from printers.samples import samples
from printers.typeset import typesetter
from printers.wording import worded
from resources import fonts

ROUNDS = 40
SIZE = 27
LINE = 40
Figures = dict[str, float]


def run() -> Mapping[str, object]:
    """Milliseconds a paper, warm, a new record every time; ratios above 1 are ours."""
    bitmap = typesetter().raster(receipt(0))
    picture = bitmap.image().convert("RGB")
    ours = measured(lambda n: document(receipt(n), Medium.ROLL_80))
    drawn = measured(lambda n: escpos(pillow_receipt(receipt(n), bitmap.height)))
    bytes_alone = measured(lambda _: receipt_bytes(bitmap))
    escpos_alone = measured(lambda _: escpos(picture))
    page = measured(lambda n: document(certificate(n), Medium.A4))
    pdfmetrics.registerFont(TTFont("Hana", str(font("HanaMinA.ttf"))))
    report = measured(lambda n: reportlab_page(certificate(n)))
    return {
        "receipt_dots": bitmap.height,
        "receipt": ours,
        "pillow_and_python_escpos": drawn,
        "bitmap_to_bytes": bytes_alone,
        "python_escpos_image_alone": escpos_alone,
        "certificate": page,
        "reportlab": report,
        "times_faster_receipt": ratio(drawn, ours),
        "times_faster_bytes": ratio(escpos_alone, bytes_alone),
        "times_faster_certificate": ratio(report, page),
    }


def receipt(number: int) -> AcceptanceReceipt:
    """1,200 dots high; name, number and code differ from record to record."""
    paper = samples()["acceptance"]
    assert isinstance(paper, AcceptanceReceipt)
    return replace(
        paper,
        receipt=f"LW-260318-{number:05d}-9ZT2M",
        check_code=f"{number:04d} 7F3A",
        applicant=replace(paper.applicant, name=f"{chr(0x5F20 + number * 7)}*明"),
        materials=(*paper.materials, Material("户口簿", "现场拍")),
    )


def certificate(number: int) -> Certificate:
    paper = samples()["certificate"]
    assert isinstance(paper, Certificate)
    return replace(paper, number=f"LW证[2026]{number:04d}")


def escpos(picture: Image.Image) -> bytes:
    device = Dummy()
    device.profile.profile_data["media"]["width"]["pixels"] = 576
    device.image(picture, impl="bitImageRaster")
    device.cut()
    return bytes(device.output)


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


def measured(make: Callable[[int], object]) -> Figures:
    """p50 and p95 in milliseconds after two rounds that don't count."""
    spent = []
    for number in range(ROUNDS + 2):
        begin = perf_counter()
        make(number)
        spent.append((perf_counter() - begin) * 1000)
    cuts = statistics.quantiles(spent[2:], n=20)
    return {"p50_ms": round(statistics.median(spent[2:]), 2), "p95_ms": round(cuts[18], 2)}


def ratio(theirs: Figures, ours: Figures) -> float:
    return round(theirs["p50_ms"] / ours["p50_ms"], 1)
