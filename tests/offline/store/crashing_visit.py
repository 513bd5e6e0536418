"""A visit that hands in one form and is killed within the next, run as a process of its own."""

from __future__ import annotations

import os
import signal
import sys
from io import BytesIO
from pathlib import Path

from kiosk.flow import forms
from kiosk.flow.identify import identify
from kiosk.flow.station import Station
from offline.records import Person
from tests.stations import RESIDENCE, code, fill, station

PHOTO = b"\xff\xd8\xff\xda\x00\x02" + b"a face and a door plate" * 4000 + b"\xff\xd9"


def main(folder: Path) -> None:
    """Say the code's text on standard output, then work until the kill."""
    kiosk = station(folder)
    text = code(at=kiosk.clock())
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
    person = identify(kiosk, text).person
    if person is None:
        raise SystemExit(1)
    _hand_in(kiosk, person)
    half_done = forms.begin(kiosk, RESIDENCE, person)
    fill(half_done)
    forms.save(kiosk, half_done, "/data/witness")
    with kiosk.store.transaction():
        kiosk.store.people.put(person, "13812341234")
        os.kill(os.getpid(), signal.SIGKILL)


def _hand_in(kiosk: Station, person: Person) -> None:
    kiosk.store.people.put(person)
    kiosk.audit("identified", person.subject)
    work = forms.begin(kiosk, RESIDENCE, person)
    fill(work)
    forms.attach(
        kiosk, work, "/data/residence/home_photo", "home.jpg", "image/jpeg", BytesIO(PHOTO)
    )
    forms.finalise(kiosk, work)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
