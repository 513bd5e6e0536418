"""Retention and the last time seen."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from offline.records import Case, CaseState, SubmissionState
from offline.store import envelope as envelopes
from offline.store import logframes, paths, schema, timewatch
from offline.store.clock import from_text, system_clock, to_text
from offline.store.migrations import MIGRATIONS
from offline.store.pages import PAGE, Pages
from offline.store.retention import Retention, purge
from offline.store.sqlite import SqlStore, open_store
from offline.store.timewatch import ClockFault
from tests.fakes.store_samples import LI, NOON, WANG, draft, handed_in, job, keys

S = SubmissionState
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(tmp_path / "data", keys=keys(tmp_path), clock=lambda: NOON)
    yield opened
    opened.close()


def accepted(store: SqlStore, instance_id: str, *, sent: bool) -> None:
    handed_in(store, instance_id, files=1)
    store.submissions.claim(instance_id, NOON)
    store.submissions.settle(instance_id, S.ACCEPTED, NOON)
    if sent:
        store.submissions.mark_attachment_sent(instance_id, "photo-0.jpg")


def test_only_what_the_exchange_holds_whole_is_forgotten(store: SqlStore) -> None:
    accepted(store, "uuid:held", sent=True)
    accepted(store, "uuid:half", sent=False)
    handed_in(store, "uuid:unsent", files=1)
    report = purge(store, Retention(), NOON + 400 * DAY)
    assert report["accepted"] == report["stray files"] == 1
    assert [each.instance_id for each in store.submissions.list()] == ["uuid:half", "uuid:unsent"]
    assert not store.attachments.of("uuid:held")
    assert store.attachments.open("uuid:half", "photo-0.jpg").read() == b"photo-0.jpg"
    assert store.attachments.open("uuid:unsent", "photo-0.jpg").read() == b"photo-0.jpg"


def test_nothing_goes_before_its_time(store: SqlStore) -> None:
    accepted(store, "uuid:held", sent=True)
    store.drafts.save(draft("uuid:draft"))
    assert not any(purge(store, Retention(), NOON + 6 * DAY).values())
    assert purge(store, Retention(), NOON + 8 * DAY)["drafts"] == 1
    assert purge(store, Retention(), NOON + 31 * DAY)["accepted"] == 1
    acts = [entry.detail for entry in store.audit.entries() if entry.act == "purged"]
    assert acts == ["drafts=1", "accepted=1 stray files=1"]


def test_work_of_staff_is_kept_longer_than_what_a_resident_left(store: SqlStore) -> None:
    store.drafts.save(draft("uuid:left"))
    store.drafts.save(replace(draft("uuid:field"), operator="grid"))
    store.attachments.add("uuid:field", "a.jpg", "image/jpeg", io.BytesIO(b"photo"))
    purge(store, Retention(), NOON + 30 * DAY)
    assert [each.instance_id for each in store.drafts.all()] == ["uuid:field"]
    assert store.attachments.of("uuid:field")


def test_caches_and_nonces_go_on_time(store: SqlStore) -> None:
    store.cases.put(Case("uuid:other", CaseState.DONE, updated=NOON))
    store.cases.put_certificate("uuid:other", b"%PDF")
    store.prints.add(job(reference="uuid:other"))
    store.trust.use_nonce("demo", "n", NOON)
    report = purge(store, Retention(), NOON + 91 * DAY)
    assert {what for what, number in report.items() if number} == {
        "cases",
        "certificates",
        "prints",
        "nonces",
    }
    assert store.trust.use_nonce("demo", "n", NOON + 92 * DAY)


def test_withdrawn_ones_go_too(store: SqlStore) -> None:
    handed_in(store, files=1)
    store.submissions.withdraw("uuid:1", NOON)
    assert purge(store, Retention(), NOON + 31 * DAY)["closed"] == 1


FORGOTTEN = (b"purged photo", b"purged answer", b"purged xml", b"purged draft", "张忘记".encode())


def with_something_to_forget(store: SqlStore) -> None:
    photo = io.BytesIO(FORGOTTEN[0] * 9000)
    store.attachments.add("uuid:held", "photo-0.jpg", "image/jpeg", photo)
    gone = replace(draft("uuid:held"), person=replace(WANG, subject="gone", name="张忘记"))
    store.submissions.finalise(gone, FORGOTTEN[2] * 900, "LW-1", ["photo-0.jpg"], NOON)
    store.submissions.claim("uuid:held", NOON)
    store.submissions.settle("uuid:held", S.ACCEPTED, NOON)
    store.submissions.mark_attachment_sent("uuid:held", "photo-0.jpg")
    store.drafts.save(replace(draft("uuid:left"), state=FORGOTTEN[3] * 90, person=gone.person))
    store.people.put(replace(WANG, subject="gone", name="张忘记"))
    store.people.remember("gone", {"note": FORGOTTEN[1].decode()})


def traces(store: SqlStore) -> set[bytes]:
    """What of it stands in any page of the file or frame of the log, decrypted."""
    key, salt = store.data_key, envelopes.read(store.folder).salt
    found = set()
    pages = Pages(paths.database(store.folder), key, salt)
    for number, raw in on_disk(store.folder):
        if pages._is_whole(raw, number):
            plain = pages._decrypt(raw, number)
            found |= {text for text in FORGOTTEN if text in plain}
    pages.close()
    return found


def on_disk(folder: Path) -> Iterator[tuple[int, bytes]]:
    """Every page of the file, then each frame of the log: the number it says it has, its bytes."""
    content = paths.database(folder).read_bytes()
    for number in range(1, len(content) // PAGE + 1):
        yield number, content[(number - 1) * PAGE : number * PAGE]
    with (folder / "store.db-wal").open("rb") as log:
        for frame in logframes.frames(log, logframes.read_head(log), PAGE):
            yield frame.page, frame.raw


def test_forgotten_bytes_are_gone_from_every_page_and_from_the_log(store: SqlStore) -> None:
    with_something_to_forget(store)
    assert traces(store) == set(FORGOTTEN)
    handed_in(store, "uuid:stays")
    report = purge(store, Retention(), NOON + 181 * DAY)
    assert {what for what, number in report.items() if number} >= {"accepted", "people", "drafts"}
    assert traces(store) == set()
    assert [each.instance_id for each in store.submissions.list()] == ["uuid:stays"]


def test_a_clock_that_goes_on_is_believed(store: SqlStore) -> None:
    assert timewatch.last_seen(store.notes) is None
    assert timewatch.look(store.notes, NOON) is None
    assert timewatch.look(store.notes, NOON - timedelta(minutes=1)) is None
    assert timewatch.last_seen(store.notes) == NOON
    assert timewatch.look(store.notes, NOON + 30 * DAY) is None
    assert timewatch.last_seen(store.notes) == NOON + 30 * DAY


@pytest.mark.parametrize(
    ("moved", "fault"), [(-DAY, ClockFault.BACK), (3650 * DAY, ClockFault.AHEAD)]
)
def test_a_clock_that_jumps_is_noticed_and_not_believed(
    store: SqlStore, moved: timedelta, fault: ClockFault
) -> None:
    timewatch.look(store.notes, NOON)
    assert timewatch.look(store.notes, NOON + moved) is fault
    assert timewatch.last_seen(store.notes) == NOON
    timewatch.confirm(store.notes, NOON + moved)
    assert timewatch.look(store.notes, NOON + moved) is None


def test_validity_is_never_judged_by_an_earlier_time(store: SqlStore) -> None:
    assert timewatch.for_expiry(store.notes, NOON) == NOON
    timewatch.look(store.notes, NOON)
    assert timewatch.for_expiry(store.notes, NOON - 400 * DAY) == NOON
    assert timewatch.for_expiry(store.notes, NOON + DAY) == NOON + DAY


def test_a_person_is_forgotten_after_the_last_visit_and_never_before_their_work(
    store: SqlStore,
) -> None:
    late, rules = NOON + 181 * DAY, Retention(draft=1000, staff_draft=1000)
    store.people.put(WANG, "13812341234")
    store.people.put(LI)
    store.people.remember(LI.subject, {"phone": "13900005678"})
    store.drafts.save(draft("uuid:draft", WANG))
    assert purge(store, rules, NOON + 179 * DAY)["people"] == 0
    report = purge(store, rules, late)
    assert (report["people"], report["answers"], report["meetings"]) == (1, 1, 1)
    assert store.people.find("李娜") == []
    assert store.people.remembered(LI.subject) == {}
    assert store.people.find("王小") == [WANG]
    store.drafts.discard("uuid:draft")
    assert purge(store, Retention(), late)["people"] == 1


def test_a_person_met_again_stays(store: SqlStore) -> None:
    store.people.put(WANG)
    store.database.run("UPDATE people_met SET at = ?", (to_text(NOON - 200 * DAY),))
    store.people.remember(WANG.subject, {"phone": "13812341234"})
    assert not any(purge(store, Retention(), NOON + DAY).values())


def test_people_of_an_older_schema_are_met_when_it_is_brought_up(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema.migrate, "__defaults__", (MIGRATIONS[:3],))
        with closing(open_store(tmp_path / "old", keys=keys(tmp_path))) as old:
            old.database.run(
                "INSERT INTO answers (subject, name, value) VALUES ('s', 'phone', '1')"
            )
    with closing(open_store(tmp_path / "old", keys=keys(tmp_path))) as new:
        row = new.database.one("SELECT at FROM people_met WHERE subject = 's'")
        assert row is not None
        assert len(row["at"]) == len(to_text(NOON))
        assert abs(from_text(row["at"]) - system_clock()) < DAY
