"""Who is here: the page before and over the work of a staff window. Shows nothing personal."""

from __future__ import annotations

from dataclasses import dataclass

from ui.desk.data import Line
from ui.desk.gateforms import CodeForm, FirstForm, LoginForm, RecoverForm
from ui.desk.gatehouse import Gatehouse
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Entry:
    """Who may enter (lines of name and role), and whose work lies behind a lock.

    ``first`` asks for the first account; ``hint`` helps a newcomer of the demonstration;
    ``away`` are the words of a way back to where no passphrase is needed.
    """

    names: tuple[Line, ...] = ()
    locked: str = ""
    first: bool = False
    hint: str = ""
    away: str = ""


class Gate(Gatehouse):
    """``told`` carries Unlock, BeginAccount, Recover, CodeNoted and CloseOffice."""

    def __init__(self, theme: Theme) -> None:
        self._entry = Entry()
        self._login, self._first = LoginForm(theme), FirstForm(theme)
        self._recover, self._code = RecoverForm(theme), CodeForm(theme)
        super().__init__(theme, (self._login, self._first, self._recover, self._code))
        self._login.other.connect(self._let_choose)
        self._login.forgotten.connect(self.show_recovery)
        self._recover.back.connect(lambda: self.turn(self._login))

    def show_entry(self, entry: Entry) -> None:
        """Begin anew: nothing that was typed stays."""
        self._entry = entry
        self._login.show_names(entry.names, entry.locked, entry.hint)
        self._login.show_away(entry.away)
        self.turn(self._first if entry.first else self._login)

    def show_code(self, code: str, *, printable: bool = False) -> None:
        """The recovery code, once; ``printable`` offers it on paper."""
        self.turn(self._code)
        self._code.show_code(code, printable=printable)

    def _let_choose(self) -> None:
        self._login.show_names(self._entry.names, "", self._entry.hint)
        self._login.choose(self._entry.locked)
        self._login.begin()

    def show_recovery(self) -> None:
        """The card that takes the recovery code, for the name that is marked."""
        self._recover.operator = self._login.chosen()
        self.turn(self._recover)
