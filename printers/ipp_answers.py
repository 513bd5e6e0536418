"""What an IPP printer's answers prove (RFC 8011): troubles, and how a job ended."""

from __future__ import annotations

from urllib.parse import urlsplit

from printers.ipp_wire import Attributes, Reply, Tag
from printers.ipp_wire import Sent as Told
from printers.port import HARMLESS, Doubtful, Printed, PrintOutcome, Sent, Trouble
from printers.sheets import SIDES, Sheet

WANTED = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "document-format-supported",
    "operations-supported",
    "device-uri",
    "media-supported",
    "sides-supported",
    "print-color-mode-supported",
)
"""The attributes of a printer that are looked at here."""
_IDLE, _STOPPED = 3, 5
_CANCELED, _ABORTED, _COMPLETED = 7, 8, 9
_SUCCESS = "job-completed-successfully"
_REASONS = {
    "media-empty": Trouble.PAPER_OUT,
    "media-needed": Trouble.PAPER_OUT,
    "media-low": Trouble.PAPER_LOW,
    "cover-open": Trouble.COVER_OPEN,
    "door-open": Trouble.COVER_OPEN,
    "interlock-open": Trouble.COVER_OPEN,
    "media-jam": Trouble.UNKNOWN,
    "offline": Trouble.OFFLINE,
    "paused": Trouble.OFFLINE,
    "shutdown": Trouble.OFFLINE,
    "timed-out": Trouble.OFFLINE,
    "connecting-to-device": Trouble.OFFLINE,
}
_FOLLOWED = frozenset({"ipp", "ipps"})


def about(reply: Reply) -> Attributes:
    """The first group of an answer's attributes."""
    return reply.groups[0] if reply.groups else {}


def job_number(reply: Reply) -> int | None:
    """The number that the printer gave a job."""
    numbers = [group["job-id"][0] for group in reply.groups if "job-id" in group]
    return int(numbers[0]) if numbers else None


def judge(job: Attributes, *, followed: bool) -> PrintOutcome | None:
    """What a job's state proves; None while it goes on.

    ``completed`` alone may be a guess. A CUPS queue calls every job successful whose bytes it got
    rid of; only where it speaks IPP with the printer (``followed``) has it waited for the page.
    """
    state = job.get("job-state", [0])[0]
    reasons = [str(reason) for reason in job.get("job-state-reasons", [])]
    if state == _COMPLETED:
        proved = _SUCCESS in reasons and followed
        return Printed(_SUCCESS) if proved else Sent(",".join(reasons))
    if state in {_CANCELED, _ABORTED}:
        return Doubtful(Trouble.UNKNOWN, ",".join(reasons) or f"job state {state}")
    return None


def device(printer: Attributes) -> str:
    """The URI of the device behind a CUPS queue; empty for a printer itself."""
    return str(printer.get("device-uri", [""])[0])


def followed(printer: Attributes) -> bool:
    """Whether the printer, or the queue before it, learns from the device that a page came out."""
    return not device(printer) or speaks_ipp(device(printer))


def speaks_ipp(uri: str) -> bool:
    """Whether a device can be asked as we ask a printer."""
    return urlsplit(uri).scheme in _FOLLOWED and bool(urlsplit(uri).hostname)


def told(reply: Reply) -> frozenset[Trouble]:
    """The troubles of a printer; of a queue only that it is stopped, or what its job meets now.

    An idle CUPS queue goes on repeating what its last job met, filled tray or not.
    """
    stale = device(about(reply)) and about(reply).get("printer-state", [0])[0] == _IDLE
    return frozenset() if stale else troubles(reply)


def troubles(reply: Reply) -> frozenset[Trouble]:
    """What the printer says keeps it from printing."""
    reasons = {_plain(str(reason)) for reason in about(reply).get("printer-state-reasons", [])}
    found = {_REASONS[reason] for reason in reasons if reason in _REASONS}
    if about(reply).get("printer-state", [0])[0] == _STOPPED and not found - HARMLESS:
        found.add(Trouble.OFFLINE)
    return frozenset(found)


def unfit(printer: Attributes, sheet: Sheet) -> frozenset[Trouble]:
    """What of a sheet the printer says that it can't do; nothing where it says nothing of it."""
    found = set()
    if _lacks(printer, "media-supported", sheet.media):
        found.add(Trouble.PAPER_SIZE)
    if _lacks(printer, "sides-supported", sheet.sides):
        found.add(Trouble.NO_DUPLEX)
    return frozenset(found)


def laid(printer: Attributes, sheet: Sheet) -> list[Told]:
    """The job's attributes: one-sided where the printer has no other, colours only where known."""
    lacking = _lacks(printer, "sides-supported", sheet.sides)
    given = [
        (Tag.KEYWORD, "media", sheet.media),
        (Tag.KEYWORD, "sides", SIDES["one-sided"] if lacking else sheet.sides),
    ]
    if sheet.colour in printer.get("print-color-mode-supported", []):
        given.append((Tag.KEYWORD, "print-color-mode", sheet.colour))
    return [*given]


def _lacks(printer: Attributes, name: str, wanted: str) -> bool:
    return wanted not in printer.get(name, [wanted])


def _plain(reason: str) -> str:
    for grade in ("-error", "-warning", "-report"):
        reason = reason.removesuffix(grade)
    return reason


def detail(reply: Reply) -> str:
    """The printer's own words for its state."""
    return ",".join(str(reason) for reason in about(reply).get("printer-state-reasons", []))
