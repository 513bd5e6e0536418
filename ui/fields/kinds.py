"""Which widget a question wants: decided from its control, type and appearance alone (XForms,
ODK appearances).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from offline.forms.view import Control, Question

MANY = 8
"""With more choices than this, cards give way to a paged list with a search."""


class Kind(StrEnum):
    """The ways a question can be asked on a screen."""

    CARDS_ONE = "cards-one"
    CARDS_MANY = "cards-many"
    LIST_ONE = "list-one"
    LIST_MANY = "list-many"
    TEXT = "text"
    MULTILINE = "multiline"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DIGITS = "digits"
    PHONE = "phone"
    RESIDENT_ID = "resident-id"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date-time"
    PHOTO = "photo"
    FILE = "file"
    DRAW = "draw"
    NOTE = "note"
    READONLY = "readonly"
    TRIGGER = "trigger"
    RANGE = "range"
    RATING = "rating"
    RANK = "rank"
    GEOPOINT = "geopoint"
    GEOLINE = "geoline"
    BARCODE = "barcode"


_BY_TYPE = {
    "int": Kind.INTEGER,
    "integer": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "datetime": Kind.DATE_TIME,
    "geopoint": Kind.GEOPOINT,
    "geotrace": Kind.GEOLINE,
    "geoshape": Kind.GEOLINE,
    "barcode": Kind.BARCODE,
}

_BY_APPEARANCE = (
    ({"id", "resident-id"}, Kind.RESIDENT_ID),
    ({"phone", "tel"}, Kind.PHONE),
    ({"numbers"}, Kind.DIGITS),
    ({"multiline"}, Kind.MULTILINE),
)


def appearances(question: Question) -> frozenset[str]:
    """The words of the appearance attribute; a function such as ``w1`` or ``search(…)`` is one."""
    return frozenset(question.appearance.split())


def kind_of(question: Question) -> Kind:
    """The kind of widget for a question."""
    if question.readonly and question.control not in {Control.UPLOAD, Control.TRIGGER}:
        return Kind.READONLY if question.value else Kind.NOTE
    return _BY_CONTROL[question.control](question)


def _select(question: Question) -> Kind:
    words = appearances(question)
    listed = len(question.choices) > MANY or bool(words & {"minimal", "autocomplete"})
    if question.control is Control.SELECT_ONE:
        return Kind.LIST_ONE if listed else Kind.CARDS_ONE
    return Kind.LIST_MANY if listed else Kind.CARDS_MANY


def _upload(question: Question) -> Kind:
    if appearances(question) & {"signature", "draw"}:
        return Kind.DRAW
    return Kind.PHOTO if question.mediatype.startswith("image/") else Kind.FILE


def _input(question: Question) -> Kind:
    by_type = _BY_TYPE.get(question.data_type.lower())
    if by_type is not None:
        return by_type
    words = appearances(question)
    for names, kind in _BY_APPEARANCE:
        if words & names:
            return kind
    rows = dict(question.parameters).get("rows", "")
    return Kind.MULTILINE if rows.isdecimal() and int(rows) > 1 else Kind.TEXT


_BY_CONTROL: Mapping[Control, Callable[[Question], Kind]] = {
    Control.INPUT: _input,
    Control.SELECT_ONE: _select,
    Control.SELECT_MANY: _select,
    Control.RANK: lambda _: Kind.RANK,
    Control.RANGE: lambda q: Kind.RATING if "rating" in appearances(q) else Kind.RANGE,
    Control.UPLOAD: _upload,
    Control.TRIGGER: lambda _: Kind.TRIGGER,
}
