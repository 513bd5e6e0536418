"""Records to put into a store, made up."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

from offline.records import Draft, Person, PrintJob, PrintState, Submission
from offline.store.keyfiles import FileKeyStore
from offline.store.port import Store

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WANG = Person("subject-wang", "王小明", "1234", issuer="demo", verified=True)
LI = Person("subject-li", "李娜", "567X")
LATER = timedelta(minutes=5)


def draft(
    instance_id: str = "uuid:1", person: Person | None = WANG, replaces: str = "", place: str = "/"
) -> Draft:
    return Draft(
        instance_id,
        "allowance",
        "2026.1",
        "高龄津贴申领",
        person,
        "station",
        b"state",
        place,
        NOON,
        NOON,
        replaces,
    )


def handed_in(store: Store, instance_id: str = "uuid:1", files: int = 0) -> Submission:
    """A finalised submission with that many small files."""
    names = [f"photo-{number}.jpg" for number in range(files)]
    for name in names:
        store.attachments.add(instance_id, name, "image/jpeg", io.BytesIO(name.encode()))
    return store.submissions.finalise(
        draft(instance_id), b"<data/>", f"LW-{instance_id}", names, NOON
    )


def job(job_id: str = "job-1", reference: str = "uuid:1", kind: str = "slip") -> PrintJob:
    return PrintJob(job_id, kind, reference, "file:slip.bin", 1, PrintState.QUEUED, NOON, b"\x1b@")


def keys(folder: Path) -> FileKeyStore:
    """Machine keys in a folder of the test's own."""
    return FileKeyStore(folder / "keys")
