"""What every Store promises; the fake and the SQLCipher adapter keep the same promises."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from offline.records import (
    AttachmentState,
    Case,
    CaseState,
    IssuerKey,
    NotDrawnError,
    Operator,
    Person,
    PrintState,
    ServiceItem,
    StoredForm,
    SubmissionState,
)
from offline.store import slots, timewatch
from offline.store.account import Account
from offline.store.entity import HOUSEHOLDS, PERSONS, PLACES, Entity, EntityLink
from offline.store.port import (
    FrozenError,
    LockedOut,
    ReceiptTakenError,
    Resting,
    Store,
    UnknownRecordError,
    Unlocked,
    WrongPassphrase,
)
from offline.store.sqlite import open_store
from tests.fakes.store import FakeStore
from tests.fakes.store_samples import LATER, LI, NOON, WANG, draft, handed_in, job, keys

S = SubmissionState


@pytest.fixture(params=["fake", "sqlcipher"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened: Store = (
        FakeStore(lambda: NOON)
        if request.param == "fake"
        else open_store(tmp_path / "data", keys=keys(tmp_path), clock=lambda: NOON)
    )
    yield opened
    opened.close()


def form(version: str, xml: bytes = b"<h:html/>") -> StoredForm:
    return StoredForm("allowance", version, "津贴", f"md5:{version}", xml, {"a.csv": b"name,label"})


def test_forms_newest_put_wins_and_old_versions_stay(store: Store) -> None:
    store.forms.put(form("2"))
    store.forms.put(form("1"))
    store.forms.put(form("1", b"<h:html>new</h:html>"))
    assert store.forms.get("allowance").version == "1"
    assert store.forms.get("allowance", "2") == form("2")
    assert store.forms.get("allowance").xml == b"<h:html>new</h:html>"
    assert store.forms.hashes() == {("allowance", "1"): "md5:1", ("allowance", "2"): "md5:2"}
    with pytest.raises(UnknownRecordError):
        store.forms.get("allowance", "3")
    with pytest.raises(UnknownRecordError):
        store.forms.get("other")


def test_a_compiled_form_stays_with_its_version_and_goes_with_it(store: Store) -> None:
    store.forms.put(form("1"))
    shelf = store.forms.shelf("allowance", "1")
    assert shelf.get("engine 1") is None
    shelf.put("engine 1", b"one")
    assert store.forms.shelf("allowance", "1").get("engine 1") == b"one"
    assert shelf.get("engine 2") is None
    shelf.put("engine 2", b"two")
    assert (shelf.get("engine 1"), shelf.get("engine 2")) == (None, b"two")
    store.forms.put(form("2"))
    assert shelf.get("engine 2") == b"two"
    store.forms.put(form("1", b"<other/>"))
    assert shelf.get("engine 2") is None


def test_nothing_compiled_is_kept_of_a_form_that_is_not_there(store: Store) -> None:
    shelf = store.forms.shelf("nothing", "1")
    shelf.put("engine 1", b"one")
    assert shelf.get("engine 1") is None


def test_draft_saved_again_replaces_itself(store: Store) -> None:
    store.drafts.save(draft())
    store.drafts.save(replace(draft(place="/data/age"), state=b"more", saved=NOON + LATER))
    store.drafts.save(draft("uuid:2", LI))
    store.drafts.save(draft("uuid:3", None))
    assert store.drafts.get("uuid:1").place == "/data/age"
    assert store.drafts.get("uuid:1").state == b"more"
    assert [each.instance_id for each in store.drafts.of(WANG.subject)] == ["uuid:1"]
    assert [each.instance_id for each in store.drafts.all()] == ["uuid:1", "uuid:2", "uuid:3"]
    assert store.drafts.get("uuid:3").person is None


def test_discarding_a_draft_forgets_its_files(store: Store) -> None:
    store.drafts.save(draft())
    store.attachments.add("uuid:1", "a.jpg", "image/jpeg", io.BytesIO(b"abc"))
    store.drafts.discard("uuid:1")
    store.drafts.discard("uuid:1")
    assert not store.attachments.of("uuid:1")
    with pytest.raises(UnknownRecordError):
        store.drafts.get("uuid:1")


@pytest.mark.parametrize("size", [0, 1, 256 * 1024, 256 * 1024 + 1, 700_001])
def test_attachment_comes_back_as_it_was(store: Store, size: int) -> None:
    content = random.Random(size).randbytes(size)  # noqa: S311 — test bytes
    added = store.attachments.add("uuid:1", "a.jpg", "image/jpeg", io.BytesIO(content))
    assert (added.size, added.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert store.attachments.of("uuid:1") == (added,)
    with store.attachments.open("uuid:1", "a.jpg") as stream:
        assert stream.read() == content
        stream.seek(size // 2)
        assert stream.read(10) == content[size // 2 : size // 2 + 10]
    with store.attachments.open("uuid:1", "a.jpg") as again:
        assert b"".join(iter(lambda: again.read(1000), b"")) == content


def test_attachment_of_the_same_name_takes_the_place(store: Store) -> None:
    store.attachments.add("uuid:1", "a.jpg", "image/jpeg", io.BytesIO(b"old" * 200_000))
    store.attachments.add("uuid:1", "a.jpg", "image/png", io.BytesIO(b"new"))
    assert store.attachments.open("uuid:1", "a.jpg").read() == b"new"
    store.attachments.remove("uuid:1", "a.jpg")
    with pytest.raises(UnknownRecordError):
        store.attachments.open("uuid:1", "a.jpg")


def test_finalising_is_one_step_from_draft_to_outbox(store: Store) -> None:
    store.drafts.save(draft())
    for name in ("kept.jpg", "dropped.jpg"):
        store.attachments.add("uuid:1", name, "image/jpeg", io.BytesIO(name.encode()))
    done = store.submissions.finalise(draft(), b"<data/>", "LW-1", ["kept.jpg"], NOON)
    assert done == store.submissions.get("uuid:1") == store.submissions.by_receipt("LW-1")
    assert (done.state, done.due, done.attempts) == (S.FINALISED, NOON, 0)
    assert (done.person, done.finalised) == (WANG, NOON)
    assert [file.name for file in done.attachments] == ["kept.jpg"]
    assert store.submissions.xml("uuid:1") == b"<data/>"
    assert not store.drafts.all()


def test_finalising_twice_gives_what_is_there(store: Store) -> None:
    first = handed_in(store, files=1)
    again = store.submissions.finalise(draft(), b"<other/>", "LW-other", [], NOON + LATER)
    assert again == first
    assert store.submissions.xml("uuid:1") == b"<data/>"
    assert len(store.submissions.list()) == 1


def test_finalising_without_its_file_changes_nothing(store: Store) -> None:
    store.drafts.save(draft())
    with pytest.raises(UnknownRecordError):
        store.submissions.finalise(draft(), b"<data/>", "LW-1", ["missing.jpg"], NOON)
    assert store.drafts.all()
    assert not store.submissions.list()


def test_a_receipt_number_is_given_once(store: Store) -> None:
    store.submissions.finalise(draft("uuid:1"), b"<a/>", "LW-1", [], NOON)
    store.drafts.save(draft("uuid:2"))
    with pytest.raises(ReceiptTakenError):
        store.submissions.finalise(draft("uuid:2"), b"<b/>", "LW-1", [], NOON)
    assert [each.instance_id for each in store.drafts.all()] == ["uuid:2"]


def test_what_was_handed_in_never_changes(store: Store) -> None:
    handed_in(store, files=1)
    with pytest.raises(FrozenError):
        store.drafts.save(draft())
    with pytest.raises(FrozenError):
        store.attachments.add("uuid:1", "photo-0.jpg", "image/jpeg", io.BytesIO(b"x"))
    with pytest.raises(FrozenError):
        store.attachments.remove("uuid:1", "photo-0.jpg")
    store.drafts.discard("uuid:1")
    assert store.attachments.open("uuid:1", "photo-0.jpg").read() == b"photo-0.jpg"


def test_a_send_that_fails_waits_and_counts(store: Store) -> None:
    handed_in(store)
    assert store.submissions.claim("uuid:1", NOON).state is S.SENDING
    waiting = store.submissions.settle(
        "uuid:1", S.WAITING, NOON, due=NOON + LATER, reason="timeout"
    )
    assert (waiting.state, waiting.attempts, waiting.due) == (S.WAITING, 1, NOON + LATER)
    assert waiting.reason == "timeout"
    store.submissions.claim("uuid:1", NOON + LATER)
    done = store.submissions.settle("uuid:1", S.ACCEPTED, NOON + LATER)
    assert (done.state, done.attempts, done.due, done.settled) == (
        S.ACCEPTED,
        2,
        None,
        NOON + LATER,
    )


def test_only_one_sender_gets_it(store: Store) -> None:
    handed_in(store)
    store.submissions.claim("uuid:1", NOON)
    with pytest.raises(NotDrawnError):
        store.submissions.claim("uuid:1", NOON)
    with pytest.raises(NotDrawnError):
        store.submissions.withdraw("uuid:1", NOON)


def test_rows_of_a_dead_sender_are_taken_up(store: Store) -> None:
    for number in range(3):
        handed_in(store, f"uuid:{number}")
    store.submissions.claim("uuid:0", NOON)
    store.submissions.claim("uuid:2", NOON)
    assert store.submissions.take_up(NOON + LATER) == 2
    assert store.submissions.take_up(NOON + LATER) == 0
    waiting = store.submissions.list(S.WAITING)
    assert [(each.instance_id, each.due) for each in waiting] == [
        ("uuid:0", NOON + LATER),
        ("uuid:2", NOON + LATER),
    ]


def test_what_the_exchange_lost_waits_again_with_all_its_files(store: Store) -> None:
    store.attachments.add("uuid:1", "a.jpg", "image/jpeg", io.BytesIO(b"photo"))
    store.submissions.finalise(draft("uuid:1"), b"<a/>", "LW-1", ["a.jpg"], NOON)
    with pytest.raises(NotDrawnError):
        store.submissions.take_back("uuid:1", "lost", NOON)
    store.submissions.claim("uuid:1", NOON)
    store.submissions.mark_attachment_sent("uuid:1", "a.jpg")
    store.submissions.settle("uuid:1", S.ACCEPTED, NOON)
    with pytest.raises(NotDrawnError):
        store.submissions.settle("uuid:1", S.WAITING, NOON)
    back = store.submissions.take_back("uuid:1", "lost", NOON + LATER)
    assert (back.state, back.due, back.reason) == (S.WAITING, NOON + LATER, "lost")
    assert back.attachments[0].state is AttachmentState.PENDING
    assert store.submissions.xml("uuid:1") == b"<a/>"


def test_a_refused_one_is_sent_again_or_corrected(store: Store) -> None:
    for instance_id in ("uuid:1", "uuid:2"):
        handed_in(store, instance_id)
        store.submissions.claim(instance_id, NOON)
        store.submissions.settle(instance_id, S.QUARANTINED, NOON, reason="no such form")
    assert store.submissions.resend("uuid:1", NOON + LATER).due == NOON + LATER
    store.submissions.finalise(draft("uuid:3", replaces="uuid:2"), b"<c/>", "LW-3", [], NOON)
    assert store.submissions.get("uuid:2").state is S.CLOSED
    assert store.submissions.get("uuid:3").replaces == "uuid:2"


def test_only_a_refused_one_is_given_up_and_both_reasons_stay(store: Store) -> None:
    handed_in(store, "uuid:1")
    with pytest.raises(NotDrawnError):
        store.submissions.close("uuid:1", "办错了", NOON)
    store.submissions.claim("uuid:1", NOON)
    store.submissions.settle("uuid:1", S.QUARANTINED, NOON, reason="no such form")
    closed = store.submissions.close("uuid:1", "办错了", NOON + LATER)
    assert (closed.state, closed.reason) == (S.CLOSED, "no such form / 办错了")


def test_the_log_is_looked_through_by_operator_act_and_day(store: Store) -> None:
    store.audit.record("li", "unlock")
    store.audit.record("zhang", "submit", "uuid:1")
    store.audit.record("li", "submit", "uuid:2")
    assert [each.number for each in store.audit.find()] == [3, 2, 1]
    assert [each.number for each in store.audit.find(operator="li", act="submit")] == [3]
    assert [each.number for each in store.audit.find(limit=1)] == [3]
    first = next(iter(store.audit.entries())).at
    assert store.audit.find(until=first) == []
    assert len(store.audit.find(since=first)) == 3
    assert store.audit.named() == (["li", "zhang"], ["submit", "unlock"])


def test_a_correction_of_one_on_its_way_leaves_it_alone(store: Store) -> None:
    handed_in(store)
    store.submissions.claim("uuid:1", NOON)
    store.submissions.finalise(draft("uuid:2", replaces="uuid:1"), b"<c/>", "LW-2", [], NOON)
    assert store.submissions.get("uuid:1").state is S.SENDING


def test_withdrawn_before_it_was_sent(store: Store) -> None:
    handed_in(store)
    assert store.submissions.withdraw("uuid:1", NOON).state is S.CLOSED
    with pytest.raises(NotDrawnError):
        store.submissions.claim("uuid:1", NOON)


def test_submissions_are_listed_in_the_order_they_came(store: Store) -> None:
    for number, hours in enumerate([0, -5, 3]):
        then = NOON + timedelta(hours=hours)
        store.submissions.finalise(draft(f"uuid:{number}"), b"", f"LW-{number}", [], then)
    assert [each.instance_id for each in store.submissions.list()] == ["uuid:0", "uuid:1", "uuid:2"]
    assert len(store.submissions.of(WANG.subject)) == 3
    assert not store.submissions.of("nobody")


def test_sent_attachments_are_marked(store: Store) -> None:
    handed_in(store, files=2)
    store.submissions.mark_attachment_sent("uuid:1", "photo-1.jpg")
    states = [file.state for file in store.submissions.get("uuid:1").attachments]
    assert states == [AttachmentState.PENDING, AttachmentState.SENT]
    with pytest.raises(UnknownRecordError):
        store.submissions.mark_attachment_sent("uuid:1", "photo-9.jpg")


@pytest.mark.parametrize("name", ["get", "xml", "by_receipt"])
def test_an_unknown_submission_is_said(store: Store, name: str) -> None:
    with pytest.raises(UnknownRecordError):
        getattr(store.submissions, name)("uuid:none")


def test_a_case_is_what_was_heard_last(store: Store) -> None:
    assert store.cases.get("uuid:1") is None
    store.cases.put(Case("uuid:1", CaseState.RECEIVED))
    heard = Case(
        "uuid:1",
        CaseState.ACCEPTED,
        "SL-2026-1",
        "民政局",
        deadline=date(2026, 12, 1),
        accepted=NOON,
        updated=NOON,
        has_certificate=True,
    )
    store.cases.put(heard)
    assert store.cases.get("uuid:1") == heard
    assert store.cases.certificate("uuid:1") is None
    store.cases.put_certificate("uuid:1", b"%PDF")
    assert store.cases.certificate("uuid:1") == b"%PDF"


def test_the_print_ledger_moves_as_drawn(store: Store) -> None:
    store.prints.add(job())
    store.prints.add(job())
    store.prints.add(job("job-2", kind="delivery"))
    store.prints.move("job-1", PrintState.SENDING)
    doubtful = store.prints.move("job-1", PrintState.DOUBTFUL, "cut")
    assert (doubtful.state, doubtful.detail) == (PrintState.DOUBTFUL, "cut")
    with pytest.raises(NotDrawnError):
        store.prints.move("job-1", PrintState.QUEUED)
    assert [each.id for each in store.prints.of("uuid:1")] == ["job-1", "job-2"]
    assert [each.id for each in store.prints.of("uuid:1", "delivery")] == ["job-2"]
    assert store.prints.in_state(PrintState.QUEUED) == [job("job-2", kind="delivery")]
    with pytest.raises(UnknownRecordError):
        store.prints.get("job-9")


def test_pinned_keys_are_replaced_and_a_nonce_is_used_once(store: Store) -> None:
    key = IssuerKey("demo", "示范", "k1", "ES256", "PEM", NOON, NOON + LATER, 600)
    assert store.trust.heard() is None
    store.trust.put_keys([key, replace(key, key_id="k0")], NOON)
    store.trust.put_keys([key], NOON + LATER)
    assert store.trust.keys() == [key]
    assert store.trust.heard() == NOON + LATER
    assert store.trust.use_nonce("demo", "n1", NOON)
    assert not store.trust.use_nonce("demo", "n1", NOON + LATER)
    assert store.trust.use_nonce("other", "n1", NOON)


def test_the_catalogue_keeps_its_order(store: Store) -> None:
    items = [
        ServiceItem("b", "临时救助", "民政", "relief", "help", guide=("一", "二")),
        ServiceItem("a", "居住证明", "社区", "residence", "home", materials=("身份证",)),
    ]
    store.catalogue.replace(items[:1])
    store.catalogue.replace(items)
    assert store.catalogue.items() == items
    assert store.catalogue.of_form(items[-1].form_id) in items
    assert store.catalogue.of_form("no-such-form") is None


def test_the_log_is_a_chain(store: Store) -> None:
    store.audit.record("cli", "identified", WANG.subject, "code")
    store.audit.record("cli", "finalised", "uuid:1")
    entries = list(store.audit.entries())
    assert [(each.number, each.act) for each in entries] == [(1, "identified"), (2, "finalised")]
    assert [each.number for each in store.audit.entries(after=1)] == [2]
    assert store.audit.head() == (2, entries[-1].digest)
    assert entries[0].digest != entries[1].digest
    assert store.audit.broken_at() is None


def test_notes_are_kept_taken_and_listed(store: Store) -> None:
    store.notes.put("rating.2", "5")
    store.notes.put("rating.1", "4")
    store.notes.put("rating.1", "3")
    store.notes.put("cursor", "x")
    assert store.notes.names("rating.") == ["rating.1", "rating.2"]
    assert store.notes.take("rating.1") == "3"
    assert store.notes.take("rating.1") is None
    assert store.notes.get("cursor") == "x"


@pytest.mark.parametrize(
    "words",
    ["王小", "小明", "王", "明", "王小明", "wx", "wxm", "wangx", "1234", "5678", "wx 1234", "WX"],
)
def test_a_person_is_found_by_what_is_known(store: Store, words: str) -> None:
    store.people.put(WANG, phone="13812345678")
    store.people.put(LI)
    assert [each.subject for each in store.people.find(words)] == [WANG.subject]


@pytest.mark.parametrize("words", ["", "  ", "·", "明小", "wangy", "4321", "王小 567X", "%"])
def test_a_person_is_not_found_by_what_does_not_fit(store: Store, words: str) -> None:
    store.people.put(WANG, phone="13812345678")
    store.people.put(LI)
    assert not store.people.find(words)


def test_surnames_of_their_own_reading_and_names_with_dots(store: Store) -> None:
    store.people.put(Person("a", "单雄信", "1111"))
    store.people.put(Person("b", "阿不都·克力木", "2222"))
    store.people.put(Person("c", "𬭎𠮷", "3333"))
    store.people.put(Person("d", "Maria Silva", "4444"))
    found = {words: [each.subject for each in store.people.find(words)] for words in
             ("sxx", "shanx", "都克", "克力木", "𠮷", "silva", "maria")}  # fmt: skip
    assert found == {
        "sxx": ["a"],
        "shanx": ["a"],
        "都克": ["b"],
        "克力木": ["b"],
        "𠮷": ["c"],
        "silva": ["d"],
        "maria": ["d"],
    }


def test_a_person_met_again_is_one_person(store: Store) -> None:
    store.people.put(replace(WANG, id_number="11010119900307123X"), phone="13812345678")
    store.people.put(replace(WANG, name="王小民"))
    assert not store.people.find("小明")
    found = store.people.find("小民")
    assert [(each.name, each.id_number) for each in found] == [("王小民", "11010119900307123X")]
    assert store.people.find("5678") == found


def test_at_most_so_many_people_are_found(store: Store) -> None:
    for number in range(5):
        store.people.put(Person(f"s{number}", f"王小{number}", "0000"))
    assert len(store.people.find("王小", limit=3)) == 3


def test_answers_are_remembered_for_the_next_form(store: Store) -> None:
    store.people.remember("s", {"phone": "1", "address": "a"})
    store.people.remember("s", {"phone": "2"})
    assert store.people.remembered("s") == {"phone": "2", "address": "a"}
    assert store.people.remembered("t") == {}


def test_operators_are_put_by_id(store: Store) -> None:
    store.operators.put(Operator("b", "乙", "window"))
    store.operators.put(Operator("a", "甲", "grid"))
    store.operators.put(Operator("b", "乙", "supervisor"))
    assert store.operators.all() == [
        Operator("a", "甲", "grid"),
        Operator("b", "乙", "supervisor"),
    ]


def test_several_calls_are_one_step_or_none(store: Store) -> None:
    class Stop(Exception):  # noqa: N818 — a test's own signal
        pass

    def power_fails() -> None:
        with store.transaction():
            handed_in(store)
            store.audit.record("cli", "finalised", "uuid:1")
            raise Stop

    with pytest.raises(Stop):
        power_fails()
    assert not store.submissions.list()
    assert store.audit.head()[0] == 0
    with store.transaction():
        handed_in(store)
        store.audit.record("cli", "finalised", "uuid:1")
    assert store.submissions.list()


def test_a_sibling_sees_the_same_store(store: Store) -> None:
    other = store.sibling()
    handed_in(store)
    assert other.submissions.list() == store.submissions.list()
    other.notes.put("a", "b")
    assert store.notes.get("a") == "b"
    other.close()
    assert store.notes.get("a") == "b"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "ARGON2", {"passes": 1, "memory_kib": 32, "lanes": 1})


def with_operator(store: Store) -> Operator:
    operator = Operator("li", "李", "window")
    store.operators.put(operator)
    store.operators.set_passphrase("li", "right", NOON + timedelta(days=30))
    return operator


@pytest.mark.usefixtures("quick")
def test_an_operator_unlocks_without_a_network_until_it_expires(store: Store) -> None:
    operator = with_operator(store)
    month = NOON + timedelta(days=30)
    assert store.operators.unlock("li", "right", NOON) == Unlocked(operator, month)
    assert store.operators.unlock("li", "right", month + LATER) == LockedOut(expired=True)
    store.operators.set_passphrase("li", "newer", month + 2 * LATER)
    assert isinstance(store.operators.unlock("li", "newer", month + LATER), Unlocked)
    assert store.operators.unlock("nobody", "right", NOON) == WrongPassphrase(5)
    with pytest.raises(UnknownRecordError):
        store.operators.set_passphrase("nobody", "x", NOON)


@pytest.mark.usefixtures("quick")
def test_wrong_passphrases_rest_and_then_lock(store: Store) -> None:
    with_operator(store)
    assert store.operators.unlock("li", "wrong", NOON) == WrongPassphrase(4)
    assert store.operators.unlock("li", "right", NOON) == Resting(slots.PAUSE)
    assert isinstance(store.operators.unlock("li", "right", NOON + LATER), Unlocked)
    for tries in range(5):
        then = NOON + (2 + tries) * LATER
        assert store.operators.unlock("li", "wrong", then) == WrongPassphrase(4 - tries)
    assert store.operators.unlock("li", "right", NOON + 9 * LATER) == LockedOut(expired=False)


@pytest.mark.usefixtures("quick")
def test_a_clock_set_back_neither_ends_a_pause_nor_makes_it_last(store: Store) -> None:
    with_operator(store)
    past = NOON - timedelta(days=900)
    assert store.operators.unlock("li", "wrong", NOON) == WrongPassphrase(4)
    assert store.operators.unlock("li", "right", past) == Resting(slots.PAUSE)
    assert isinstance(store.operators.unlock("li", "right", past + LATER), Unlocked)


@pytest.mark.usefixtures("quick")
def test_a_clock_set_back_revives_no_expired_passphrase(store: Store) -> None:
    with_operator(store)
    timewatch.look(store.notes, NOON + timedelta(days=31))
    assert store.operators.unlock("li", "right", NOON) == LockedOut(expired=True)


@pytest.mark.usefixtures("quick")
def test_accounts_tell_how_their_passphrases_stand_and_failures_can_be_cleared(
    store: Store,
) -> None:
    operator = with_operator(store)
    store.operators.put(Operator("no", "无", "grid"))
    for tries in range(5):
        store.operators.unlock("li", "wrong", NOON + tries * LATER)
    month = NOON + timedelta(days=30)
    assert store.operators.accounts() == [
        Account(operator, month, 5, locked=True),
        Account(Operator("no", "无", "grid")),
    ]
    store.operators.clear_failures("li")
    assert isinstance(store.operators.unlock("li", "right", NOON), Unlocked)
    with pytest.raises(UnknownRecordError):
        store.operators.clear_failures("nobody")


@pytest.mark.usefixtures("quick")
def test_a_removed_operator_unlocks_nothing(store: Store) -> None:
    with_operator(store)
    store.operators.remove("li")
    store.operators.remove("li")
    assert store.operators.all() == []
    assert store.operators.unlock("li", "right", NOON) == WrongPassphrase(5)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["uuid:3", "uuid:2", "uuid:1"]),
        ("王小", ["uuid:1"]),
        ("wx", ["uuid:1"]),
        ("567x", ["uuid:2"]),
        ("5678", ["uuid:1"]),
        ("lw-261121-7k2qm", ["uuid:3"]),
        ("7K2QM9XR4B", ["uuid:3"]),
        ("王小 567X", []),
        ("%", []),
        ("LW", []),
    ],
)
def test_submissions_are_found_by_what_is_known(store: Store, words: str, found: list[str]) -> None:
    store.people.put(WANG, phone="13812345678")
    for number, person, receipt in (
        ("uuid:1", WANG, "LW-261121-AAAAA-AAAAA"),
        ("uuid:2", LI, "LW-261121-BBBBB-BBBBB"),
        ("uuid:3", None, "LW-261121-7K2QM-9XR4B"),
    ):
        store.submissions.finalise(draft(number, person), b"", receipt, [], NOON)
    assert [each.instance_id for each in store.submissions.find(words)] == found


def test_submissions_are_found_by_state_and_date(store: Store) -> None:
    for number in range(4):
        then = NOON + number * LATER
        store.submissions.finalise(draft(f"uuid:{number}"), b"", f"LW-{number}", [], then)
    store.submissions.withdraw("uuid:2", NOON)
    find = store.submissions.find
    assert [each.instance_id for each in find(state=S.CLOSED)] == ["uuid:2"]
    within = find("王", since=NOON + LATER, until=NOON + 3 * LATER, state=S.FINALISED)
    assert [each.instance_id for each in within] == ["uuid:1"]
    assert len(find(limit=2)) == 2


HOUSE = Entity("e-house", HOUSEHOLDS, "王建国户", {"phone": "13812349876"})
WOMAN = Entity(
    "e-woman", PERSONS, "单秀兰", {"id_number": "320902194403181235", "phone": "13900005678"}
)
ROAD = Entity("e-road", PLACES, "云溪镇解放路 18 号", {"code": "320902001002"}, 3, 2, "b-1")


@pytest.fixture
def listed(store: Store) -> Store:
    for entity in (HOUSE, WOMAN, ROAD):
        store.entities.put(entity)
    store.entities.link(EntityLink(WOMAN.id, "lives-in", HOUSE.id))
    store.entities.link(EntityLink(HOUSE.id, "stands-at", ROAD.id))
    store.entities.link(EntityLink(WOMAN.id, "lives-in", HOUSE.id))
    return store


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("王建", [HOUSE]),
        ("建国", [HOUSE]),
        ("shanxiu", [WOMAN]),
        ("sxl", [WOMAN]),
        ("1235", [WOMAN]),
        ("5678", [WOMAN]),
        ("单 5678", [WOMAN]),
        ("单 9876", []),
        ("解放", [ROAD]),
        ("jiefang", [ROAD]),
        ("jfl", [ROAD]),
        ("1002", []),
        ("？", []),
        ("", [HOUSE, WOMAN, ROAD]),
    ],
)
def test_entities_are_found_by_what_is_known(
    listed: Store, words: str, found: list[Entity]
) -> None:
    assert list(listed.entities.find(words)) == found


def test_entities_are_listed_by_their_list_and_as_many_as_asked(listed: Store) -> None:
    assert listed.entities.find(dataset=PLACES) == [ROAD]
    assert listed.entities.find("王建", dataset=PERSONS) == []
    assert len(listed.entities.find(limit=2)) == 2


def test_a_whole_list_comes_in_its_order_and_an_unknown_entity_is_none(listed: Store) -> None:
    assert listed.entities.of(PERSONS) == [WOMAN]
    assert listed.entities.known(ROAD.id) == ROAD
    assert listed.entities.known("e-nobody") is None


def test_an_entity_is_edited_once_and_found_anew(listed: Store) -> None:
    renamed = replace(HOUSE, label="李桂英户", version=2)
    listed.entities.put(renamed)
    assert listed.entities.get(HOUSE.id) == renamed
    assert listed.entities.find("王建") == []
    assert listed.entities.find("ligui") == [renamed]
    assert len(listed.entities.links(HOUSE.id)) == 2


def test_links_are_seen_from_both_ends_and_go_with_their_entity(listed: Store) -> None:
    lives, stands = listed.entities.links(HOUSE.id)
    assert (lives.source, lives.relation) == (WOMAN.id, "lives-in")
    assert listed.entities.links(ROAD.id) == [stands]
    listed.entities.unlink(lives)
    listed.entities.unlink(lives)
    assert listed.entities.links(WOMAN.id) == []
    listed.entities.remove(HOUSE.id)
    listed.entities.remove(HOUSE.id)
    assert listed.entities.links(ROAD.id) == []
    assert listed.entities.find("王建") == []
    with pytest.raises(UnknownRecordError):
        listed.entities.get(HOUSE.id)


@pytest.fixture
def heard_of(store: Store) -> Store:
    """Three cases; of the last the submission is not (any more) here."""
    store.people.put(WANG, phone="13812341234")
    handed_in(store, "uuid:1")
    store.submissions.finalise(draft("uuid:2", LI), b"<data/>", "LW-260318-QQQQQ-AAAAA", [], NOON)
    first = Case("uuid:1", CaseState.ACCEPTED, "云溪-2026-0001", updated=NOON)
    store.cases.put(first)
    store.cases.put(replace(first, instance_id="uuid:2", number="", updated=NOON + LATER))
    store.cases.put(Case("uuid:3", CaseState.DONE, "云溪-2026-0003"))
    return store


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["uuid:2", "uuid:1", "uuid:3"]),
        ("2026-0001", ["uuid:1"]),
        ("云溪2026", ["uuid:1", "uuid:3"]),
        ("QQQQQ", ["uuid:2"]),
        ("王小", ["uuid:1"]),
        ("wxm", ["uuid:1"]),
        ("567x", ["uuid:2"]),
        ("01", []),
    ],
)
def test_cases_are_found_by_what_is_known(heard_of: Store, words: str, found: list[str]) -> None:
    assert [case.instance_id for case in heard_of.cases.find(words)] == found


def test_cases_are_found_by_state_and_date(heard_of: Store) -> None:
    def ids(cases: Sequence[Case]) -> list[str]:
        return [case.instance_id for case in cases]

    assert ids(heard_of.cases.find(state=CaseState.DONE)) == ["uuid:3"]
    assert ids(heard_of.cases.find(since=NOON + LATER)) == ["uuid:2"]
    assert ids(heard_of.cases.find(until=NOON + LATER)) == ["uuid:1"]
    assert ids(heard_of.cases.find("王", since=NOON, state=CaseState.ACCEPTED)) == ["uuid:1"]
    assert ids(heard_of.cases.find(limit=1)) == ["uuid:2"]
