"""What a person did in a staff window: small frozen facts, for whoever drives it to act on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answered:
    """A question got a value, serialised as in the instance."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class AddRepeat:
    """One more instance of a repeat is wanted."""

    path: str


@dataclass(frozen=True, slots=True)
class RemoveRepeat:
    """An instance of a repeat is to go; ``path`` names the instance."""

    path: str


@dataclass(frozen=True, slots=True)
class AttachFile:
    """A file was picked as the answer of a question."""

    path: str
    file: str


@dataclass(frozen=True, slots=True)
class AttachBytes:
    """A picture was drawn as the answer of a question (PNG)."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Submit:
    """Finalise and print (F9). The form has told everything typed before."""


@dataclass(frozen=True, slots=True)
class Check:
    """Say what is still to be corrected (F8)."""


@dataclass(frozen=True, slots=True)
class Suspend:
    """Put the open case aside as a draft (F6)."""


@dataclass(frozen=True, slots=True)
class NewCase:
    """Begin a service item of the catalogue; "" asks for the catalogue itself (Ctrl+N)."""

    item: str = ""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line of a list was opened: a draft, a submission, a case, a person."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Search:
    """Words to search people, cases and papers by (Ctrl+K); ``state`` is a name of
    ``kiosk.flow.search.STATES`` and ``days`` how far back, "" and 0 for whatever.
    """

    words: str
    state: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class RevealNumber:
    """The resident's whole number is asked for (Alt+S); it is audited by whoever answers."""


@dataclass(frozen=True, slots=True)
class DismissPerson:
    """The resident at the window has left."""


@dataclass(frozen=True, slots=True)
class HoldSync:
    """Upload nothing for now, or go on."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The screen is to be locked."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan that no field took."""

    text: str


@dataclass(frozen=True, slots=True)
class SyncNow:
    """Exchange with the centre now."""


@dataclass(frozen=True, slots=True)
class Unlock:
    """A passphrase was typed for an account."""

    operator: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BeginAccount:
    """The first account of this terminal: staff number, name, passphrase."""

    number: str
    name: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recover:
    """A forgotten passphrase: the recovery code and a new passphrase."""

    operator: str
    code: str = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PrintCode:
    """The recovery code is wanted on paper."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeNoted:
    """The recovery code was written down."""


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """What waits for a decision, the log and the accounts (F3)."""


@dataclass(frozen=True, slots=True)
class ActFor:
    """Somebody else stands at the window for the person of the open case (F5)."""


@dataclass(frozen=True, slots=True)
class ActForTyped:
    """The person at the window stands here for one who has no code here: name and number."""

    name: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CloseOffice:
    """Back from the supervisor's window to the work."""


FormEvent = Answered | AddRepeat | RemoveRepeat | AttachFile | AttachBytes
