"""The search box joined to the store: looked for off the GUI thread, the newest words win."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter

from PySide6.QtCore import QObject, Signal

from kiosk import words
from kiosk.flow import agency, formpapers, payments, progress, search
from kiosk.flow.search import Found, Query
from kiosk.flow.station import Station
from offline.identity import mask_name
from offline.records import Person
from ui.desk.dossier import Matter
from ui.desk.events import Search
from ui.desk.search import Results
from ui.services import Services
from ui.staff import found as finds
from ui.staff.lines import SUBMISSION


class Seeker(QObject):
    """``found(results)`` follows the last words asked for; ``matter(matter)`` what was opened."""

    found = Signal(object)
    matter = Signal(object)
    told = Signal(str, str)

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._asked = 0
        self._people: dict[str, Person] = {}

    def look(self, event: Search) -> None:
        """Look for words; what an earlier search still finds is dropped."""
        self._asked += 1
        turn, station = self._asked, self._services.station

        def task() -> tuple[Found, float] | None:
            if turn != self._asked:
                return None  # typed over while another search was under way
            began = perf_counter()
            return search.find(station, _query(station, event)), perf_counter() - began

        def done(outcome: tuple[Found, float] | None) -> None:
            if turn == self._asked and outcome is not None:
                self._show(event.words, *outcome)

        self._services.store_lane.run(task, done, self._fault)

    def person(self, subject: str) -> Person | None:
        """A resident among what was found."""
        return self._people.get(subject)

    def open(self, kind: str, identifier: str) -> None:
        """Open one that was found or lies in a list; a case without its submission says all."""
        if kind == finds.ENTITY:
            self._open_entity(identifier)
        elif kind == SUBMISSION:
            self._open_submission(identifier)

    def _open_entity(self, entity_id: str) -> None:
        """Open a household or a place; that is a view on record."""
        station = self._services.station

        def task() -> Matter:
            entity, near = search.open_entity(station, entity_id)
            return finds.entity_matter(entity, tuple(near))

        self._services.store_lane.run(task, self.matter.emit, self._fault)

    def _open_submission(self, instance_id: str) -> None:
        """Open a submission; that is on record too."""
        station = self._services.station

        def task() -> Matter:
            seen = progress.look_up(station, instance_id)
            names = {each.id: each.name for each in station.store.operators.all()}
            who = names.get(seen.submission.operator, seen.submission.operator)
            found = agency.read(station.store.submissions.xml(seen.submission.instance_id))
            agent = mask_name(found.agent) if found else ""
            order = payments.live(station, instance_id)
            notices = formpapers.of(station, seen.submission)
            return finds.submission_matter(seen, station.operator, who, agent, order, notices)

        self._services.store_lane.run(task, self.matter.emit, self._fault)

    def forget(self) -> None:
        """Somebody else works here now."""
        self._asked += 1
        self._people.clear()
        self.found.emit(Results())

    def _show(self, typed: str, outcome: Found, seconds: float) -> None:
        self._people = {person.subject: person for person in outcome.people}
        self.found.emit(finds.results(typed, outcome, seconds))

    def _fault(self, error: BaseException) -> None:
        self.told.emit(words.sentence(error), "err")


def _query(station: Station, event: Search) -> Query:
    """The words as typed, within the filters chosen beside them."""
    now = station.wall_clock()
    query = search.read(event.words, now.date())
    states = query.states or search.STATES.get(event.state, ())
    since = query.since
    if since is None and event.days:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        since = midnight - timedelta(days=event.days - 1)
    return Query(query.words, states, since, query.until)
