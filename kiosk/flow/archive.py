"""Archive packages (预归档) of finished cases: packed from the frozen bytes, handed in once."""

from __future__ import annotations

from kiosk.flow import agency
from kiosk.flow.station import Station
from offline.archive import pack
from offline.exchange.port import Exchange
from offline.records import CaseState, Submission, SubmissionState

NOTE = "archived:"
FINISHED = (CaseState.DONE, CaseState.REFUSED)


def package_of(station: Station, instance_id: str) -> bytes:
    """The package of a submission: form, answers, attachments, metadata (UnknownRecordError)."""
    store = station.store
    submission = store.submissions.get(instance_id)
    attachments: dict[str, bytes] = {}
    for one in submission.attachments:
        with store.attachments.open(instance_id, one.name) as stream:
            attachments[one.name] = stream.read()
    form = store.forms.get(submission.form_id, submission.form_version)
    xml = store.submissions.xml(instance_id)
    return pack(_metadata(station, submission), form.xml, xml, attachments)


def due(station: Station) -> list[str]:
    """Delivered submissions whose case is finished and whose package is not at the centre."""
    store = station.store
    found = []
    for submission in store.submissions.list(SubmissionState.ACCEPTED):
        case = store.cases.get(submission.instance_id)
        told = store.notes.get(NOTE + submission.instance_id)
        if case is not None and case.state in FINISHED and told is None:
            found.append(submission.instance_id)
    return found


def hand_in(station: Station, exchange: Exchange, instance_id: str) -> str:
    """Pack and hand in; the digest that the centre verified (ExchangeError)."""
    digest = exchange.online().archive(instance_id, package_of(station, instance_id))
    with station.store.transaction():
        station.store.notes.put(NOTE + instance_id, digest)
        agency.audit(station, "archive", instance_id, digest)
    return digest


def _metadata(station: Station, submission: Submission) -> dict[str, str]:
    case = station.store.cases.get(submission.instance_id)
    site = station.site
    told = {
        "instance_id": submission.instance_id,
        "receipt": submission.receipt,
        "form_id": submission.form_id,
        "form_version": submission.form_version,
        "title": submission.title,
        "finalised": submission.finalised.isoformat(),
        "operator": submission.operator,
        "replaces": submission.replaces,
        "site": f"{site.town} {site.name}",
        "terminal": site.terminal,
    }
    if case is not None:
        told |= {
            "case_number": case.number,
            "case_state": case.state.value,
            "department": case.department,
            "accepted": case.accepted.isoformat() if case.accepted else "",
        }
    return told
