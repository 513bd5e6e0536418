"""Papers made of a form's answers: 一件事回单, 整改通知单, 巡查记录单.

What a form says is found by the names of its questions, in whatever group (docs/add-a-form.md), so
that a region's own form gets its paper without code. An encrypted form tells nothing here.
"""

from __future__ import annotations

from datetime import date

from lxml import etree

from kiosk.flow.correcting import refill
from kiosk.flow.lists import list_instances
from kiosk.flow.station import Station
from offline.forms import session as engine
from offline.forms.api import AnswerError
from offline.forms.session import Session
from offline.i18n import tr
from offline.records import Submission
from offline.store.port import UnknownRecordError
from printers.notices import Check, CombinedReceipt, Hazard, Part, PatrolSheet, RectificationNotice
from printers.notices import Shift as Round
from printers.papers import NotOfThisFormError, Receipt

MATTERS, FINDINGS, CHECKED, POINT = "matters", "findings", "checked", "point"
_OTHER, _NONE, _MAJOR = "other", "none", "major"


class Answers:
    """A submission's answers by the names of their questions, choices in the form's words."""

    def __init__(self, station: Station, submission: Submission) -> None:
        xml = station.store.submissions.xml(submission.instance_id)
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        self._root = etree.fromstring(xml, parser)
        self._station, self._submission, self._xml = station, submission, xml
        self._session: Session | None = None

    def text(self, name: str) -> str:
        """What was answered, "" for nothing."""
        node = self._root.find(f".//{{*}}{name}")
        return (node.text or "").strip() if node is not None else ""

    def chosen(self, name: str) -> dict[str, str]:
        """Each choice that was taken, with the first line of its label; of a form that is gone,
        nothing.
        """
        values = self.text(name).split()
        if not values:
            return {}
        try:
            words = self._labels(name)
        except (UnknownRecordError, AnswerError):
            return {}
        return {value: words[value] for value in values if value in words}

    def words(self, name: str) -> str:
        """The labels of what was chosen, in one line."""
        return "、".join(self.chosen(name).values())

    def _labels(self, name: str) -> dict[str, str]:
        node = self._root.find(f".//{{*}}{name}")
        if node is None:
            return {}
        above = [etree.QName(one).localname for one in node.iterancestors()]
        place = "/".join(["", *reversed(above), name])
        choices = self._filled().question(place).choices
        return {one.value: one.label.partition("\n")[0] for one in choices}

    def _filled(self) -> Session:
        if self._session is None:
            asked, station = self._submission, self._station
            stored = station.store.forms.get(asked.form_id, asked.form_version)
            form = station.form(stored)
            lists = list_instances(station, form, stored.media)
            self._session = engine.begin(form, instances=lists, now=station.wall_clock)
            refill(self._session, self._xml)
        return self._session


def combined(station: Station, submission: Submission, plain: Receipt) -> CombinedReceipt | None:
    """The receipt of a 一件事 in the place of the plain one; None for any other item.

    The exchange accepts a 一件事 as one case, so that what is known of it is known of each matter.
    """
    matters = Answers(station, submission).chosen(MATTERS)
    if not matters:
        return None
    case = station.store.cases.get(submission.instance_id)
    return CombinedReceipt(
        site=plain.site,
        printed=plain.printed,
        item=plain.item,
        receipt=plain.receipt,
        applicant=plain.applicant,
        registered=plain.registered,
        agent=plain.agent,
        due=plain.due,
        parts=tuple(Part(matter, case) for matter in matters.values()),
    )


def rectification(station: Station, submission: Submission) -> RectificationNotice:
    """整改通知单 of an inspection (NotOfThisFormError where nothing was found)."""
    told = Answers(station, submission)
    found = told.chosen(FINDINGS)
    if not found:
        raise NotOfThisFormError(submission.form_id)
    if _OTHER in found:
        found[_OTHER] = told.text("description") or found[_OTHER]
    grade, at_once = told.words("severity"), told.text("severity") == _MAJOR
    return RectificationNotice(
        site=station.site,
        printed=station.clock(),
        receipt=submission.receipt,
        place=told.text("full"),
        inspector=told.text("reporter_name"),
        inspected=submission.finalised,
        hazards=tuple(Hazard(name, grade) for name in found.values()),
        deadline=None if at_once else _day(told.text("due") or told.text("deadline")),
        at_once=at_once,
    )


def patrol(station: Station, submission: Submission) -> PatrolSheet:
    """巡查记录单 of a round (NotOfThisFormError where nothing was looked at)."""
    told = Answers(station, submission)
    checks = (*_points(told), *_watched(told))
    if not checks:
        raise NotOfThisFormError(submission.form_id)
    shift = told.text("shift")
    return PatrolSheet(
        site=station.site,
        printed=station.clock(),
        receipt=submission.receipt,
        place=told.text("full"),
        worker=told.text("reporter_name"),
        shift=Round(shift) if shift in list(Round) else None,
        registered=submission.finalised,
        checks=checks,
    )


def _points(told: Answers) -> tuple[Check, ...]:
    """What was looked at, and what was not as it should be, be it ticked as looked at or not."""
    wrong = told.chosen("anomalies")
    kind = told.words("anomaly_kind") or tr("不正常")
    looked = told.chosen(CHECKED) | wrong
    return tuple(
        Check(name, kind if value in wrong else tr("正常"), abnormal=value in wrong)
        for value, name in looked.items()
    )


def _watched(told: Answers) -> tuple[Check, ...]:
    """A forest's lookout: fire seen, and fire made where none may be."""
    seen = told.chosen("signs") | told.chosen("breaches")
    seen.pop(_NONE, None)
    finding = "、".join(seen.values()) or tr("正常")
    points = told.chosen(POINT).values()
    return tuple(Check(point, finding, abnormal=bool(seen)) for point in points)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def of(station: Station, submission: Submission) -> tuple[str, ...]:
    """The kinds of official's papers that its answers give, by the ledger's names."""
    told = Answers(station, submission)
    names = {"rectification": (FINDINGS,), "patrol": (CHECKED, POINT)}
    return tuple(kind for kind, asked in names.items() if any(map(told.text, asked)))
