from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.cli.doctor_devices import devices
from kiosk.codes.card import CardError, CardFault, ContradictionError, IdCard
from kiosk.flow.identify import identify_card, identify_typed
from kiosk.sandbox.idcard import DEVICE, Desk, serve
from kiosk.scanning.idcard import HelperReader
from kiosk.settings import Settings
from kiosk.words import sentence
from tests.stations import ID_NUMBER, NAME, person, station

CARD = {"name": NAME, "id_number": ID_NUMBER, "valid_until": "2035-01-31", "photo": "iVBORw0KGgo="}


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def url(desk: Desk) -> Iterator[str]:
    with serve(desk) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def fault_of(reader: HelperReader) -> CardFault:
    with pytest.raises(CardError) as caught:
        reader.read()
    return caught.value.fault


def test_a_card_laid_down_later_is_read_without_its_photograph(desk: Desk, url: str) -> None:
    threading.Timer(0.2, lambda: desk.put(card=CARD)).start()
    assert HelperReader(url).read() == IdCard(NAME, ID_NUMBER, date(2035, 1, 31))
    desk.put(card={**CARD, "valid_until": ""})
    assert HelperReader(url).read().valid_until is None


def test_what_goes_wrong_has_its_fault(desk: Desk, url: str) -> None:
    impatient = HelperReader(url, patience=0)
    assert fault_of(impatient) is CardFault.NO_CARD
    for fault in ("removed", "no-device", "unreadable"):
        desk.put(fault=fault)
        assert fault_of(impatient) == fault
    desk.put(fault="a word of the maker's own")
    assert fault_of(impatient) is CardFault.UNREADABLE
    desk.put(fault="", card={"name": NAME})
    assert fault_of(impatient) is CardFault.UNREADABLE
    desk.put(card={**CARD, "valid_until": "soon"})
    assert fault_of(impatient) is CardFault.UNREADABLE


def test_a_helper_that_is_not_there_is_said_to_be_none() -> None:
    assert fault_of(HelperReader("http://127.0.0.1:9")) is CardFault.NO_HELPER
    assert all(sentence(CardError(fault)).endswith("。") for fault in CardFault)


def test_a_card_identifies_whom_it_belongs_to(tmp_path: Path) -> None:
    kiosk = station(tmp_path)
    found = identify_card(kiosk, IdCard(NAME, ID_NUMBER, date(2035, 1, 31)))
    typed = identify_typed(kiosk, f" {ID_NUMBER} ")
    assert (found.subject, found.verified, found.name) == (typed.subject, True, NAME)
    for card, fault in (
        (IdCard(NAME, ID_NUMBER, date(2020, 1, 1)), CardFault.EXPIRED),
        (IdCard(NAME, ID_NUMBER[:-1] + "9"), CardFault.UNREADABLE),
        (IdCard(" ", ID_NUMBER), CardFault.UNREADABLE),
    ):
        with pytest.raises(CardError) as caught:
            identify_card(kiosk, card)
        assert caught.value.fault is fault
    kiosk.store.close()


def test_a_number_that_contradicts_the_code_is_refused(tmp_path: Path) -> None:
    kiosk = station(tmp_path)
    known = person()
    whole = identify_typed(kiosk, ID_NUMBER, known=known)
    assert (whole.subject, whole.id_number) == (known.subject, ID_NUMBER)
    assert identify_card(kiosk, IdCard(NAME, ID_NUMBER), known).subject == known.subject
    with pytest.raises(ContradictionError) as caught:
        identify_typed(kiosk, "11010519491231002X", known=known)
    assert "不是同一个人" in sentence(caught.value)
    kiosk.store.close()


def test_doctor_names_the_reader(desk: Desk, url: str) -> None:
    settings = Settings(id_card_helper=url, scanners=())
    assert DEVICE in next(devices(settings)).message
    desk.put(fault="no-device")
    assert "没有接好" in next(devices(settings)).message
