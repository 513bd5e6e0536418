"""The audit log of a visit (``meta/audit``): what was shown, answered, added, and when.

After the ODK XForms sub-specification "Client Audit Logs" and ODK Collect: a CSV file with one row
an event, times in milliseconds since 1970 (UTC). Which columns there are beyond the first four is
the form's choice.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from offline.forms.engine import Engine
from offline.forms.model import Bind
from offline.forms.preload import meta
from offline.forms.view import Control, Media, Page, Problem, Question
from offline.i18n import tr

FILE = "audit.csv"
"""The name that the submission gives the log."""
RESUMED, REASON = "form resume", "change reason"


@dataclass(slots=True)
class Event:
    """One row. ``end`` is 0 while it lasts, and for what has no duration."""

    event: str
    node: str = ""
    start: int = 0
    end: int = 0
    place: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""


class Log:
    """The events of one visit; an open question ends where the next event begins."""

    def __init__(self, engine: Engine, bind: Bind) -> None:
        self.path = "/" + "/".join(bind.path)
        self._engine = engine
        self._asked = bind.parameters
        self.events: list[Event] = []
        self._open: Event | None = None

    def mark(self, event: str, node: str = "") -> None:
        """Something that happened at a moment."""
        self.leave()
        self.events.append(Event(event, node, self._now(), 0, self._place()))

    def enter(self, node: str, value: str) -> None:
        """A question is before the person, with this value."""
        if node == self.path or (self._open is not None and self._open.node == node):
            return
        self.leave()
        self._open = Event("question", node, self._now(), 0, self._place(), value, value)
        self.events.append(self._open)

    def answered(self, node: str, old: str, new: str) -> None:
        """A question got an answer; it is before the person from now on, if it was not."""
        self.enter(node, old)
        if self._open is not None:
            self._open.new = new

    def leave(self) -> None:
        """The open question is left."""
        if self._open is not None:
            self._open.end = self._now()
            self._open = None

    def pages(self) -> list[Page]:
        """A page of its own asks why what was saved before was changed, as Collect does."""
        wanted, reason = self._owed()
        return [Page(self.path, (self.question(),))] if wanted or reason else []

    def problems(self) -> list[Problem]:
        """What is missing as long as nobody says why."""
        wanted, _ = self._owed()
        asked = self.question()
        return [Problem(self.path, asked.label, tr("请写明修改的原因。"), missing=True)] * wanted

    def question(self) -> Question:
        """Why this was changed."""
        wanted, reason = self._owed()
        return Question(
            path=self.path,
            bind=self.path,
            control=Control.INPUT,
            data_type="string",
            label=tr("为什么修改？"),
            hint=tr("之前保存过的内容有改动，请写明原因。"),
            guidance="",
            media=Media(),
            appearance="multiline",
            value=reason,
            required=True,
            readonly=False,
            missing=wanted,
            problem="",
        )

    def explain(self, reason: str) -> None:
        """Why what was saved before was changed; said again, the last word holds."""
        self.leave()
        last = self.events[-1]
        if last.event != REASON:
            last = Event(REASON, "", self._now(), 0, self._place())
            self.events.append(last)
        last.reason = reason.strip()

    def _owed(self) -> tuple[bool, str]:
        """Whether a reason is still to be given, and the one given since the form was resumed."""
        resumed = changed = False
        reason = ""
        for event in self.events if self._reasoned else ():
            if event.event == RESUMED:
                resumed, changed, reason = True, changed and not reason, ""
            elif event.event == REASON:
                reason = event.reason
            elif resumed and event.old != event.new:
                changed = True
        return changed and not reason, reason

    def state(self) -> list[list[Any]]:
        """For the draft."""
        return [list(astuple(event)) for event in self.events]

    def restore(self, rows: list[list[Any]]) -> None:
        """What ``state`` gave; what was open then is not known to have ended."""
        self.events = [Event(*row) for row in rows]

    def csv(self) -> bytes:
        """The whole file, as if the form were finalised now; the log itself stays as it is."""
        now = self._now()
        done = [Event("form save", "", now), Event("form exit", "", now)]
        done.append(Event("form finalize", "", now))
        lines = [",".join(self._header())]
        for event in (*self.events, *done):
            cells = map(_cell, self._cells(event, now))
            lines += [",".join(cells)]
        return ("\n".join(lines) + "\n").encode()

    def _header(self) -> list[str]:
        header = ["event", "node", "start", "end"]
        header += ["latitude", "longitude", "accuracy"] * self._located
        header += ["old-value", "new-value"] * self._says("track-changes")
        header += ["user"] * self._says("identify-user")
        return [*header, "change-reason"] if self._reasoned else header

    def _cells(self, event: Event, now: int) -> list[str]:
        end = event.end or (now if event is self._open else 0)
        place = [*event.place.split(), "", "", "", ""][:4]
        changed = [event.old, event.new] if event.old != event.new else ["", ""]
        found = {
            "event": event.event,
            "node": event.node,
            "start": str(event.start),
            "end": str(end) if end else "",
            "latitude": place[0],
            "longitude": place[1],
            "accuracy": place[3],
            "old-value": changed[0],
            "new-value": changed[1],
            "user": self._engine.properties.get("username", ""),
            "change-reason": event.reason,
        }
        return [found.get(name, "") for name in self._header()]

    @property
    def _located(self) -> bool:
        return bool(self._asked.get("location-priority"))

    @property
    def _reasoned(self) -> bool:
        return bool(self._asked.get("track-changes-reasons"))

    def _says(self, name: str) -> bool:
        return self._asked.get(name) == "true"

    def _place(self) -> str:
        return self._engine.locate() if self._located else ""

    def _now(self) -> int:
        return milliseconds(self._engine.now())


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 in UTC."""
    return round(moment.timestamp() * 1000)


def _cell(text: str) -> str:
    """Quoted only where a comma or a line's end asks for it (the sub-specification's rule)."""
    if "," in text or "\n" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def of(engine: Engine) -> Log | None:
    """The log of a session, if its form asks for one."""
    node = meta(engine.root, "audit")
    bind = engine.form.bind(node) if node is not None else None
    return Log(engine, bind) if bind is not None and bind.data_type == "binary" else None
