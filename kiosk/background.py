"""Qt: single-worker lanes off the GUI thread, whose results come back as one signal on it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Finished:
    future: Future[Any]
    on_done: Callable[[Any], None]
    on_error: Callable[[BaseException], None]


class Lane(QObject):
    """One worker thread with its own queue.

    The lane lives on the GUI thread and the worker only emits, so both callbacks run on the GUI
    thread whatever they are (FACTS, Platform). A task that raises goes to ``on_error``.
    """

    _finished = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting, self._stopped = 0, False
        self._finished.connect(self._deliver)

    @property
    def busy(self) -> bool:
        """Whether a task is under way or waiting."""
        return self._waiting > 0

    def run(
        self,
        task: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        """Queue a task; exactly one of the callbacks follows, on the GUI thread.

        After ``stop`` nothing is taken any more: the window that asked is closing.
        """
        if self._stopped:
            return
        self._waiting += 1
        future = self._worker.submit(task)
        future.add_done_callback(
            lambda done: self._finished.emit(_Finished(done, on_done, on_error))
        )

    def stop(self) -> None:
        """Let what is queued finish, then end the worker."""
        self._stopped = True
        self._worker.shutdown(wait=True)

    @Slot(object)
    def _deliver(self, finished: _Finished) -> None:
        self._waiting -= 1
        error = finished.future.exception()
        if error is not None:
            finished.on_error(error)
        else:
            finished.on_done(finished.future.result())
