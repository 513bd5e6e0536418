"""Papers of a staff window's cases: looked at, printed, and what came of it told."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kiosk import words
from kiosk.flow import formpapers, previews
from kiosk.flow.papers import PaperKind
from kiosk.flow.previews import Preview
from kiosk.flow.station import Station
from offline.records import PrintJob, PrintState, Submission
from printers.ledger import trouble_of
from printers.port import Trouble
from ui.services import Services
from ui.staff.previewing import Fault, Previewing
from ui.theme import Theme

_NAMED = (
    PaperKind.CERTIFICATE,
    PaperKind.APPLICATION,
    PaperKind.RECTIFICATION,
    PaperKind.PATROL,
)
PRINTS = frozenset({"print", *(kind.value for kind in _NAMED)})
"""Deeds of a submission that print a paper of it."""

Tell = Callable[[str, str], None]
"""A sentence for the window, and its tone."""


class Papering(QObject):
    """Every paper is seen on the screen: before it is printed, or while it comes out."""

    def __init__(
        self, theme: Theme, window: QWidget, services: Services, tell: Tell, fault: Fault
    ) -> None:
        super().__init__(window)
        self._services, self._tell, self._fault = services, tell, fault
        self.previewing = Previewing(theme, window, services, fault)

    def handed_in(self, submission: Submission, *, printing: bool) -> None:
        """The slip by itself, or the notice that the answers give, if there is a printer."""
        if self._services.press.receipt_printer is None:
            return
        if printing:
            self._print_slip(submission.instance_id)
        else:
            self._offer_notice(submission)

    def print_paper(self, instance_id: str, deed: str = "print") -> None:
        """Look at a paper and print it: the one named, or the strongest receipt true now."""

        def make(station: Station) -> Preview:
            if deed in _NAMED:
                return previews.preview(station, PaperKind(deed), instance_id)
            return previews.strongest(station, instance_id)

        self.previewing.look(make, self._print_seen)

    def _print_slip(self, instance_id: str) -> None:
        """提交并打印: printed at once, and seen while it comes out."""
        self.previewing.look(
            lambda press: previews.preview(press, PaperKind.SLIP, instance_id),
            self._print_seen,
            printing=True,
        )

    def _offer_notice(self, submission: Submission) -> None:
        def offer(kinds: tuple[str, ...]) -> None:
            if kinds:
                self.print_paper(submission.instance_id, kinds[0])

        self._services.store_lane.run(
            lambda: formpapers.of(self._services.station, submission), offer, self._fault
        )

    def _print_seen(self, seen: Preview) -> None:
        press = self._services.press
        self._services.press_lane.run(
            lambda: previews.print_previewed(press, seen), self._printed, self._fault
        )

    def _printed(self, job: PrintJob) -> None:
        if job.state is PrintState.QUEUED:
            self._tell(words.trouble(Trouble(trouble_of(job) or Trouble.UNKNOWN)), "warn")
        elif job.state is PrintState.DOUBTFUL:
            self._tell(words.print_state(job.state), "warn")
