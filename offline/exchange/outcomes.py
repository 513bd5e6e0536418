"""What the centre's answers mean, as closed sets: to a submission, and to any other question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Accepted:
    """201 or 202 with the OpenRosa envelope: the exchange holds it (FACTS, Exchange)."""

    status: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """413 or another 4xx: the server's own words, for a person to decide (quarantine)."""

    status: int
    message: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """409: often a race of the server's, so wait and send the same bytes again."""

    message: str


@dataclass(frozen=True, slots=True)
class FormMissing:
    """404: the form is not there (yet)."""

    message: str


@dataclass(frozen=True, slots=True)
class Denied:
    """401 or 403: this terminal may not; the whole queue pauses and says so.

    ``reason`` is ``revoked`` or ``expired`` where the server says so (``WWW-Authenticate`` of
    RFC 6750 with the parameter ``reason``), else empty.
    """

    status: int
    message: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No proof either way: time-out, cut, 5xx, 423, 429, 200 without envelope, foreign redirect.

    ``cause`` is a short lower-case word (``timeout``, ``cut``, ``status 503``, ``no envelope``,
    ``redirect``, ``tls``, ``dns``), ``retry_after`` seconds if the server asked for a pause.
    """

    cause: str
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Unsupported:
    """This server does not offer it: what needs ``capability`` is greyed out, never an error."""

    capability: str


SendOutcome = Accepted | Refused | Conflict | FormMissing | Denied | Unreachable


Unanswered = Unreachable | Denied | Refused | FormMissing
QuestionOutcome = Unanswered | Unsupported


class ExchangeError(Exception):
    """A question other than ``send`` went unanswered; ``outcome`` says why."""

    def __init__(self, outcome: QuestionOutcome) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome
