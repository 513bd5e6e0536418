"""Electronic licences of the sandbox: demonstration ones for whoever asks with a consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from kiosk.sandbox.authority import Authority
from kiosk.sandbox.counter_models import ConsentRequest
from kiosk.sandbox.documents import sealed
from kiosk.sandbox.ledger import Ledger, digest, stamp
from printers.papers import Certificate, Run, RunKind
from printers.typeset import certificate_pdf

FRESH: Final = timedelta(minutes=30)
NOBODY: Final = "nobody"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of licence that everybody here has; ``days`` it holds, 0 for ever."""

    kind: str
    name: str
    issuer: str
    days: int = 0


KINDS: Final = (
    Kind("id-card", "居民身份证（演示）", "云溪镇派出所（演示）", 3650),
    Kind("household-register", "居民户口簿（演示）", "云溪镇派出所（演示）"),
    Kind("social-security-card", "社会保障卡（演示）", "县人力资源和社会保障局（演示）", 3650),
    Kind("disability", "残疾人证（演示）", "县残疾人联合会（演示）", -30),
)


class NoConsentError(Exception):
    """No consent, one that is too old, or one given for something else."""


class LicenceRoom:
    """Consents are kept; licences follow from the subject, so that nothing personal is."""

    def __init__(self, ledger: Ledger, authority: Authority) -> None:
        self._ledger, self._authority = ledger, authority

    def of(self, consent: ConsentRequest, terminal: str) -> list[dict[str, Any]]:
        """The licences of the one who consented (NoConsentError)."""
        self._record(consent, terminal)
        if consent.subject == NOBODY:
            return []
        return [self._entry(kind, consent.subject) for kind in KINDS]

    def document(self, licence_id: str, consent: ConsentRequest, terminal: str) -> bytes | None:
        """A sealed PDF; None for a licence that is not theirs (NoConsentError)."""
        self._record(consent, terminal)
        kind = next((k for k in KINDS if _id(k, consent.subject) == licence_id), None)
        if kind is None or consent.subject == NOBODY:
            return None
        told = self._entry(kind, consent.subject)
        words = (Run("本证照仅供演示，用途："), Run(consent.purpose, RunKind.FIELD), Run("。"))
        paper = Certificate(
            title=kind.name,
            issuer=kind.issuer,
            number=told["number"],
            name="演示",
            id_number="",
            paragraphs=(words,),
            issued=date.fromisoformat(told["valid_from"]),
            help_phone="0515-5550123",
            qr_text=f"GSD1:{licence_id}",
        )
        return sealed(certificate_pdf(paper), self._authority)

    def _record(self, consent: ConsentRequest, terminal: str) -> None:
        """A consent counts for half an hour, for one person and purpose."""
        if abs(datetime.now(UTC) - consent.at) > FRESH:
            raise NoConsentError
        self._ledger.run(
            "INSERT OR IGNORE INTO consents VALUES (?, ?, ?, ?, ?, ?)",
            consent.id,
            consent.subject,
            consent.purpose,
            consent.operator,
            stamp(consent.at),
            terminal,
        )
        row = self._ledger.row("SELECT * FROM consents WHERE id = ?", consent.id)
        told = (consent.subject, consent.purpose, terminal)
        if row is None or (row["subject"], row["purpose"], row["terminal"]) != told:
            raise NoConsentError

    def _entry(self, kind: Kind, subject: str) -> dict[str, Any]:
        since = date(2024, 5, 1)
        until = None
        if kind.days:
            until = (datetime.now(UTC).date() + timedelta(days=kind.days)).isoformat()
        tail = digest(subject)[:4].upper()
        return {
            "id": _id(kind, subject),
            "kind": kind.kind,
            "name": kind.name,
            "issuer": kind.issuer,
            "number": f"3209**********{tail}",
            "valid_from": since.isoformat(),
            "valid_until": until,
            "has_document": True,
        }


def _id(kind: Kind, subject: str) -> str:
    return digest(f"{kind.kind}\0{subject}")[:24]
