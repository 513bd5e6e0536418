"""Which scheme a text belongs to, and what that scheme says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from kiosk.codes.address import AddressScheme
from kiosk.codes.certificate import CertificateScheme
from kiosk.codes.cwt import CwtScheme
from kiosk.codes.domains import DomainScheme
from kiosk.codes.event import EventScheme
from kiosk.codes.link import LinkScheme
from kiosk.codes.receipt import ReceiptScheme
from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import FRAME, Circumstances, Resolve, Revoked, Scheme, Used
from kiosk.codes.token import TokenScheme
from kiosk.codes.typed import EnterpriseScheme, IdNumberScheme
from offline.records import IssuerKey

SCHEMES: tuple[Scheme, ...] = (
    CwtScheme(),
    TokenScheme(),
    ReceiptScheme(),
    CertificateScheme(),
    EventScheme(),
    AddressScheme(),
    DomainScheme(),
    LinkScheme(),
    IdNumberScheme(),
    EnterpriseScheme(),
)
"""In the order of asking; a new scheme is one module and one entry here."""

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def verify(
    text: str,
    keys: Sequence[IssuerKey],
    now: datetime,
    *,
    used: Used | None = None,
    revoked: Revoked | None = None,
    online: bool = False,
    resolve: Resolve | None = None,
) -> CodeResult:
    """What can be said of a scanned text, whatever it contains; pure and never raising.

    ``now`` is aware. ``used`` and ``revoked`` are asked only of a code whose signature holds;
    ``online`` says that keys and revocations are fresh, otherwise a good code is
    ``VERIFIED_OFFLINE`` (待核验). ``resolve`` asks the exchange whose an opaque token is; what
    it may take is the caller's business, and without it a token opens nothing.
    """
    given = Circumstances(keys, now, used, revoked, online, resolve)
    bare = text.strip(FRAME)
    for scheme in SCHEMES:
        if scheme.recognises(bare):
            return scheme.verify(bare, given)
    return CodeResult(Verdict.NOT_A_CODE, detail="" if bare.strip() else "empty")


def proves(text: str, keys: Sequence[IssuerKey]) -> bool:
    """Whether a text's own signature shows that it was read right, fresh or not.

    For readers that may misread: only a code whose signature holds tells of a person.
    """
    return verify(text, keys, _ANY_TIME).person is not None
