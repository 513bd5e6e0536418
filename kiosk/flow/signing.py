"""Who signed a submission by hand, and the 申请表 that shows it."""

from __future__ import annotations

from lxml import etree

from kiosk.flow import agency, materials
from kiosk.flow.station import Station
from kiosk.words import promise
from offline.handwriting import strokes_of
from offline.i18n import mark, tr
from offline.records import Person, Submission
from printers.application import Application, Signature
from printers.papers import Masked, NotFinalisedError, Slip

_WHO = {
    "applicant_signature": mark("申请人签字"),
    "agent_signature": mark("代办人签字"),
    "witness_signature": mark("见证人签字"),
}


def application(station: Station, submission: Submission, slip: Slip) -> Application:
    """The form of what was handed in; ``slip`` says the same of it, masked.

    NotFinalisedError for an encrypted form: nobody here can read who signed what.
    """
    stored = station.store.forms.get(submission.form_id, submission.form_version)
    if station.form(stored).definition.public_key:
        raise NotFinalisedError(submission.form_id)
    xml = station.store.submissions.xml(submission.instance_id)
    found = agency.read(xml)
    person = submission.person or Person("", "", "")
    return Application(
        site=slip.site,
        printed=slip.printed,
        item=slip.item,
        receipt=slip.receipt,
        applicant=Masked(
            name=found.principal if found else person.name,
            id_number=(found.principal_id if found else person.id_number)
            or slip.applicant.id_number,
            phone=slip.applicant.phone,
        ),
        registered=slip.registered,
        agent=found.agent if found else "",
        materials=materials.required(
            station, submission, materials.attached(station, submission, xml)
        ),
        promise=tuple(promise().splitlines()),
        signatures=signatures(station, submission, xml),
    )


def signatures(station: Station, submission: Submission, xml: bytes) -> tuple[Signature, ...]:
    """The handwriting of a submission in the form's order; none where nobody signed."""
    stored = station.store.forms.get(submission.form_id, submission.form_version)
    asked = station.form(stored).questions.items()
    names = {steps[-1] for steps, one in asked if materials.SIGNATURE in one.appearance.split()}
    kept = {one.name for one in submission.attachments}
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    return tuple(
        _signature(station, submission, node, node.text or "")
        for node in root.iter(etree.Element)
        if etree.QName(node).localname in names and node.text in kept
    )


def _signature(
    station: Station, submission: Submission, node: etree._Element, file: str
) -> Signature:
    with station.store.attachments.open(submission.instance_id, file) as source:
        picture = source.read()
    who = _WHO.get(etree.QName(node).localname)
    return Signature(
        tr(who) if who else tr("签字"),
        submission.finalised,
        strokes_of(picture),
        picture,
    )
