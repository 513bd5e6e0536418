"""The acts of the headless demo: a child process with the real window, offscreen.

Each step is told as a JSON line on stdout; the director decides what to make of it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw

from kiosk import app
from kiosk.cli import BAD_ENVIRONMENT, OK
from kiosk.codes import testissuer
from kiosk.flow import papers
from kiosk.flow.papers import PaperKind
from kiosk.scanning.image import read_picture
from kiosk.scanning.port import Scan
from kiosk.settings import Settings
from ui.fields import Field, Kind, kind_of
from ui.pages.check import CheckPage
from ui.pages.done import DoneOfflinePage, Printing
from ui.pages.guide import GuidePage
from ui.pages.home import HomePage
from ui.pages.my import MyPage
from ui.pages.progress import ProgressPage
from ui.pages.proof import ProofPage
from ui.pages.question import QuestionPage
from ui.pages.scan import ScanPage
from ui.pages.services import ServicesPage
from ui.theme import Screen, make_application
from ui.visit.hands import answer
from ui.visit.kiosk import Kiosk
from ui.visit.rehearsal import Rehearsal, Script

ITEM = "居住证明"
RESIDENT, RESIDENT_ID = "王小明", "320902194403181235"
# What the resident answers, by the end of a question's path; other questions are left empty.
ANSWERS: Mapping[str, str] = {
    "id_number": RESIDENT_ID,
    "phone": "13812341234",
    "door": "18 号",
    "since": "2023-01-15",
    "witness_name": "李秀兰",
    "witness_phone": "13987654321",
}
"""Choices take the first that is offered; a photo and a signature are given wherever asked."""


def play(act: str, data: Path, out: Path, exchange: str) -> int:
    """Play one act; 0 only if every step was as it should be."""
    del exchange

    qt = make_application()
    services = app.services(data, _settings(data, out, act))
    kiosk = Kiosk(qt, services, Screen())
    rehearsal = Rehearsal(kiosk, out)
    outcome: list[bool] = []
    rehearsal.step_done.connect(_tell)
    rehearsal.finished.connect(outcome.append)
    rehearsal.finished.connect(lambda _ok: qt.quit())
    kiosk.shell.show()
    kiosk.open()
    script = _first(rehearsal, out) if act == "first" else _second(rehearsal, out)
    rehearsal.play(script, count=0 if act == "first" else len(list(out.glob("[0-9]*.png"))))
    qt.exec()
    kiosk.close()
    return OK if outcome == [True] else BAD_ENVIRONMENT


def _settings(data: Path, out: Path, act: str) -> Settings:
    roll = out / ("slip.bin" if act == "first" else "receipt.bin")
    printers = {
        "receipt_printer": f"file:{roll}",
        "document_printer": f"pdf:{out / 'certificate.pdf'}",
    }
    return app.load_settings(data).model_copy(update=printers)


def _tell(name: str, ok: bool, ms: int, detail: str) -> None:
    step = {"name": name, "ok": ok, "ms": ms, **({"detail": detail} if detail else {})}
    print(json.dumps(step, ensure_ascii=False), flush=True)


def _first(play: Rehearsal, out: Path) -> Script:
    """Scan, choose, fill, hand in, take the slip: all without a network."""
    with play.step("home"):
        yield play.showing(HomePage)
        yield lambda: bool(play.kiosk.entrance.items)
        play.shot("home")
    with play.step("scan"):
        play.press("扫码办事")
        yield play.showing(ScanPage)
        play.shot("scan")
        _scan(play.kiosk, _code_picture(out / "code.png"))
    with play.step("identified-offline"):
        yield play.showing(MyPage)
        play.shot("my")
    with play.step("service-chosen"):
        play.press("办")
        yield play.showing(ServicesPage)
        play.shot("services")
        play.press(ITEM)
        yield play.showing(GuidePage)
        play.shot("guide")
        play.press("开始办理")
    yield from _hand_in(play, out)
    # The director kills this process here: what was handed in must be there afterwards.
    yield lambda: False


def _hand_in(play: Rehearsal, out: Path) -> Script:
    """Answer everything, look it over, submit, and take the slip."""
    with play.step("filled"):
        yield from _fill(play, out)
    with play.step("checked"):
        yield play.showing(CheckPage)
        play.shot("check")
        play.press("我看过了")
        play.press("确认提交")
    with play.step("submitted-offline"):
        yield play.showing(DoneOfflinePage)
    with play.step("slip-printed"):
        yield lambda: _shows(play, Printing.PRINTED)
        play.shot("done-offline")
        _preview(play.kiosk, PaperKind.SLIP, out / "slip.png")
        yield (out / "slip.png").exists


def _second(play: Rehearsal, out: Path) -> Script:
    """Started again with the exchange back: the slip's code leads to receipt and certificate."""
    with play.step("restarted"):
        yield play.showing(HomePage)
    with play.step("synchronised"):
        yield lambda: play.kiosk.sync.online
        play.shot("home-again")
    with play.step("progress-by-slip"):
        play.press("查我的办件")
        yield play.showing(ScanPage)
        play.shot("scan-slip")
        _scan(play.kiosk, out / "slip.png")
        yield play.showing(ProgressPage)
    with play.step("case-accepted"):
        yield lambda: _offers(play, "打印受理回执")
        play.shot("progress")
    with play.step("receipt-printed"):
        receipt = _reference(play)
        yield from _printed(play, "打印受理回执")
        yield lambda: (out / "receipt.bin").exists() and _offers(play, "打印证明")
        _preview(play.kiosk, PaperKind.ACCEPTANCE, out / "receipt.png", receipt)
        yield (out / "receipt.png").exists
    with play.step("certificate-printed"):
        yield from _printed(play, "打印证明")
        yield lambda: (out / "certificate.pdf").exists() and not _offers(play, "打印证明")
        play.shot("progress-done")


def _printed(play: Rehearsal, words: str) -> Script:
    """The paper is looked at first."""
    play.press(words)
    yield play.showing(ProofPage)
    play.shot("proof")
    play.press("打印")


def _fill(play: Rehearsal, out: Path) -> Script:
    """Answer page by page until the check page comes."""
    photo = _photo(out / "photo.jpg")
    while True:
        yield play.showing((QuestionPage, CheckPage))
        page = play.page
        if isinstance(page, CheckPage):
            return
        for path, field in list(play.kiosk.filling.fields.items()):
            _answer(path, field, photo)
            yield play.showing(QuestionPage)
        play.shot("question")
        play.press("下一步")
        yield play.left(page)


def _answer(path: str, field: Field, photo: Path) -> None:

    kind = kind_of(field.question)
    known = next((v for tail, v in ANSWERS.items() if path.endswith(f"/{tail}")), "")
    if field.question.choices and not field.value():
        answer(field, known or field.question.choices[0].value, photo)
    elif known or kind in {Kind.PHOTO, Kind.DRAW}:
        answer(field, known, photo)


def _offers(play: Rehearsal, words: str) -> bool:

    page = play.page
    return isinstance(page, ProgressPage) and page.data.action_words == words


def _reference(play: Rehearsal) -> str:
    return play.kiosk.stage.visit.receipt


def _shows(play: Rehearsal, printing: Printing) -> bool:

    page = play.page
    return isinstance(page, DoneOfflinePage) and page.data.printing is printing


def _scan(kiosk: Kiosk, picture: Path) -> None:
    """A picture is read and its text goes the way of every scan."""
    symbols = read_picture(picture)
    kiosk.entrance.scanned(Scan(symbols[0].text, "image"))


def _preview(kiosk: Kiosk, kind: PaperKind, path: Path, reference: str = "") -> None:
    receipt = reference or kiosk.stage.visit.receipt

    def keep(picture: bytes) -> None:
        path.write_bytes(picture)

    kiosk.stage.press(lambda station: papers.preview(station, kind, receipt), keep)


def _code_picture(path: Path) -> Path:
    """A fresh code of the test issuer, as a phone would show it."""
    nonce = secrets.token_bytes(16)
    text = testissuer.code(RESIDENT, RESIDENT_ID[-4:], app.now(), nonce=nonce)
    with path.open("wb") as file:
        qrcode.make(text, border=4, box_size=6).save(file)
    return path


def _photo(path: Path) -> Path:
    """A picture of a house, drawn: what a resident would take of where they live."""
    picture = Image.new("RGB", (1200, 900), "#cfe0ea")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((250, 380, 950, 800), fill="#f4f1e6")
    pen.polygon(((200, 380), (600, 160), (1000, 380)), fill="#34505a")
    pen.rectangle((520, 560, 680, 800), fill="#6b4a2f")
    picture.save(path, quality=88)
    return path
