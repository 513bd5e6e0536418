"""What a service API may offer beyond OpenRosa, by the words of its capability document."""

from __future__ import annotations

from enum import StrEnum


class Capability(StrEnum):
    """A part of the service API; a server lists those it has."""

    ENROL = "enrol"
    KEYS = "keys"
    CATALOGUE = "catalogue"
    CASES = "cases"
    CERTIFICATES = "certificates"
    RATINGS = "ratings"
    HELP = "help"
    HEARTBEAT = "heartbeat"
    HELD = "held"
    PIECES = "pieces"
    REVOCATIONS = "revocations"
    CATALOGUE_CHANGES = "catalogue-changes"
    ENTITIES = "entities"
    DIAGNOSES = "diagnoses"
    RESOLVE = "resolve"
    LICENCES = "licences"
    PAYMENTS = "payments"
    NUMBERS = "queue-numbers"
    APPOINTMENTS = "appointments"
    TASKS = "tasks"
    ARCHIVES = "archives"
    RENEWAL = "renewal"
    RECEIPTS = "receipts"
