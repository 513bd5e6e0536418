"""The audit log of the visit, positions taken by the form, and the last submission's answers."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import offline.forms
from offline.forms.checking import check_xform
from tests.offline.forms.books import NOON, begun, row, xform

SURVEY = [
    row("audit", "audit", parameters="track-changes=true identify-user=true"),
    row("text", "a"),
    row("text", "b"),
    row("begin repeat", "r"),
    row("text", "c"),
    row("end repeat"),
]
EVENTS = ["form start", "question", "question", "add repeat", "delete repeat"]
END = ["form save", "form exit", "form finalize"]


class Ticking:
    """A clock that goes on by a second each time it is read."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_the_visit_is_logged_event_by_event_and_named_in_the_submission() -> None:
    form = offline.forms.load(xform(SURVEY), {})
    session = offline.forms.begin(form, now=Ticking(), device={"username": "op"})
    session.answer("/data/a", "x")
    session.answer("/data/a", 'y, "z"')
    session.show("/data/b")
    session.add_repeat("/data/r")
    session.remove_repeat("/data/r[2]")
    done = session.finish(log=True)
    assert done.attachments == ("audit.csv",)
    assert b"<audit>audit.csv</audit>" in done.xml
    found = rows(done.files["audit.csv"])
    assert [one["event"] for one in found] == EVENTS + END
    assert [one["node"] for one in found[1:5]] == ["/data/a", "/data/b", "/data/r[2]", "/data/r[2]"]
    assert (found[1]["old-value"], found[1]["new-value"]) == ("", 'y, "z"')
    assert {one["user"] for one in found} == {"op"}
    assert all(int(one["end"]) > int(one["start"]) for one in found if one["event"] == "question")
    assert int(found[0]["start"]) > NOON.timestamp() * 1000
    assert found[0]["end"] == ""


def test_the_log_goes_on_in_a_draft_and_is_left_out_where_nobody_keeps_it() -> None:
    form = offline.forms.load(xform(SURVEY), {})
    session = offline.forms.begin(form, now=Ticking())
    session.answer("/data/a", "x")
    again = offline.forms.resume(form, session.save(), now=Ticking())
    again.answer("/data/b", "y")
    events = [one["event"] for one in rows(again.finish(log=True).files["audit.csv"])]
    assert events == ["form start", "question", "form resume", "question", *END]
    plain = again.finish()
    assert plain.attachments == ()
    assert b"audit.csv" not in plain.xml


def test_a_log_has_the_columns_that_its_form_asks_for() -> None:
    places = "location-priority=balanced location-min-interval=60 location-max-age=120"
    form = offline.forms.load(xform([row("audit", "audit", parameters=places), row("text", "a")]))
    session = offline.forms.begin(form, now=Ticking(), locate=lambda: "30.5 120.25 4 9")
    found = rows(session.finish(log=True).files["audit.csv"])
    assert list(found[0]) == [
        *("event", "node", "start", "end", "latitude", "longitude", "accuracy")
    ]
    assert [found[0][name] for name in ("latitude", "longitude", "accuracy")] == [
        *("30.5", "120.25", "9")
    ]


def test_who_changes_what_was_saved_before_is_asked_why() -> None:
    asks = "track-changes-reasons=on-form-edit identify-user=true"
    form = offline.forms.load(xform([row("audit", "audit", parameters=asks), row("text", "a")]))
    first = offline.forms.begin(form, now=Ticking(), device={"username": "op"})
    first.answer("/data/a", "x")
    assert [page.path for page in first.pages()] == ["/data/a"]
    again = offline.forms.resume(form, first.save(), now=Ticking())
    assert not again.problems()
    again.answer("/data/a", "y")
    why = "/data/meta/audit"
    assert [page.path for page in again.pages()] == ["/data/a", why]
    assert [problem.path for problem in again.problems()] == [why]
    again.show(why)
    again.answer(why, "typing")
    again.answer(why, "a slip, mended")
    assert again.question(why).value == "a slip, mended"
    assert not again.problems()
    found = rows(again.finish(log=True).files["audit.csv"])
    assert list(found[0]) == [*("event", "node", "start", "end", "user", "change-reason")]
    told = [one["change-reason"] for one in found if one["event"] == "change reason"]
    assert told == ["a slip, mended"]
    assert {one["change-reason"] for one in found if one["event"] != "change reason"} == {""}
    third = offline.forms.resume(form, again.save(), now=Ticking())
    assert not third.problems()
    assert [page.path for page in third.pages()] == ["/data/a"]


def test_a_form_without_audit_makes_no_files() -> None:
    done = begun([row("text", "a")]).finish(log=True)
    assert (done.files, done.attachments) == ({}, ())


def test_the_form_takes_the_position_at_its_beginning_and_when_an_answer_changes() -> None:
    survey = [
        row("start-geopoint", "at"),
        row("text", "a"),
        row("background-geopoint", "then", trigger="${a}"),
        row("calculate", "lat", calculation="selected-at(${at}, 0)"),
    ]
    form = offline.forms.load(xform(survey), {})
    here = iter(["30.5 120.25 0 9", "31 121 0 5"])
    session = offline.forms.begin(form, locate=lambda: next(here))
    assert session.nodes()["/data/lat"].value == "30.5"
    session.answer("/data/a", "x")
    assert session.nodes()["/data/then"].value == "31.0 121.0 0.0 5.0"
    nowhere = offline.forms.begin(form)
    nowhere.answer("/data/a", "x")
    assert nowhere.nodes()["/data/at"].value == nowhere.nodes()["/data/then"].value == ""
    assert nowhere.engine.faults == []


def test_recording_in_the_background_is_told_as_not_done_here() -> None:
    found = check_xform(xform([row("background-audio", "tape"), row("text", "a")]), {})
    assert [problem.node for problem in found.problems] == ["tape"]
    assert "录音" in found.problems[0].message


def test_answers_of_the_last_submission_are_offered() -> None:
    survey = [row("text", "town", default="${last-saved#town}"), row("text", "name")]
    form = offline.forms.load(xform(survey), {})
    saved = b'<data id="t" version="1"><town>Yining</town><name>n</name></data>'
    session = offline.forms.begin(form, instances={"__last-saved": saved})
    assert session.nodes()["/data/town"].value == "Yining"
    assert offline.forms.begin(form).nodes()["/data/town"].value == ""
    again = offline.forms.resume(form, session.save(), instances={"__last-saved": saved})
    assert again.nodes()["/data/town"].value == "Yining"
