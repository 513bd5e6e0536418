"""Several in flight: once the link failed nothing new leaves, and what stayed has no outcome."""

from __future__ import annotations

import threading

import pytest

from offline.exchange.flights import IN_HAND, WIDTH, Flights
from offline.exchange.port import Accepted, Denied, Parcel, SendOutcome, Unreachable


def parcels(count: int) -> list[Parcel]:
    return [Parcel(f"uuid:{number}", "f", b"<data/>") for number in range(count)]


def test_every_parcel_lands_once_when_all_is_well() -> None:
    flights = Flights(lambda _: Accepted(201, ""), lambda: True)
    landed = [parcel for wave in flights.send_all(iter(parcels(50))) for parcel, _ in wave]
    flights.close()
    assert sorted(parcel.instance_id for parcel in landed) == sorted(
        parcel.instance_id for parcel in parcels(50)
    )


@pytest.mark.parametrize("trouble", [Unreachable("cut"), Denied(401, "no")], ids=["cut", "denied"])
def test_what_nobody_began_to_send_is_called_off_when_the_link_fails(trouble: SendOutcome) -> None:
    failed = threading.Event()
    begun: list[str] = []

    def send(parcel: Parcel) -> SendOutcome:
        begun.append(parcel.instance_id)
        if parcel.instance_id == "uuid:0":
            return trouble
        failed.wait(30)
        return Accepted(201, "")

    flights = Flights(send, lambda: True)
    landed: list[str] = []
    for wave in flights.send_all(iter(parcels(WIDTH * IN_HAND))):
        failed.set()
        landed += [parcel.instance_id for parcel, _ in wave]
    flights.close()
    assert sorted(landed) == sorted(begun)
    assert len(begun) < WIDTH * IN_HAND
