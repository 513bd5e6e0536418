"""Progress of an earlier submission by its slip, and the papers that can be had now."""

from __future__ import annotations

from collections.abc import Callable

from kiosk import words
from kiosk.flow import previews, progress
from kiosk.flow.papers import PaperKind
from kiosk.flow.previews import Preview
from kiosk.flow.progress import Progress
from kiosk.flow.station import Station
from kiosk.session import LookUp
from kiosk.session import Stage as VisitStage
from offline.i18n import tr
from offline.records import PrintJob, PrintState
from offline.store.port import UnknownRecordError
from printers.ledger import trouble_of
from printers.port import Trouble
from ui.pages.busy import BusyData, BusyPage, NoticeData, NoticePage, NoticeRead
from ui.pages.my import CasePressed
from ui.pages.progress import ActionPressed, ProgressPage, RefreshPressed
from ui.pages.proof import PrintPressed, ProofPage
from ui.proofs import proof_of
from ui.syncing import Synchroniser
from ui.visit import endings
from ui.visit.paying import Paying
from ui.visit.stage import Stage


class Lookup:
    """The progress page and its one action."""

    def __init__(
        self,
        stage: Stage,
        synchroniser: Synchroniser,
        home: Callable[[], None],
        paying: Paying,
        mend: Callable[[Progress], None],
    ) -> None:
        self._stage, self._sync, self._home = stage, synchroniser, home
        self._paying, self._mend = paying, mend
        self._progress: Progress | None = None
        self._printed: frozenset[str] = frozenset()
        self._seen: tuple[str, Preview] | None = None
        synchroniser.finished.connect(lambda _summary: self._refresh())
        stage.on(CasePressed, lambda event: self.open(event.id))
        stage.on(RefreshPressed, lambda _event: synchroniser.now())
        stage.on(ActionPressed, lambda event: self._act(event.action))
        stage.on(PrintPressed, lambda _event: self._print())
        stage.on(NoticeRead, lambda _event: self._read())

    def open(self, text: str) -> None:
        """Look up by a slip's code, a 登记号 or an instance id."""
        self._stage.store(
            lambda station: progress.look_up(station, text), self._found, self._unknown
        )

    def forget(self) -> None:
        """The person left."""
        self._progress, self._printed, self._seen = None, frozenset(), None

    def _found(self, found: Progress) -> None:
        if self._stage.visit.stage is not VisitStage.PROGRESS:
            self._stage.step(LookUp(found.submission.receipt))
        self._progress = found
        self._show()

    def _show(self) -> None:
        found = self._progress
        if found is not None:
            data = endings.progress_page(found, online=self._sync.online, printed=self._printed)
            self._stage.show(lambda theme: ProgressPage(theme, data), self._home)

    def _unknown(self, error: BaseException) -> None:
        if not isinstance(error, UnknownRecordError):
            self._stage.trouble.emit(words.sentence(error))
            return
        self._notice(
            tr("这张单子不是在这台机器上办的"),
            tr("请到办理的服务站查，或按“叫人帮忙”。"),
        )

    def _notice(self, title: str, text: str) -> None:
        data = NoticeData(title, text)
        self._stage.show(lambda theme: NoticePage(theme, data), self._read)

    def _read(self) -> None:
        """A notice was read: back to where it came from."""
        if self._stage.interrupted:
            self._stage.redraw()
        elif self._progress is not None:
            self._show()
        else:
            self._home()

    def _refresh(self) -> None:
        found = self._shown()
        if found is None:
            return
        instance_id = found.submission.instance_id

        def task(station: Station) -> Progress:
            return progress.progress_of(station, station.store.submissions.get(instance_id))

        self._stage.beside(task, self._refreshed)

    def _refreshed(self, found: Progress) -> None:
        shown = self._shown()
        same = shown and shown.submission.instance_id == found.submission.instance_id
        if same and found != shown:
            self._progress = found
            self._show()

    def _shown(self) -> Progress | None:
        """What the page in front tells of; None where another page is in front."""
        page = self._stage.shell.page
        return self._progress if isinstance(page, ProgressPage) else None

    def _act(self, action: str) -> None:
        """The paper is looked at first: the very bytes that will be printed."""
        found = self._progress
        if found is None:
            return
        if action == endings.SUPPLEMENT:
            self._mend(found)
            return
        if action == endings.PAY:
            receipt = found.submission.receipt
            self._paying.begin(found, lambda: self._paid(receipt), asked=True)
            return
        instance_id, elder = found.submission.instance_id, self._stage.shell.theme.large
        certificate = action == endings.PRINT_CERTIFICATE
        wanted = PaperKind.CERTIFICATE if certificate else PaperKind.ACCEPTANCE
        self._stage.press(
            lambda station: previews.preview(station, wanted, instance_id, elder=elder),
            lambda seen: self._previewed(found, action, seen),
            lambda error: self._refused(found, error),
        )

    def _paid(self, receipt: str) -> None:
        """Back to the case, as it stands after paying or putting it off."""
        self._show()
        self.open(receipt)

    def _previewed(self, found: Progress, action: str, seen: Preview) -> None:
        shown = self._shown()
        if shown is None or shown.submission.instance_id != found.submission.instance_id:
            return
        self._seen = (action, seen)
        data = proof_of(seen)
        self._stage.show(lambda theme: ProofPage(theme, data), self._unseen)

    def _unseen(self) -> None:
        self._seen = None
        self._show()

    def _print(self) -> None:
        if self._seen is None:
            return
        (action, seen), self._seen, found = self._seen, None, self._progress
        data = BusyData(tr("正在打印"), tr("请等一等，纸从下面出纸口出来。"))
        self._stage.show(lambda theme: BusyPage(theme, data), self._show)
        self._stage.press(
            lambda station: previews.print_previewed(station, seen),
            lambda job: self._after(found, action, job),
            lambda error: self._refused(found, error),
        )

    def _refused(self, found: Progress | None, error: BaseException) -> None:
        if self._waits(found):
            self._notice(tr("现在打不出来"), words.sentence(error))

    def _waits(self, found: Progress | None) -> bool:
        """Whether the person who asked for the paper of this case is still here."""
        now = self._progress
        if found is None or now is None:
            return False
        return now.submission.instance_id == found.submission.instance_id

    def _after(self, found: Progress | None, action: str, job: PrintJob) -> None:
        if not self._waits(found):
            return
        if job.state is PrintState.QUEUED:
            told = words.trouble(Trouble(trouble_of(job) or Trouble.UNKNOWN))
            self._notice(tr("现在打不出来"), told)
            return
        self._printed |= {action}
        self._show()
