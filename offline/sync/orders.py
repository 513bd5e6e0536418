"""Commands of the centre: kept, carried out exactly once, and their outcome told.

What changes the store does so in the step that notes it as done. What acts outside is either the
same when done twice (a diagnosis sent under its number) or done by the program that sees the note
(lock, restart, erase), which is gone or fulfilled by then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from offline.exchange.port import Capability, Command
from offline.store.port import Notes
from offline.sync import memory
from offline.sync.course import Run
from offline.sync.summary import pending_count

OK: Final = "ok"
TELLER: Final = "exchange"
FORCE: Final = "force"
MESSAGE: Final = "message:"
LOCKED: Final = "terminal.locked"
RESTART: Final = "terminal.restart"
ERASE: Final = "terminal.erase"
Carry = Callable[[Run, Command], str | None]
"""Carries a command out: a word for the centre, or None where it has to wait."""


def keep(notes: Notes, command: Command) -> None:
    """Remember a command until it is carried out."""
    told = {"words": command.words, "act": command.act, "facts": dict(command.facts)}
    notes.put(_name(command), json.dumps(told, ensure_ascii=False))


def commands_of(notes: Notes) -> list[Command]:
    """Commands of the centre that were not carried out yet, in order."""
    found = []
    for name in sorted(notes.names(memory.COMMAND)):
        told = json.loads(notes.get(name) or "{}")
        number = int(name.removeprefix(memory.COMMAND))
        found.append(Command(number, told["words"], told["act"], told["facts"]))
    return found


def carried_out(notes: Notes, command: Command, word: str = OK) -> None:
    """A command is done, or will never be; ``word`` is told with the next heartbeat."""
    notes.take(_name(command))
    notes.put(f"{memory.DONE}{command.number:012d}", word)


def outcomes(notes: Notes) -> dict[int, str]:
    """What came of commands and was not told yet."""
    names = notes.names(memory.DONE)
    return {int(name.removeprefix(memory.DONE)): notes.get(name) or OK for name in names}


def told(notes: Notes, numbers: Mapping[int, str]) -> None:
    """The centre knows of these outcomes."""
    for number in numbers:
        notes.take(f"{memory.DONE}{number:012d}")


def carry_out(run: Run) -> None:
    """Every command that waits, in order; one that the exchange stops is tried in the next run."""
    for command in commands_of(run.store.notes):
        if run.spent():
            return
        word = _ACTS.get(command.act, _unknown)(run, command)
        if word is not None:
            _note(run, command, word)


def _note(run: Run, command: Command, word: str) -> None:
    store = run.store
    with store.transaction():
        if word.startswith(OK) and command.act in _NOTED:
            store.notes.put(*_NOTED[command.act](command, run.now))
        store.audit.record(TELLER, f"command-{command.act}", str(command.number), word)
        carried_out(store.notes, command, word)
    run.summary.orders.append(command.act)


def _name(command: Command) -> str:
    return f"{memory.COMMAND}{command.number:012d}"


def _unknown(run: Run, command: Command) -> str:
    del run
    return f"unknown: {command.act}"


def _at_once(run: Run, command: Command) -> str:
    """What is done by the note that it leaves."""
    del run, command
    return OK


def _diagnosis(run: Run, command: Command) -> str:
    """Counts, acts and findings without a word about a person (``kiosk store bundle``)."""
    if Capability.DIAGNOSES not in run.exchange.capabilities():
        return "not offered: diagnoses"
    packed = run.pulse.diagnosis()
    if not packed:
        return "no diagnosis here"
    run.exchange.send_diagnosis(command.number, packed)
    return OK


def _erase(run: Run, command: Command) -> str | None:
    """Only when nothing is left to send, or where the centre says in so many words: lose it."""
    left = pending_count(run.store) + len(run.store.drafts.all())
    if left and command.facts.get(FORCE) == "yes":
        return f"{OK}, {left} not sent"
    return None if left else OK


_ACTS: Final[Mapping[str, Carry]] = {
    **dict.fromkeys(("say", "sync", "refresh", "lock", "unlock", "restart"), _at_once),
    "log": _diagnosis,
    "erase": _erase,
}

_NOTED: Final[Mapping[str, Callable[[Command, datetime], tuple[str, str]]]] = {
    "say": lambda command, _: (f"{MESSAGE}{command.number:012d}", command.words),
    "sync": lambda _, now: (memory.ASKED, now.isoformat()),
    "refresh": lambda _, now: (memory.STALE, now.isoformat()),
    "lock": lambda command, _: (LOCKED, command.words),
    "unlock": lambda _command, _now: (LOCKED, ""),
    "restart": lambda command, _: (RESTART, str(command.number)),
    "erase": lambda command, _: (ERASE, str(command.number)),
}


def locked(notes: Notes) -> str:
    """The centre's words where it closed this terminal to the public; else ""."""
    return notes.get(LOCKED) or ""


def leaving(notes: Notes) -> str:
    """``restart`` or ``erase`` where the program is to end now, and the centre knows; else ""."""
    if outcomes(notes):
        return ""
    if notes.get(ERASE) is not None:
        return "erase"
    return "restart" if notes.get(RESTART) is not None else ""


def messages(notes: Notes) -> dict[int, str]:
    """What the centre says to staff and nobody has confirmed yet, by number."""
    names = sorted(notes.names(MESSAGE))
    return {int(name.removeprefix(MESSAGE)): notes.get(name) or "" for name in names}


def confirm(notes: Notes, number: int) -> None:
    """A person has read a message."""
    notes.take(f"{MESSAGE}{number:012d}")
