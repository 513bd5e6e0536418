"""The last chapter: handed in, the paper that is true now, and the rating."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QTimer

from kiosk import words
from kiosk.flow import afterwards, papers
from kiosk.flow.progress import Progress, progress_of
from kiosk.flow.station import Station
from kiosk.session import Choose, Papers, Rate, Submitted
from kiosk.session import Stage as VisitStage
from offline.i18n import tr
from offline.records import PrintJob, PrintState, Submission
from printers.ledger import trouble_of
from printers.port import Trouble
from ui.pages.busy import BusyData, BusyPage
from ui.pages.done import (
    AnotherPressed,
    DoneOfflinePage,
    DoneOnlinePage,
    NotPrintedPressed,
    Printing,
    TakenPressed,
)
from ui.pages.paper_out import Option, OptionChosen, PaperOutData, PaperOutPage
from ui.pages.rating import RatingChosen, RatingData, RatingPage, Skip
from ui.syncing import Synchroniser
from ui.visit import endings
from ui.visit.owing import accepted, to_pay
from ui.visit.paying import Paying
from ui.visit.stage import Stage


class Make(Protocol):
    """A use case that prints a paper of a submission."""

    def __call__(self, station: Station, reference: str, *, elder: bool) -> PrintJob: ...


PATIENCE_MS = 8000
AGAIN, SCREEN = "again", "screen"
_BEFORE_RATING = frozenset({VisitStage.SUBMITTED, VisitStage.PAPERS})


class Finishing:
    """What follows handing in; papers follow what the exchange is known to have said."""

    def __init__(
        self,
        stage: Stage,
        synchroniser: Synchroniser,
        leave: Callable[[], None],
        another: Callable[[], None],
        paying: Paying,
    ) -> None:
        self._stage, self._sync, self._leave, self._another = stage, synchroniser, leave, another
        self._paying = paying
        self._progress: Progress | None = None
        self._job: PrintJob | None = None
        self._make: Make = papers.print_slip
        self._waiting = QTimer(stage)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(PATIENCE_MS)
        self._waiting.timeout.connect(self._look)
        synchroniser.finished.connect(lambda _summary: self._heard())
        stage.on(TakenPressed, lambda _event: self._decided(came_out=True))
        stage.on(AnotherPressed, lambda _event: self._another_service())
        stage.on(NotPrintedPressed, lambda _event: self._decided(came_out=False))
        stage.on(OptionChosen, lambda event: self._option(event.id))
        stage.on(RatingChosen, lambda event: self._rated(event.level))
        stage.on(Skip, lambda _event: self._leave())

    def finished(self, submission: Submission) -> None:
        """It is durable. With a network the exchange is given a moment to answer."""
        self._stage.step(Submitted(submission.receipt))
        self._progress = Progress(submission, None, submission.title, certificate=False)
        if self._sync.online:
            self._stage.show(lambda theme: BusyPage(theme, _sending()))
            self._waiting.start()
        else:
            self._look()
        self._sync.now()

    def forget(self) -> None:
        """The person left."""
        self._waiting.stop()
        self._progress, self._job = None, None

    # What the exchange said

    def _heard(self) -> None:
        """A run ended: look again, if a page here waits for it; without a network, at once."""
        if not self._sync.online:
            self._waiting.stop()
        if self._progress is not None and not accepted(self._progress):
            self._look()

    def _look(self) -> None:
        progress = self._progress
        if progress is None:
            return
        instance_id = progress.submission.instance_id

        def task(station: Station) -> Progress:
            return progress_of(station, station.store.submissions.get(instance_id))

        self._stage.beside(task, self._judge)

    def _judge(self, progress: Progress) -> None:
        before = self._progress
        if before is None or accepted(before):
            return  # nobody waits for it, or an earlier look has told and printed it
        if before.submission.instance_id != progress.submission.instance_id:
            return
        self._progress = progress
        if to_pay(progress) and self._stage.visit.stage in _BEFORE_RATING:
            self._waiting.stop()
            self._paying.begin(progress, self._paid)
        elif accepted(progress):
            self._paper(papers.print_receipt)
        elif not self._waiting.isActive() and self._stage.visit.stage is VisitStage.SUBMITTED:
            self._paper(papers.print_slip)

    def _paid(self) -> None:
        """Paid, put off or in doubt: the receipt says which, so it is read anew."""
        progress = self._progress
        if progress is None:
            return
        instance_id = progress.submission.instance_id

        def done(fresh: Progress) -> None:
            self._progress = fresh
            self._paper(papers.print_receipt)

        self._stage.store(lambda at: progress_of(at, at.store.submissions.get(instance_id)), done)

    # Paper

    def _paper(self, make: Make) -> None:
        self._waiting.stop()
        if self._stage.visit.stage is VisitStage.SUBMITTED:
            self._stage.step(Papers())
        if self._stage.visit.stage is not VisitStage.PAPERS or self._progress is None:
            return
        self._make, self._job = make, None
        self._show_done(Printing.PRINTING)
        instance_id, elder = self._progress.submission.instance_id, self._stage.shell.theme.large
        self._stage.press(
            lambda station: make(station, instance_id, elder=elder),
            self._printed,
            self._not_printed,
        )

    def _show_done(self, printing: Printing) -> None:
        progress = self._progress
        if progress is None:
            return
        site = self._stage.services.station.site
        if accepted(progress):
            online = endings.done_online(progress, printing)
            self._stage.show(lambda theme: DoneOnlinePage(theme, online))
        else:
            offline = endings.done_offline(progress, site, printing, online=self._sync.online)
            self._stage.show(lambda theme: DoneOfflinePage(theme, offline))

    def _printed(self, job: PrintJob) -> None:
        if self._stage.visit.stage is not VisitStage.PAPERS:
            return
        self._job = job
        if job.state is PrintState.QUEUED:
            self._offer(words.trouble(Trouble(trouble_of(job) or Trouble.UNKNOWN)))
        else:
            self._show_done(endings.printing_of(job))

    def _not_printed(self, error: BaseException) -> None:
        if self._stage.visit.stage is VisitStage.PAPERS:
            self._offer(words.sentence(error))

    def _offer(self, told: str) -> None:
        """No paper: the matter is done all the same, and these are the ways on."""
        data = PaperOutData(
            options=(
                Option(SCREEN, tr("不要纸，用手机拍屏幕上的码"), tr("一样能查进度")),
                Option(AGAIN, tr("再打一次"), tr("工作人员换好纸以后")),
            ),
            text=told,
            can_go_back=False,
        )
        self._stage.show(lambda theme: PaperOutPage(theme, data))

    def _option(self, chosen: str) -> None:
        if chosen == AGAIN:
            self._paper(self._make)
        else:
            self._show_done(Printing.NONE)

    def _decided(self, *, came_out: bool) -> None:
        job = self._job
        if job is None or job.state is PrintState.QUEUED:
            self._rate()
            return
        self._stage.press(
            lambda station: papers.decide(station, job.id, came_out=came_out),
            lambda settled: self._after(settled, came_out=came_out),
        )

    def _after(self, job: PrintJob, *, came_out: bool) -> None:
        self._job = job
        if came_out:
            self._rate()
        else:
            self._offer(words.trouble(Trouble.UNKNOWN))

    # Rating

    def _rate(self) -> None:
        progress = self._progress
        if progress is None or self._stage.visit.stage is not VisitStage.PAPERS:
            self._leave()
            return
        self._stage.step(Rate())
        data = RatingData(item=progress.item, number=progress.submission.receipt, can_write=False)
        self._stage.show(lambda theme: RatingPage(theme, data))

    def _rated(self, level: int) -> None:
        progress = self._progress
        if progress is None:
            return
        instance_id = progress.submission.instance_id
        self._stage.store(
            lambda station: afterwards.rate(station, instance_id, level),
            lambda _none: self._leave(),
        )

    def _another_service(self) -> None:
        """The paper was taken; one more thing for the same person."""
        job = self._job
        if job is not None and job.state is not PrintState.QUEUED:
            self._stage.press(
                lambda station: papers.decide(station, job.id, came_out=True), lambda _job: None
            )
        self._stage.step(Choose())
        self.forget()
        self._another()


def _sending() -> BusyData:
    return BusyData(tr("正在送到县里，请等一等"), tr("已经存好了，不会丢"))
