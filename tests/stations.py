"""A service point for tests: the real store and engine, the catalogue, file printers."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from kiosk import app
from kiosk.codes import testissuer
from kiosk.flow import forms
from kiosk.flow.forms import Work
from kiosk.flow.station import Station
from kiosk.settings import Settings
from offline.records import Operator, Person, ServiceItem, StoredForm, Submission
from offline.xlsform import compile_xlsform
from ui.visit.asking import questions_of

CATALOGUE = Path(__file__).resolve().parent.parent / "resources" / "catalogue"
NAME, ID_NUMBER, PHONE = "王小明", "320902194403181235", "13812341234"
STATION = Operator("station", "自助终端", "station")
RESIDENCE = "residence_certificate"
ANSWERS = {
    "for_whom": "self",
    "applicant/name": NAME,
    "applicant/id_number": ID_NUMBER,
    "applicant/phone": PHONE,
    "address/door": "18 号",
    "residence/since": "2023-01-15",
    "witness/witness_name": "李秀兰",
    "witness/witness_phone": "13987654321",
}


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@cache
def stored_form(name: str) -> StoredForm:
    """A form of the catalogue, compiled once a test run."""
    xml, _ = compile_xlsform(CATALOGUE / f"{name}.xlsx")
    media = {path.name: path.read_bytes() for path in CATALOGUE.glob("*.csv")}
    media["visit.xml"] = (CATALOGUE / "visit.xml").read_bytes()
    digest = hashlib.md5(xml, usedforsecurity=False).hexdigest()
    return StoredForm(name, "1", "居住证明", f"md5:{digest}", xml, media)


def item(name: str = RESIDENCE, title: str = "居住证明") -> ServiceItem:
    """A catalogue item for a form."""
    return ServiceItem(name, title, "云溪镇", name, "住房居住", "house", prints="certificate")


def station(folder: Path, clock: Clock | None = None, forms: tuple[str, ...] = ()) -> Station:
    """A kiosk with its own store below ``folder``, one form by default."""
    store = app.open_store(folder / "data")
    for name in forms or (RESIDENCE,):
        store.forms.put(stored_form(name))
    store.catalogue.replace([item(name) for name in forms or (RESIDENCE,)])
    roll, page = folder / "roll.bin", folder / "page.pdf"
    settings = Settings(receipt_printer=f"file:{roll}", document_printer=f"pdf:{page}")
    made = app.station(store, settings, STATION)
    made.clock = clock or Clock()
    return made


def code(name: str = NAME, id4: str = ID_NUMBER[-4:], *, at: datetime) -> str:
    """A fresh service code of the test issuer."""
    return testissuer.code(name, id4, at, nonce=secrets.token_bytes(16))


def person() -> Person:
    """The resident, as a scanned code tells."""
    subject = testissuer.pseudonym("person", NAME, ID_NUMBER[-4:])
    return Person(subject, NAME, ID_NUMBER[-4:], verified=True)


def fill(work: Work) -> None:
    """Answer everything the residence certificate asks; choices take the first offered."""
    for _ in range(3):  # an answer may bring further questions
        for page in work.session.pages():
            for asked in questions_of(page.items):
                question = work.session.question(asked.path)
                known = next((v for k, v in ANSWERS.items() if asked.path.endswith(f"/{k}")), "")
                if known:
                    work.session.answer(asked.path, known)
                elif question.choices and not question.value:
                    work.session.answer(asked.path, question.choices[0].value)


def handed_in(kiosk: Station) -> Submission:
    """A residence certificate that was asked for here, not yet sent."""
    work = forms.begin(kiosk, RESIDENCE, person())
    fill(work)
    return forms.finalise(kiosk, work)
