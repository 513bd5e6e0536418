"""Opaque codes scanned while the centre could not be asked: asked before anything of theirs leaves.

Such a visit is provisional: the person typed their ID, and what they hand in waits until the centre
has said whose the code was. If it says somebody else, or that the code was no good when it was
scanned, a supervisor decides; nothing has left the terminal by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from offline.exchange.online import Resolution, TokenRefusal
from offline.exchange.port import ExchangeError, Unsupported
from offline.i18n import tr
from offline.records import NOBODY, Submission, SubmissionState
from offline.store.port import Notes
from offline.sync.course import Run
from offline.sync.orders import TELLER

_SCANNED: Final = "code.scanned:"
_HELD: Final = "code.held:"
_A_VISIT: Final = timedelta(days=1)
CONTRADICTS: Final = "contradicts"
UNSUPPORTED: Final = "unsupported"


@dataclass(frozen=True, slots=True)
class Unresolved:
    """An opaque code, and when (aware) it was scanned."""

    issuer: str
    token: str
    seen: datetime

    @property
    def line(self) -> str:
        return f"{self.seen.isoformat()} {self.issuer} {self.token}"


def scanned(notes: Notes, subject: str, code: Unresolved | None) -> None:
    """Whose visit begins with this code; None for one that begins without."""
    notes.take(_SCANNED + subject)
    if code is not None:
        notes.put(_SCANNED + subject, code.line)


def hold(notes: Notes, subject: str, instance_id: str) -> None:
    """Let this submission wait for the code that its person's visit began with, if it did."""
    line = notes.get(_SCANNED + subject)
    if line is not None:
        notes.put(_HELD + instance_id, line)


def resolved(run: Run, rows: Sequence[Submission]) -> list[Submission]:
    """Those of these rows that may leave; the others wait on, or are a supervisor's now."""
    _forget_old(run)
    return [row for row in rows if _may_leave(run, row)]


def _forget_old(run: Run) -> None:
    """A visit that is over has handed in what it did: its code waits with that."""
    notes = run.store.notes
    for name in notes.names(_SCANNED):
        line = notes.get(name)
        if line and run.now - datetime.fromisoformat(line.split()[0]) > _A_VISIT:
            notes.take(name)


def _may_leave(run: Run, row: Submission) -> bool:
    line = run.store.notes.get(_HELD + row.instance_id)
    if line is None:
        return True
    seen, issuer, token = line.split()
    try:
        answer = run.exchange.online().resolve(issuer, token, datetime.fromisoformat(seen))
    except ExchangeError as error:
        if isinstance(error.outcome, Unsupported):
            _set_aside(run, row, UNSUPPORTED)
        return False
    wrong = _wrong(run, row, issuer, answer)
    if wrong:
        _set_aside(run, row, wrong)
        return False
    _forget(run, row, line)
    return True


def _wrong(run: Run, row: Submission, issuer: str, answer: Resolution | TokenRefusal) -> str:
    """What speaks against it; a code opens one visit, so its nonce is used up here."""
    if isinstance(answer, TokenRefusal):
        return answer.value
    typed = row.person.id4 if row.person else ""
    if answer.person.issuer != issuer or answer.person.id4.upper() != typed.upper():
        return CONTRADICTS
    first = run.store.trust.use_nonce(issuer, answer.nonce, answer.expires)
    return "" if first else TokenRefusal.USED.value


def _forget(run: Run, row: Submission, line: str) -> None:
    """It was this person's: nothing more of the same visit need wait."""
    notes, audit = run.store.notes, run.store.audit
    with run.store.transaction():
        for name in (*notes.names(_HELD), *notes.names(_SCANNED)):
            if notes.get(name) == line:
                notes.take(name)
        parties = audit.parties(row.instance_id) or NOBODY
        audit.record(TELLER, "resolve", row.instance_id, "resolved", parties)


def _set_aside(run: Run, row: Submission, why: str) -> None:
    """Quarantined; if a supervisor sends it again all the same, nothing is asked any more."""
    store = run.store
    with store.transaction():
        store.submissions.claim(row.instance_id, run.now)
        store.submissions.settle(
            row.instance_id, SubmissionState.QUARANTINED, run.now, reason=_sentence(why)
        )
        store.notes.take(_HELD + row.instance_id)
        parties = store.audit.parties(row.instance_id) or NOBODY
        store.audit.record(TELLER, "resolve", row.instance_id, why, parties)
    run.summary.quarantined += 1


def _sentence(why: str) -> str:
    told = {
        TokenRefusal.REVOKED: tr("办事时扫的码已经作废"),
        TokenRefusal.EXPIRED: tr("办事时扫的码当时已经过期"),
        TokenRefusal.USED: tr("办事时扫的码以前用过"),
        CONTRADICTS: tr("办事时扫的码是另一个人的，和输的身份证号对不上"),
        UNSUPPORTED: tr("交换平台不核对这种码"),
    }.get(why, tr("办事时扫的码，发码机构不认识"))
    return tr("{told}。还没有上报，请先核对本人身份。", told=told)
