"""Revocation and time without a network: as far as what a PDF brings along goes, and no further."""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from printers.papers import UnverifiedSealError
from printers.refusals import refusal
from printers.seals import verify
from printers.typeset import certificate_pdf
from printers.verdicts import Genuine, Reason, Refused, Standing
from tests.printers.paper_samples import certificate
from tests.printers.seal_makers import updated_pdf
from tests.printers.seal_office import Office, sealed, with_stamp, with_store

PAGE = certificate_pdf(certificate())


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


def judged(document: bytes, office: Office, *crls: CertificateList) -> Reason | Standing:
    verdict = verify(document, [office.pinned], crls=[one.dump() for one in crls])
    return verdict.reason if isinstance(verdict, Refused) else verdict.standing


def test_a_plain_seal_is_genuine_and_its_revocation_unknown(office: Office) -> None:
    assert judged(sealed(PAGE, office.seal(), office), office) is Standing.UNKNOWN


def test_a_seal_run_out_since_counts_if_a_stamp_proves_that_it_was_in_time(office: Office) -> None:
    old = office.seal(since=-20, until=-10)
    assert judged(sealed(PAGE, old, office), office) is Reason.EXPIRED
    assert judged(sealed(PAGE, old, office, office.stamper(-15)), office) is Standing.UNKNOWN
    assert judged(sealed(PAGE, old, office, office.stamper(-5)), office) is Reason.EXPIRED


def test_a_stamp_must_be_of_a_pinned_root_and_unchanged(office: Office) -> None:
    seal, stranger = office.seal(), Office("别的根")
    stamped = sealed(PAGE, seal, office, stranger.stamper(-5))
    assert judged(stamped, office) is Reason.UNKNOWN_ROOT
    assert isinstance(verify(stamped, [office.pinned, stranger.pinned]), Genuine)
    level_lta = with_stamp(sealed(PAGE, seal, office), stranger.stamper(0))
    assert judged(level_lta, office) is Reason.UNKNOWN_ROOT


def test_a_stamp_that_has_run_out_proves_no_time_and_does_no_harm(office: Office) -> None:
    old = office.stamper(-5, since=-20, until=-3)
    assert judged(sealed(PAGE, office.seal(), office, old), office) is Standing.UNKNOWN


@pytest.mark.parametrize("level", ["T", "LTA"])
def test_one_changed_byte_of_a_time_stamp_is_refused(office: Office, level: str) -> None:
    document = sealed(PAGE, office.seal(), office, office.stamper(-1))
    if level == "LTA":
        document = with_stamp(document, office.stamper(0))
    assert isinstance(verify(document, [office.pinned]), Genuine)
    begin = document.rindex(b"<3082") + 1
    end = document.index(b">", begin)
    length = len(document[begin:end].rstrip(b"0"))
    chance = Random(5)  # noqa: S311 — places to change, no secret
    places = [*(begin + chance.randrange(length) for _ in range(60)), end - 2]
    for place in places:
        changed = bytearray(document)
        changed[place] ^= 0x01
        assert isinstance(verify(bytes(changed), [office.pinned]), Refused), place


def test_a_revocation_list_in_the_store_settles_it(office: Office) -> None:
    seal = office.seal()
    stamped = sealed(PAGE, seal, office, office.stamper(-3))
    plain = sealed(PAGE, seal, office)
    for signed in (stamped, plain):
        assert judged(with_store(signed, office, office.crl()), office) is Standing.GOOD
    revoked_early, revoked_late = office.crl(seal, at=-5), office.crl(seal, at=-2)
    assert judged(with_store(stamped, office, revoked_early), office) is Reason.REVOKED
    assert judged(with_store(stamped, office, revoked_late), office) is Standing.GOOD
    assert judged(with_store(plain, office, revoked_late), office) is Reason.REVOKED


def test_a_list_that_has_run_out_proves_nothing_good_and_everything_bad(office: Office) -> None:
    seal = office.seal()
    plain = sealed(PAGE, seal, office)
    stale = office.crl(since=-9, until=-2)
    assert judged(with_store(plain, office, stale), office) is Standing.STALE
    stale_and_listed = office.crl(seal, at=-5, since=-4, until=-2)
    assert judged(with_store(plain, office, stale_and_listed), office) is Reason.REVOKED


def test_a_list_of_another_key_proves_nothing_good(office: Office) -> None:
    forged = Office(office.name).crl()
    told = judged(with_store(sealed(PAGE, office.seal(), office), office, forged), office)
    assert told is Standing.STALE


def test_an_answer_in_the_store_settles_it(office: Office) -> None:
    seal = office.seal()
    stamped = sealed(PAGE, seal, office, office.stamper(-3))
    plain = sealed(PAGE, seal, office)

    def told(document: bytes, *answers: OCSPResponse) -> Reason | Standing:
        return judged(with_store(document, office, answers=answers), office)

    assert told(plain, office.ocsp(seal)) is Standing.GOOD
    assert told(stamped, office.ocsp(seal)) is Standing.GOOD
    assert told(plain, office.ocsp(seal, revoked=-2)) is Reason.REVOKED
    assert told(stamped, office.ocsp(seal, revoked=-5)) is Reason.REVOKED
    assert told(stamped, office.ocsp(seal, revoked=-2)) is Standing.STALE


def test_an_answer_that_proves_nothing_good_refuses_no_seal(office: Office) -> None:
    seal, other = office.seal(), office.seal()
    plain = sealed(PAGE, seal, office)

    def told(*answers: OCSPResponse) -> Reason | Standing:
        return judged(with_store(plain, office, answers=answers), office)

    assert told(office.ocsp(seal, since=-9, until=-2)) is Standing.STALE
    assert told(office.ocsp(seal, revoked=-5, since=-4, until=-2)) is Reason.REVOKED
    assert told(Office(office.name).ocsp(seal)) is Standing.STALE
    assert told(office.ocsp(other)) is Standing.UNKNOWN


def test_lists_from_elsewhere_count_too(office: Office) -> None:
    seal = office.seal()
    plain = sealed(PAGE, seal, office)
    assert judged(plain, office, office.crl()) is Standing.GOOD
    assert judged(plain, office, office.crl(seal, at=-1)) is Reason.REVOKED


def test_a_document_stamp_carries_on_when_the_first_stampers_key_has_run_out(
    office: Office,
) -> None:
    old = office.seal(since=-20, until=-10)
    first = office.stamper(-15, since=-20, until=-8)
    level_t = sealed(PAGE, old, office, first)
    level_lt = with_store(level_t, office, office.crl(since=-15, until=-8))
    assert judged(level_lt, office) is Reason.EXPIRED
    level_lta = with_stamp(level_lt, office.stamper(-9))
    assert judged(level_lta, office) is Standing.GOOD
    assert judged(with_store(level_lta, office, office.crl()), office) is Standing.GOOD


def test_adobes_archive_is_read(office: Office) -> None:
    seal = office.seal()
    assert judged(sealed(PAGE, seal, office, archived=office.crl()), office) is Standing.GOOD
    later = office.crl(seal, at=-1)
    archived = sealed(PAGE, seal, office, archived=office.crl())
    assert judged(archived, office, later) is Reason.REVOKED


def noted(document: bytes) -> bytes:
    """A note laid over the page."""
    writer = IncrementalPdfFileWriter(BytesIO(document))
    note = generic.DictionaryObject()  # type: ignore[no-untyped-call]
    kinds = {"/Type": "/Annot", "/Subtype": "/FreeText"}
    for name, value in kinds.items():
        note[name] = generic.pdf_name(value)
    note["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 500, 500)))
    note["/Contents"] = generic.pdf_string("另一份")
    writer.register_annotation(  # type: ignore[no-untyped-call]
        writer.root["/Pages"]["/Kids"].raw_get(0), writer.add_object(note)
    )
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def test_nothing_but_evidence_may_come_after_the_seal(office: Office) -> None:
    level_lt = with_store(sealed(PAGE, office.seal(), office), office, office.crl())
    for update in (updated_pdf, noted):
        assert judged(update(level_lt), office) is Reason.UPDATED
        stamped_after = with_stamp(update(level_lt), office.stamper(0))
        assert judged(stamped_after, office) is Reason.UPDATED


def test_one_changed_byte_under_a_document_stamp_is_refused(office: Office) -> None:
    level_lt = with_store(
        sealed(PAGE, office.seal(), office, office.stamper(-1)), office, office.crl()
    )
    document = with_stamp(level_lt, office.stamper(0))
    assert isinstance(verify(document, [office.pinned]), Genuine)
    chance = Random(11)  # noqa: S311 — places to change, no secret
    for place in (chance.randrange(len(level_lt)) for _ in range(40)):
        changed = bytearray(document)
        changed[place] ^= 0x01
        assert isinstance(verify(bytes(changed), [office.pinned]), Refused), place


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_of_its_own(reason: Reason) -> None:
    told = [refusal(UnverifiedSealError(one.value)) for one in Reason]
    assert told.count(refusal(UnverifiedSealError(reason.value))) == 1
