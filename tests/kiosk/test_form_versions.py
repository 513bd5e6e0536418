"""Drafts and compiled forms while the exchange changes the forms; positions that forms ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from kiosk import app
from kiosk.flow import forms
from kiosk.flow.station import Station
from kiosk.settings import Settings
from offline.exchange.port import FormListing
from offline.forms import cache, form
from offline.records import StoredForm
from offline.sync import run_once
from tests.fakes.exchange import FakeExchange
from tests.offline.forms.books import row, xform
from tests.stations import STATION, Clock, person

OLD = [row("integer", "age"), row("text", "old"), row("calculate", "next", calculation="${age}+1")]
NEW = [row("text", "new", required="yes"), row("date", "old"), row("integer", "age")]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Station]:
    store = app.open_store(tmp_path / "data")
    made = app.station(store, Settings(position="30.5 120.25 4 9"), STATION)
    made.clock = Clock()
    yield made
    store.close()


def publish(centre: FakeExchange, survey: list[dict[str, str]], version: str, digest: str) -> str:
    xml = xform(survey, version=version)
    read = form.load(xml)
    assert read.version == version
    listing = FormListing(read.form_id, version, "津贴", digest, "")
    centre.published[read.form_id] = (listing, xml, {})
    return read.form_id


def synchronise(here: Station, centre: FakeExchange) -> None:
    run_once(here.store, centre, here.clock(), ignore_backoff=True, rng=Random(7))  # noqa: S311 — jitter


def restarted(here: Station) -> Station:
    """The same store in a program that was just begun."""
    cache.forget()
    made = app.station(here.store, Settings(), STATION)
    made.clock = here.clock
    return made


def test_a_draft_opens_with_the_version_it_began_with_and_a_new_one_with_the_newest(
    here: Station,
) -> None:
    centre = FakeExchange()
    form_id = publish(centre, OLD, "1", "md5:a")
    synchronise(here, centre)
    work = forms.begin(here, form_id, person())
    work.session.answer("/data/age", "41")
    forms.save(here, work)
    publish(centre, NEW, "2", "md5:b")
    synchronise(here, centre)
    after = restarted(here)
    resumed = forms.resume(after, work.instance_id, person())
    assert resumed.session.form.version == "1"
    resumed.session.answer("/data/old", "as it was asked")
    assert resumed.session.nodes()["/data/next"].value == "42"
    assert forms.begin(after, form_id, person()).session.form.version == "2"
    submission = forms.finalise(after, resumed)
    xml = after.store.submissions.xml(submission.instance_id)
    assert b'version="1"' in xml
    assert b"<old>as it was asked</old>" in xml
    synchronise(after, centre)
    assert centre.bytes_held[submission.instance_id] == xml


def test_a_draft_outlives_a_form_changed_without_a_new_version(here: Station) -> None:
    centre = FakeExchange()
    form_id = publish(centre, OLD, "1", "md5:a")
    synchronise(here, centre)
    work = forms.begin(here, form_id, person())
    work.session.answer("/data/age", "41")
    forms.save(here, work)
    publish(centre, [row("text", "first"), row("date", "day"), *OLD], "1", "md5:b")
    synchronise(here, centre)
    session = forms.resume(restarted(here), work.instance_id, person()).session
    session.answer("/data/age", "7")
    assert session.nodes()["/data/next"].value == "8"
    assert session.question("/data/age").data_type == "int"


def test_the_second_opening_compiles_nothing(
    here: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = FakeExchange()
    form_id = publish(centre, OLD, "1", "md5:a")
    synchronise(here, centre)
    forms.begin(here, form_id, person())

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("offline.forms.form.load", refuse)
    session = forms.begin(restarted(here), form_id, person()).session
    session.answer("/data/age", "7")
    assert session.nodes()["/data/next"].value == "8"


def test_a_form_of_a_store_that_is_read_beside_the_program_opens(
    here: Station, tmp_path: Path
) -> None:
    centre = FakeExchange()
    form_id = publish(centre, OLD, "1", "md5:a")
    synchronise(here, centre)
    cache.forget()
    reader = app.open_store(tmp_path / "data", writer=False)
    stored: StoredForm = reader.forms.get(form_id)
    assert app.station(reader, Settings(), STATION).form(stored).form_id == form_id
    reader.close()


def test_a_form_hears_where_the_terminal_stands(here: Station) -> None:
    centre = FakeExchange()
    survey = [row("start-geopoint", "at"), row("text", "a")]
    form_id = publish(centre, survey, "1", "md5:a")
    synchronise(here, centre)
    where = forms.begin(here, form_id, None).session.nodes()["/data/at"].value
    assert where == "30.5 120.25 4.0 9.0"
    assert forms.begin(restarted(here), form_id, None).session.nodes()["/data/at"].value == ""
