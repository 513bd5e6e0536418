"""Several submissions in flight at once, one an instance: what a long round trip asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Final

from offline.exchange.port import Denied, Parcel, SendOutcome, Unreachable

WIDTH: Final = 8
IN_HAND: Final = 2
"""Parcels in hand for each sender, so that none idles while outcomes are made durable."""
Wave = list[tuple[Parcel, SendOutcome]]


class Flights:
    """A pool of senders. ``ready`` says whether the server is known: if not, one goes ahead."""

    def __init__(
        self, send: Callable[[Parcel], SendOutcome], ready: Callable[[], bool], width: int = WIDTH
    ) -> None:
        self._send, self._ready, self._width = send, ready, width
        self._pool: ThreadPoolExecutor | None = None

    def send_all(self, parcels: Iterator[Parcel]) -> Iterator[Wave]:
        """Outcomes in the order in which they come. The next parcel is taken only when there is
        room for it, in the caller's thread; when ``parcels`` ends, those in flight land first.
        What nobody began to send when the link failed or the door was closed has no outcome.
        """
        flying: dict[Future[SendOutcome], Parcel] = {}
        ended = False
        while flying or not ended:
            while not ended and len(flying) < self._width * IN_HAND:
                parcel = next(parcels, None)
                if parcel is None:
                    ended = True
                elif parcel.here or not self._ready():
                    yield [(parcel, self._send(parcel))]
                else:
                    flying[self._senders().submit(self._send, parcel)] = parcel
            if flying:
                landed, _ = wait(flying, return_when=FIRST_COMPLETED)
                wave = [(flying.pop(future), future.result()) for future in landed]
                if any(isinstance(outcome, Unreachable | Denied) for _, outcome in wave):
                    _call_off(flying)
                yield wave

    def close(self) -> None:
        """Wait for those in flight and end the threads."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _senders(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._width, thread_name_prefix="exchange")
        return self._pool


def _call_off(flying: dict[Future[SendOutcome], Parcel]) -> None:
    for future in [future for future in flying if future.cancel()]:
        del flying[future]
