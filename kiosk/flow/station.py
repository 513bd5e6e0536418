"""A service point at work: the ports and facts every use case needs, passed in once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.codes.scheme import Resolve
from offline.forms import load
from offline.forms.form import Compiled
from offline.records import NOBODY, IssuerKey, Operator, Parties, StoredForm
from offline.store.port import Store
from printers.papers import Site, local
from printers.port import Printer
from printers.sheets import Sheet


@dataclass(slots=True)
class Station:
    """Who acts, where, with what.

    ``clock`` gives aware UTC, ``entropy(n)`` n random bytes. ``demonstration_keys`` are trusted
    only while the terminal is not enrolled at a real exchange. ``roots`` are the certificates
    (PEM) that sealed documents must lead to. ``resolve`` asks the exchange whose an opaque code is.
    ``receipt_text`` leaves slips and receipts to the printer's own letters.
    ``sheets`` says by the kind of document how it lies on its A4 printer's paper.
    ``for_reference`` lets an OFD be printed as 仅供参考 whose seal is not proved.
    ``locate`` tells where this is (``latitude longitude altitude accuracy``); nothing where it
    cannot know.
    """

    store: Store
    operator: Operator
    site: Site
    clock: Callable[[], datetime]
    entropy: Callable[[int], bytes]
    receipt_printer: Printer | None = None
    document_printer: Printer | None = None
    receipt_text: bool = False
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    for_reference: bool = False
    demonstration_keys: tuple[IssuerKey, ...] = ()
    device: Mapping[str, str] = field(default_factory=dict)
    roots: tuple[bytes, ...] = ()
    locate: Callable[[], str] = lambda: ""
    resolve: Resolve | None = None
    _forms: dict[tuple[str, str, str], Compiled] = field(default_factory=dict)

    def form(self, stored: StoredForm) -> Compiled:
        """The compiled form, kept here and beside it in the store (FormError)."""
        key = (stored.form_id, stored.version, stored.hash)
        if key not in self._forms:
            shelf = self.store.forms.shelf(stored.form_id, stored.version)
            self._forms[key] = load(stored.xml, stored.media, shelf)
        return self._forms[key]

    def wall_clock(self) -> datetime:
        """Now by the country's wall clock: what ``today()`` means to a form, and a 登记号's day."""
        return local(self.clock())

    def keys(self) -> tuple[IssuerKey, ...]:
        """The issuer keys that service codes are verified with here and now."""
        return (*self.store.trust.keys(), *self.demonstration_keys)

    def audit(
        self, act: str, subject: str = "", detail: str = "", parties: Parties = NOBODY
    ) -> None:
        """An act of this station's operator, into the chain."""
        self.store.audit.record(self.operator.id, act, subject, detail, parties)
