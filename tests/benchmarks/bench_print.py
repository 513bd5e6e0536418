"""From a record to the bytes for the printer, beside python-escpos's image path and reportlab.

python-escpos's image path, as its users go it: the receipt is drawn with Pillow (the same words in
the same fonts and sizes, the code by the ``qrcode`` package that python-escpos brings) and handed
to ``Escpos.image``. That is the peer. Told beside it: the very same paper by Typst's PNG (the
usual way out of Typst) and ``image``, and ``image`` alone with a picture that is there already.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from escpos.printer import Dummy
from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printers.commands import receipt_bytes
from printers.documents import document
from printers.papers import AcceptanceReceipt, Certificate, Masked, Material, check_code
from printers.port import Medium
from printers.qr import qr_modules
from printers.samples import samples
from printers.typeset import ROLL_DPI, typesetter
from printers.wording import worded
from resources import fonts

WARM, TURNS, ROUNDS = 30, 5, 10
WIDE, EDGE, SIZE, LINE = 576, 18, 27, 40
CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
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
            "pillow_and_python_escpos": lambda n: escpos(pillow_receipt(receipt(n), bitmap.height)),
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
            "times_faster_receipt": ratio(spent["pillow_and_python_escpos"], ours),
            "times_faster_receipt_than_png": ratio(
                spent["same_paper_by_png_and_python_escpos"], ours
            ),
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
    draw = Random(number)  # noqa: S311 — records, no secrets
    code, now = "".join(draw.choices(CODE, k=10)), paper.printed + timedelta(minutes=7 * number)
    return replace(
        paper,
        receipt=f"LW-{now:%y%m%d}-{code[:5]}-{code[5:]}",
        check_code=check_code(code),
        applicant=Masked(
            name=f"{draw.choice(SURNAMES)}*{hanzi(draw)}",
            id_number=f"{draw.randrange(1000, 9999)}**********{draw.randrange(1000, 9999)}",
            phone=f"1{draw.randrange(30, 99)}****{draw.randrange(1000, 9999)}",
        ),
        case=replace(
            paper.case,
            number=f"{now:%Y%m%d}{draw.randrange(10**6):06d}",
            accepted=now,
            deadline=now.date() + timedelta(days=22),
        ),
        printed=now,
        materials=(*paper.materials, Material("户口簿", "现场拍")),
    )


def hanzi(draw: Random) -> str:
    """One of the 3,755 usual characters (GB 2312, level 1)."""
    return bytes([draw.randrange(0xB0, 0xD7), draw.randrange(0xA1, 0xFF)]).decode("gb2312")


def certificate(number: int) -> Certificate:
    paper = samples()["certificate"]
    assert isinstance(paper, Certificate)
    return replace(paper, number=f"LW证[2026]{number:04d}")


def escpos(picture: Image.Image) -> bytes:
    """python-escpos's image path."""
    device = Dummy()
    device.profile.profile_data["media"]["width"]["pixels"] = 576
    device.image(picture, impl="bitImageRaster")
    device.cut()
    return bytes(device.output)


def typeset_picture(paper: AcceptanceReceipt) -> Image.Image:
    """The very same paper as a picture: the template set to PNG, and the PNG read."""
    setter, code = typesetter(), qr_modules(paper.qr)
    return Image.open(BytesIO(setter._set(paper, 576, False, "png", code, ppi=ROLL_DPI)))


def pillow_receipt(paper: AcceptanceReceipt, height: int) -> Image.Image:
    """The same words at their places, in grey, as it is drawn and converted quickest."""
    sheet, words = Image.new("L", (WIDE, height), 255), worded(paper)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, WIDE, 170), fill=0)
    draw.text((WIDE // 2, 36), words["site"], font=face(29), fill=255, anchor="mm")
    draw.text((WIDE // 2, 105), words["title"], font=face(80, bold=True), fill=255, anchor="mm")
    draw.text((EDGE, 195), words["number_label"], font=face(SIZE), fill=0)
    draw.text((EDGE, 222), " ".join(words["number"]), font=face(55, bold=True), fill=0)
    top = ruled(draw, 309)
    for label, value in words["rows"]:
        draw.text((EDGE, top), label, font=face(SIZE), fill=0)
        draw.text((162, top), value, font=face(SIZE, bold=True), fill=0)
        top += LINE
    top = ruled(draw, top + 12)
    draw.text((EDGE, top), words["materials_title"], font=face(31, bold=True), fill=0)
    for n, (name, source) in enumerate(words["materials"], 1):
        top += LINE
        draw.text((EDGE, top), f"{n}  {name}", font=face(SIZE), fill=0)
        draw.text((WIDE - EDGE, top), source, font=face(SIZE), fill=0, anchor="ra")
    top = ruled(draw, top + LINE + 12)
    sheet.paste(pillow_code(paper.qr), (8, top))
    for n, (kind, line) in enumerate(words["beside"]):
        big = face(41 if kind == "big" else 29, bold=True) if kind != "small" else face(26)
        draw.text((243, top + 30 + LINE * n), line, font=big, fill=0, anchor="lm")
    top = ruled(draw, top + 225)
    draw.text((EDGE, top), words["notes"][0], font=face(SIZE), fill=0)
    draw.text((EDGE, top + 60), "   ".join(words["foot"]), font=face(24), fill=0)
    return sheet


def pillow_code(text: str) -> Image.Image:
    code = QRCode(error_correction=ERROR_CORRECT_M, box_size=7, border=4)
    code.add_data(text)
    return code.make_image().get_image()


def ruled(draw: ImageDraw.ImageDraw, top: int) -> int:
    """A rule, and where the words below it begin."""
    draw.line((EDGE, top, WIDE - EDGE, top), fill=0, width=4)
    return top + 22


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


@cache
def face(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "NotoSansCJK-Bold.ttc" if bold else "NotoSansCJK-Regular.ttc"
    return ImageFont.truetype(str(font(name)), size, index=2)


def font(name: str) -> Path:
    return next(path for path in fonts.located() if path.name == name)


def measured(makers: Mapping[str, Callable[[int], object]]) -> dict[str, Figures]:
    """p50 and p95 in milliseconds of wall and processor time, a new record every time.

    The makers take turns, some rounds each, so that what else the machine does falls on all
    alike; the first two rounds of a turn warm the processor's caches and don't count. Before, each
    has made as many papers as a service point prints in a morning.
    """
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in makers}
    numbers = count()
    for make in makers.values():
        for _ in range(WARM):
            make(next(numbers))
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
