"""The catalogue's forms, compiled once a run, and sessions of them at a fixed moment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from offline import forms
from offline.forms.api import FormSession
from offline.forms.form import Compiled
from offline.xlsform import compile_xlsform
from tests.resources.form_answers import NOW, Answers

CATALOGUE = Path(__file__).resolve().parents[2] / "resources" / "catalogue"
FORM_IDS = sorted(path.stem for path in CATALOGUE.glob("*.xlsx"))
MEDIA = {name: (CATALOGUE / name).read_bytes() for name in ("address.csv", "visit.xml")}
INSTANCE_ID = "uuid:00000000-0000-4000-8000-000000000001"
CHINESE, ENGLISH = "中文 (zh)", "English (en)"


@cache
def compiled(form_id: str) -> tuple[bytes, list[str]]:
    """The XForm of a catalogue form and the compiler's warnings."""
    return compile_xlsform(CATALOGUE / f"{form_id}.xlsx", form_id)


@cache
def form_of(form_id: str) -> Compiled:
    """The compiled form."""
    return forms.load(compiled(form_id)[0], MEDIA)


def begun(form_id: str, visit: bytes | None = None) -> FormSession:
    """A new session; ``visit`` fills the secondary instance of that name."""
    return forms.begin(
        form_of(form_id),
        instance_id=INSTANCE_ID,
        instances={} if visit is None else {"visit": visit},
        language=CHINESE,
        now=lambda: NOW,
        device={},
    )


def answered(form_id: str, answers: Answers, visit: bytes | None = None) -> FormSession:
    """A session with these answers given in order; ``+`` adds to a repeat."""
    session = begun(form_id, visit)
    for path, value in answers:
        if path == "+":
            session.add_repeat(value)
        else:
            session.answer(path, value)
    return session
