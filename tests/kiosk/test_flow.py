from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from kiosk.codes import testissuer
from kiosk.codes.result import Verdict
from kiosk.codes.revocation import Revocations, entry
from kiosk.flow import afterwards, catalogue, forms, papers, progress
from kiosk.flow.identify import identify, identify_typed
from kiosk.flow.papers import PaperKind
from kiosk.flow.remember import remember
from kiosk.flow.station import Station
from kiosk.roles import NotAllowedError
from offline.forms.api import IncompleteError
from offline.forms.encryption import Sealed, unseal
from offline.records import Case, CaseState, Person, PrintState, Submission, SubmissionState
from offline.store.port import UnknownRecordError
from offline.sync import memory
from printers.papers import (
    AcceptanceReceipt,
    DeliveryReceipt,
    NotHeldError,
    Slip,
    Standing,
    UnverifiedSealError,
)
from tests.stations import (
    ID_NUMBER,
    NAME,
    PHONE,
    RESIDENCE,
    Clock,
    code,
    fill,
    handed_in,
    person,
    station,
    stored_form,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kiosk(tmp_path: Path, clock: Clock) -> Iterator[Station]:
    made = station(tmp_path, clock)
    yield made
    made.store.close()


def settle(kiosk: Station, submission: Submission, case: Case | None = None) -> None:
    now = kiosk.clock()
    kiosk.store.submissions.claim(submission.instance_id, now)
    kiosk.store.submissions.settle(submission.instance_id, SubmissionState.ACCEPTED, now)
    if case:
        kiosk.store.cases.put(case)


def test_a_fresh_code_identifies_offline_and_the_same_again_is_a_replay(
    kiosk: Station, clock: Clock
) -> None:
    text = code(at=clock.now)
    first = identify(kiosk, text)
    assert first.verdict is Verdict.VERIFIED_OFFLINE
    assert first.person is not None
    assert first.person.name == NAME
    again = identify(kiosk, text)
    assert (again.verdict, again.good) == (Verdict.REPLAYED, False)
    assert again.person is not None
    assert not again.person.verified


def test_a_replay_is_refused_by_the_next_process_too(tmp_path: Path, clock: Clock) -> None:
    text = code(at=clock.now)
    before = station(tmp_path, clock)
    assert identify(before, text).good
    before.store.close()
    after = station(tmp_path, clock)
    assert identify(after, text).verdict is Verdict.REPLAYED
    after.store.close()


def test_a_typed_id_is_never_more_than_unverified(kiosk: Station) -> None:
    typed = identify_typed(kiosk, ID_NUMBER)
    assert not typed.verified
    assert typed.id4 == ID_NUMBER[-4:]
    assert ID_NUMBER not in typed.subject


def test_a_draft_is_there_from_the_first_moment_and_goes_when_handed_in(kiosk: Station) -> None:
    work = forms.begin(kiosk, RESIDENCE, person())
    assert [d.instance_id for d in kiosk.store.drafts.of(person().subject)] == [work.instance_id]
    fill(work)
    done = forms.finalise(kiosk, work)
    assert done.state is SubmissionState.FINALISED
    assert not kiosk.store.drafts.all()


def test_one_id_names_draft_submission_and_what_is_sent(kiosk: Station) -> None:
    work = forms.begin(kiosk, RESIDENCE, person())
    fill(work)
    done = forms.finalise(kiosk, work)
    sent = kiosk.store.submissions.xml(done.instance_id)
    assert f"<instanceID>{done.instance_id}</instanceID>".encode() in sent.replace(b"orx:", b"")
    assert done.instance_id == work.instance_id
    assert done.instance_id.startswith("uuid:")


def test_what_was_typed_is_there_again_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    before = station(tmp_path, clock)
    work = forms.begin(before, RESIDENCE, person())
    phone = next(p.path for p in work.session.pages() if p.path.endswith("/phone"))
    work.session.answer(phone, PHONE)
    forms.save(before, work, phone)
    before.store.close()
    after = station(tmp_path, clock)
    resumed = forms.resume(after, work.instance_id, person())
    assert resumed.session.question(phone).value == PHONE
    assert resumed.draft.place == phone
    after.store.close()


def test_a_draft_opens_for_its_own_person_only(kiosk: Station) -> None:
    work = forms.begin(kiosk, RESIDENCE, person())
    for other in (None, Person("someone-else", "李四", "0000")):
        with pytest.raises(NotAllowedError):
            forms.resume(kiosk, work.instance_id, other)


def test_an_incomplete_form_names_what_is_missing_and_loses_nothing(kiosk: Station) -> None:
    work = forms.begin(kiosk, RESIDENCE, person())
    with pytest.raises(IncompleteError) as told:
        forms.finalise(kiosk, work)
    assert any(problem.path.endswith("/phone") for problem in told.value.problems)
    assert kiosk.store.drafts.get(work.instance_id).person == person()


def test_handing_in_twice_is_one_submission(kiosk: Station) -> None:
    work = forms.begin(kiosk, RESIDENCE, person())
    fill(work)
    first, second = forms.finalise(kiosk, work), forms.finalise(kiosk, work)
    assert first.receipt == second.receipt
    assert len(kiosk.store.submissions.list()) == 1


def test_what_was_answered_once_need_not_be_asked_again(kiosk: Station) -> None:
    handed_in(kiosk)
    work = forms.begin(kiosk, RESIDENCE, person())
    values = {path: node.value for path, node in work.session.nodes().items()}
    assert values["/data/applicant/phone"] == PHONE
    assert values["/data/applicant/id_number"] == ID_NUMBER
    assert {PHONE, ID_NUMBER, NAME} <= work.known


def test_answers_given_for_another_person_are_not_remembered_as_ones_own(kiosk: Station) -> None:
    work = forms.begin(kiosk, RESIDENCE, person())
    fill(work)
    work.session.answer("/data/for_whom", "family")
    remember(kiosk, person(), work.session)
    assert kiosk.store.people.remembered(person().subject) == {}
    work.session.answer("/data/for_whom", "self")
    fill(work)
    remember(kiosk, person(), work.session)
    assert kiosk.store.people.remembered(person().subject)["phone"] == PHONE


def test_an_attachment_answers_its_question_and_travels_with_the_submission(
    kiosk: Station,
) -> None:
    work = forms.begin(kiosk, RESIDENCE, person())
    fill(work)
    path = "/data/witness/witness_signature"
    forms.attach(kiosk, work, path, "a.png", "image/png", BytesIO(b"\x89PNG one"))
    forms.attach(kiosk, work, path, "b.png", "image/png", BytesIO(b"\x89PNG two"))
    done = forms.finalise(kiosk, work)
    assert [a.name for a in done.attachments] == ["b.png"]
    with kiosk.store.attachments.open(done.instance_id, "b.png") as stored:
        assert stored.read() == b"\x89PNG two"


def test_offline_there_is_a_slip_and_no_receipt(kiosk: Station, tmp_path: Path) -> None:
    done = handed_in(kiosk)
    with pytest.raises(NotHeldError):
        papers.print_receipt(kiosk, done.receipt)
    job = papers.print_slip(kiosk, done.receipt)
    assert job.state is PrintState.CONFIRMED
    assert (tmp_path / "roll.bin").read_bytes().startswith(b"\x1b@")
    slip = papers.paper(kiosk, PaperKind.SLIP, done)
    assert isinstance(slip, Slip)
    assert slip.standing is Standing.WAITING


def test_the_receipt_follows_what_the_exchange_said(kiosk: Station, clock: Clock) -> None:
    done = handed_in(kiosk)
    settle(kiosk, done)
    held = kiosk.store.submissions.get(done.instance_id)
    assert isinstance(papers.paper(kiosk, PaperKind.ACCEPTANCE, held), DeliveryReceipt)
    kiosk.store.cases.put(
        Case(done.instance_id, CaseState.ACCEPTED, "2026 0318 0000 42", accepted=clock.now)
    )
    assert isinstance(papers.paper(kiosk, PaperKind.ACCEPTANCE, held), AcceptanceReceipt)


def test_a_second_slip_is_a_reprint(kiosk: Station) -> None:
    done = handed_in(kiosk)
    first, second = (papers.print_slip(kiosk, done.receipt) for _ in range(2))
    assert (first.copy, second.copy, second.repeats) == (1, 2, first.id)
    assert first.document != second.document


def test_no_certificate_is_printed_that_the_exchange_did_not_issue(
    kiosk: Station, tmp_path: Path
) -> None:
    done = handed_in(kiosk)
    with pytest.raises(papers.NoCertificateError):
        papers.print_certificate(kiosk, done.receipt)
    kiosk.store.cases.put(Case(done.instance_id, CaseState.DONE, "1", has_certificate=True))
    kiosk.store.cases.put_certificate(done.instance_id, b"%PDF-1.7 forged")
    with pytest.raises(UnverifiedSealError):
        papers.print_certificate(kiosk, done.receipt)
    assert not (tmp_path / "page.pdf").exists()


def test_progress_is_found_by_the_slips_code_and_by_its_number(kiosk: Station) -> None:
    done = handed_in(kiosk)
    for text in (f"GSR1:{done.receipt}", done.receipt, f" {done.receipt} "):
        assert progress.look_up(kiosk, text).submission.instance_id == done.instance_id
    with pytest.raises(UnknownRecordError):
        progress.look_up(kiosk, "GSR1:LW-260318-AAAAA-AAAAA")


def test_one_rating_a_case_and_help_wait_for_the_exchange(kiosk: Station) -> None:
    done = handed_in(kiosk)
    afterwards.rate(kiosk, done.instance_id, 4)
    afterwards.rate(kiosk, done.instance_id, 5)
    afterwards.call_help(kiosk, "HomePage")
    ratings = list(memory.queued_ratings(kiosk.store.notes))
    assert len(ratings) == 1
    assert kiosk.store.notes.names(memory.HELP)
    with pytest.raises(ValueError, match="6"):
        afterwards.rate(kiosk, done.instance_id, 6)


def test_every_act_is_in_the_audit_chain_and_names_nobody(kiosk: Station, clock: Clock) -> None:
    identify(kiosk, code(at=clock.now))
    done = handed_in(kiosk)
    papers.print_slip(kiosk, done.receipt)
    entries = list(kiosk.store.audit.entries())
    assert [e.act for e in entries][-3:] == ["identify", "submit", "print"]
    told = " ".join(f"{e.subject} {e.detail}" for e in entries)
    assert NAME not in told
    assert ID_NUMBER not in told
    assert kiosk.store.audit.broken_at() is None


def test_the_store_on_disk_reads_as_noise(tmp_path: Path, clock: Clock) -> None:
    kiosk = station(tmp_path, clock)
    done = handed_in(kiosk)
    papers.print_slip(kiosk, done.receipt)
    kiosk.store.close()
    words = [w.encode() for w in (NAME, ID_NUMBER, PHONE, "李秀兰", "居住证明")]
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file():
            assert not [w for w in words if w in path.read_bytes()], path


def test_an_encrypted_form_is_finalised_for_the_holder_of_the_key_alone(
    tmp_path: Path, clock: Clock
) -> None:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    kiosk = station(tmp_path, clock)
    plain = stored_form(RESIDENCE)
    key = b64encode(public)
    xml = plain.xml.replace(b"<submission ", b'<submission base64RsaPublicKey="%s" ' % key)
    if xml == plain.xml:
        head = plain.xml.index(b"</instance>") + len(b"</instance>")
        xml = plain.xml[:head] + b'<submission base64RsaPublicKey="%s"/>' % key + plain.xml[head:]
    kiosk.store.forms.put(replace(plain, version="2", hash="md5:2", xml=xml))
    work = forms.begin(kiosk, RESIDENCE, person())
    fill(work)
    path = "/data/witness/witness_signature"
    forms.attach(kiosk, work, path, "a.png", "image/png", BytesIO(b"\x89PNG one"))
    done = forms.finalise(kiosk, work)
    manifest = kiosk.store.submissions.xml(done.instance_id)
    files = {}
    for attachment in done.attachments:
        with kiosk.store.attachments.open(done.instance_id, attachment.name) as source:
            files[attachment.name] = source.read()
    assert ID_NUMBER.encode() not in manifest
    opened = unseal(Sealed(manifest, files), private)
    assert b"\x89PNG one" in opened.values()
    assert any(ID_NUMBER.encode() in content for content in opened.values())
    kiosk.store.close()


def test_where_the_exchange_has_no_catalogue_the_forms_are_what_can_be_done(
    kiosk: Station,
) -> None:
    assert [item.name for item in catalogue.items(kiosk)] == ["居住证明"]
    kiosk.store.catalogue.replace([])
    assert [item.form_id for item in catalogue.items(kiosk)] == [RESIDENCE]


def test_a_revoked_code_opens_no_visit_and_makes_nobody_known(kiosk: Station, clock: Clock) -> None:
    revoked = Revocations()
    subject = person().subject
    revoked.add([entry(testissuer.ISSUER, f"sub:{subject}")])
    kiosk.store.notes.put(memory.REVOKED, b64encode(revoked.pack()).decode())
    assert identify(kiosk, code(at=clock.now)).verdict is Verdict.REVOKED
    assert not kiosk.store.people.find(NAME)
