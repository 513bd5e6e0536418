from __future__ import annotations

import pytest

from offline.forms.view import Control, Question
from tests.ui.fields.questions import asked, chosen_from
from ui.fields.kinds import Kind, kind_of

CASES = [
    (asked(), Kind.TEXT),
    (asked(appearance="multiline"), Kind.MULTILINE),
    (asked(parameters=(("rows", "4"),)), Kind.MULTILINE),
    (asked(appearance="w2 numbers"), Kind.DIGITS),
    (asked(appearance="phone"), Kind.PHONE),
    (asked(appearance="resident-id"), Kind.RESIDENT_ID),
    (asked("int"), Kind.INTEGER),
    (asked("decimal"), Kind.DECIMAL),
    (asked("date"), Kind.DATE),
    (asked("time"), Kind.TIME),
    (asked("dateTime"), Kind.DATE_TIME),
    (asked("geopoint"), Kind.GEOPOINT),
    (asked("geotrace"), Kind.GEOLINE),
    (asked("barcode"), Kind.BARCODE),
    (asked("binary", control=Control.UPLOAD, mediatype="image/*"), Kind.PHOTO),
    (asked("binary", control=Control.UPLOAD, mediatype="audio/*"), Kind.FILE),
    (
        asked("binary", control=Control.UPLOAD, mediatype="image/*", appearance="signature"),
        Kind.DRAW,
    ),
    (asked(control=Control.TRIGGER), Kind.TRIGGER),
    (asked(readonly=True), Kind.NOTE),
    (asked(readonly=True, value="82"), Kind.READONLY),
    (asked("int", control=Control.RANGE), Kind.RANGE),
    (asked("int", control=Control.RANGE, appearance="rating"), Kind.RATING),
    (chosen_from("甲乙丙"), Kind.CARDS_ONE),
    (chosen_from("甲乙丙", many=True), Kind.CARDS_MANY),
    (chosen_from("甲乙丙丁戊己庚辛壬"), Kind.LIST_ONE),
    (chosen_from("甲乙丙丁戊己庚辛壬", many=True), Kind.LIST_MANY),
    (chosen_from("甲乙丙", appearance="minimal"), Kind.LIST_ONE),
    (chosen_from("甲乙丙", rank=True), Kind.RANK),
]


@pytest.mark.parametrize(("question", "kind"), CASES)
def test_a_question_is_asked_by_its_control_type_and_appearance(
    question: Question, kind: Kind
) -> None:
    assert kind_of(question) is kind
