"""A submission on its way: frozen bytes and the attachments that go with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO


class UnreadableFileError(Exception):
    """An attachment's bytes are not what was recorded; ``send`` answers it with ``Refused``."""


@dataclass(frozen=True, slots=True)
class ParcelFile:
    """An attachment to send; ``open`` gives a fresh stream from the start, every time."""

    name: str
    media_type: str
    size: int
    sha256: str
    open: Callable[[], BinaryIO]


def ignore_progress(name: str) -> None:
    """Take no notice of an attachment's arrival."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Frozen bytes of one submission and its attachments still to be sent.

    ``on_sent`` is called with the name of each attachment that the exchange has confirmed, before
    ``send`` returns, in the thread that sends. ``give_up`` is a ``time.monotonic()`` after which
    the sender waits no longer. ``here`` says that its files can be read in the caller's thread
    only, because they stream out of the store; ``more`` that other attachments come later.
    """

    instance_id: str
    form_id: str
    xml: bytes
    files: tuple[ParcelFile, ...] = ()
    on_sent: Callable[[str], None] = ignore_progress
    give_up: float | None = None
    here: bool = False
    more: bool = False
