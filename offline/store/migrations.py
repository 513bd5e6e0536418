"""Every change of the schema there ever was. A published step is never edited, only followed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number, what it is for, and its statements in order."""

    number: int
    name: str
    statements: tuple[str, ...]


_FORMS = (
    """CREATE TABLE forms (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        form_id TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, hash TEXT NOT NULL,
        xml BLOB NOT NULL, UNIQUE (form_id, version)) STRICT""",
    """CREATE TABLE form_media (
        form INTEGER NOT NULL REFERENCES forms (id) ON DELETE CASCADE,
        name TEXT NOT NULL, bytes BLOB NOT NULL, UNIQUE (form, name)) STRICT""",
)

_WORK = (
    """CREATE TABLE drafts (
        instance_id TEXT PRIMARY KEY, form_id TEXT NOT NULL, form_version TEXT NOT NULL,
        title TEXT NOT NULL, subject TEXT NOT NULL, person TEXT, operator TEXT NOT NULL,
        state BLOB NOT NULL, place TEXT NOT NULL, started TEXT NOT NULL, saved TEXT NOT NULL,
        replaces TEXT NOT NULL) STRICT""",
    "CREATE INDEX drafts_subject ON drafts (subject)",
    """CREATE TABLE attachments (
        id INTEGER PRIMARY KEY, instance_id TEXT NOT NULL, name TEXT NOT NULL,
        sha256 TEXT NOT NULL, size INTEGER NOT NULL, media_type TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'sent')), added TEXT NOT NULL,
        UNIQUE (instance_id, name)) STRICT""",
    """CREATE TABLE attachment_pieces (
        attachment INTEGER NOT NULL REFERENCES attachments (id) ON DELETE CASCADE,
        number INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE (attachment, number)) STRICT""",
    """CREATE TABLE submissions (
        number INTEGER PRIMARY KEY AUTOINCREMENT, instance_id TEXT NOT NULL UNIQUE,
        receipt TEXT NOT NULL UNIQUE, form_id TEXT NOT NULL, form_version TEXT NOT NULL,
        title TEXT NOT NULL, subject TEXT NOT NULL, person TEXT, operator TEXT NOT NULL,
        xml BLOB NOT NULL, finalised TEXT NOT NULL, replaces TEXT NOT NULL) STRICT""",
    "CREATE INDEX submissions_subject ON submissions (subject)",
    """CREATE TABLE outbox (
        instance_id TEXT PRIMARY KEY REFERENCES submissions (instance_id) ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN
            ('finalised', 'sending', 'waiting', 'accepted', 'quarantined', 'closed')),
        attempts INTEGER NOT NULL, due TEXT, reason TEXT NOT NULL, settled TEXT) STRICT""",
    "CREATE INDEX outbox_state ON outbox (state)",
    """CREATE TRIGGER submissions_frozen BEFORE UPDATE ON submissions
        BEGIN SELECT RAISE (ABORT, 'a submission never changes'); END""",
    """CREATE TRIGGER attachments_frozen
        BEFORE UPDATE OF instance_id, name, sha256, size, media_type ON attachments
        WHEN EXISTS (SELECT 1 FROM submissions AS s WHERE s.instance_id = old.instance_id)
        BEGIN SELECT RAISE (ABORT, 'an attachment of a submission never changes'); END""",
    """CREATE TRIGGER attachments_closed BEFORE INSERT ON attachments
        WHEN EXISTS (SELECT 1 FROM submissions AS s WHERE s.instance_id = new.instance_id)
        BEGIN SELECT RAISE (ABORT, 'a submission takes no more attachments'); END""",
)

_AFTERWARDS = (
    """CREATE TABLE cases (
        instance_id TEXT PRIMARY KEY, state TEXT NOT NULL, number TEXT NOT NULL,
        department TEXT NOT NULL, reason TEXT NOT NULL, deadline TEXT, accepted TEXT,
        updated TEXT, has_certificate INTEGER NOT NULL) STRICT""",
    """CREATE TABLE certificates (
        instance_id TEXT PRIMARY KEY, document BLOB NOT NULL, added TEXT NOT NULL) STRICT""",
    """CREATE TABLE print_jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
        reference TEXT NOT NULL, destination TEXT NOT NULL, copy INTEGER NOT NULL,
        state TEXT NOT NULL, created TEXT NOT NULL, document BLOB NOT NULL, repeats TEXT NOT NULL,
        operator TEXT NOT NULL, detail TEXT NOT NULL) STRICT""",
    "CREATE INDEX print_jobs_reference ON print_jobs (reference)",
    "CREATE INDEX print_jobs_state ON print_jobs (state)",
)

_TRUST = (
    """CREATE TABLE issuer_keys (
        issuer TEXT NOT NULL, issuer_name TEXT NOT NULL, key_id TEXT NOT NULL,
        algorithm TEXT NOT NULL, public TEXT NOT NULL, not_before TEXT NOT NULL,
        not_after TEXT NOT NULL, max_age INTEGER NOT NULL, PRIMARY KEY (issuer, key_id)) STRICT""",
    """CREATE TABLE nonces (
        issuer TEXT NOT NULL, nonce TEXT NOT NULL, expires TEXT NOT NULL,
        PRIMARY KEY (issuer, nonce)) STRICT""",
    "CREATE TABLE catalogue (position INTEGER PRIMARY KEY, item TEXT NOT NULL) STRICT",
)

_LOG = (
    """CREATE TABLE audit (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, operator TEXT NOT NULL, act TEXT NOT NULL,
        subject TEXT NOT NULL, detail TEXT NOT NULL, digest TEXT NOT NULL) STRICT""",
    """CREATE TABLE audit_head (
        only INTEGER PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL,
        digest TEXT NOT NULL) STRICT""",
    """CREATE TRIGGER audit_kept BEFORE DELETE ON audit
        BEGIN SELECT RAISE (ABORT, 'the log is only added to'); END""",
    """CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE (ABORT, 'the log is only added to'); END""",
    "CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
)

_PEOPLE = (
    """CREATE TABLE people (
        id INTEGER PRIMARY KEY, subject TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        id4 TEXT NOT NULL, kind TEXT NOT NULL, issuer TEXT NOT NULL, id_number TEXT NOT NULL,
        verified INTEGER NOT NULL, phone TEXT NOT NULL) STRICT""",
    """CREATE TABLE people_keys (
        key TEXT NOT NULL, person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        PRIMARY KEY (key, person)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX people_keys_person ON people_keys (person)",
    """CREATE TABLE answers (
        subject TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (subject, name)) STRICT""",
    """CREATE TABLE operators (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL) STRICT""",
)

_RECORD = (
    """CREATE TABLE migrations (
        number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
)

_OPERATOR_LOCKS = (
    """CREATE TABLE operator_locks (
        operator TEXT PRIMARY KEY REFERENCES operators (id) ON DELETE CASCADE,
        salt BLOB NOT NULL, verifier BLOB NOT NULL, passes INTEGER NOT NULL,
        memory_kib INTEGER NOT NULL, lanes INTEGER NOT NULL, failures INTEGER NOT NULL,
        tried TEXT, expires TEXT NOT NULL) STRICT""",
)

_ENTITIES = (
    """CREATE TABLE entities (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, dataset TEXT NOT NULL,
        label TEXT NOT NULL, properties TEXT NOT NULL, version INTEGER NOT NULL,
        trunk INTEGER NOT NULL, branch TEXT NOT NULL) STRICT""",
    """CREATE TABLE entity_keys (
        key TEXT NOT NULL, entity INTEGER NOT NULL REFERENCES entities (number) ON DELETE CASCADE,
        PRIMARY KEY (key, entity)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX entity_keys_entity ON entity_keys (entity)",
    "CREATE INDEX entities_dataset ON entities (dataset)",
    """CREATE TABLE entity_links (
        number INTEGER PRIMARY KEY, source TEXT NOT NULL, relation TEXT NOT NULL,
        target TEXT NOT NULL, UNIQUE (source, relation, target)) STRICT""",
    "CREATE INDEX entity_links_target ON entity_links (target)",
)

# The time is as ``clock.to_text`` writes it.
_MET = (
    "CREATE TABLE people_met (subject TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT",
    "CREATE INDEX people_met_at ON people_met (at)",
    """INSERT INTO people_met (subject, at)
        SELECT subject, strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now') FROM
            (SELECT subject FROM people UNION SELECT subject FROM answers)""",
)

# Computed from the form beside it, and gone with it: ``key`` names the engine and every byte read.
_COMPILED = (
    """CREATE TABLE compiled_forms (
        form INTEGER PRIMARY KEY REFERENCES forms (id) ON DELETE CASCADE,
        key TEXT NOT NULL, bytes BLOB NOT NULL) STRICT""",
)

# ``edition`` says what an entry's digest covers: 1 has no parties, so every old digest stays valid.
_PARTIES = (
    "ALTER TABLE audit ADD COLUMN edition INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE audit ADD COLUMN principal TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE audit ADD COLUMN agent TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX audit_subject ON audit (subject)",
)

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        1,
        "the rooms of the store",
        (*_RECORD, *_FORMS, *_WORK, *_AFTERWARDS, *_TRUST, *_LOG, *_PEOPLE),
    ),
    Migration(2, "passphrases of operators", _OPERATOR_LOCKS),
    Migration(3, "entities and their links", _ENTITIES),
    Migration(4, "when a person was met last", _MET),
    Migration(5, "compiled forms", _COMPILED),
    Migration(6, "agent and principal in the log", _PARTIES),
)
