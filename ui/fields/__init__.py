"""One widget a question type: ``field_for`` gives the field that asks a question.

A field knows nothing of engines, stores or networks: it shows a ``Question`` and tells a value.
"""

from __future__ import annotations

from collections.abc import Mapping

from offline.forms.view import Question
from ui.fields.barcode import BarcodeField
from ui.fields.base import Field
from ui.fields.cards import CardsField
from ui.fields.draw import DrawField
from ui.fields.files import FileField, PhotoField
from ui.fields.geo import GeolineField, GeopointField
from ui.fields.helpers import Helpers, Place
from ui.fields.kinds import Kind, kind_of
from ui.fields.listed import ListedField
from ui.fields.number import NumberField
from ui.fields.pick import PickField
from ui.fields.plain import NoteField, ReadonlyField, TriggerField
from ui.fields.ranges import RangeField
from ui.fields.rank import RankField
from ui.fields.rating import RatingField
from ui.fields.resident import DenseIdField, ResidentIdField
from ui.fields.segments import SegmentsField, fits_bar
from ui.fields.text import MultilineField, TextField
from ui.fields.typedwhen import DenseWhenField
from ui.fields.when import WhenField
from ui.theme import Theme

__all__ = ["Field", "Helpers", "Kind", "Place", "field_for", "kind_of"]

_FIELDS: Mapping[Kind, type[Field]] = {
    Kind.CARDS_ONE: CardsField,
    Kind.CARDS_MANY: CardsField,
    Kind.LIST_ONE: ListedField,
    Kind.LIST_MANY: ListedField,
    Kind.TEXT: TextField,
    Kind.MULTILINE: MultilineField,
    Kind.INTEGER: NumberField,
    Kind.DECIMAL: NumberField,
    Kind.DIGITS: NumberField,
    Kind.PHONE: NumberField,
    Kind.RESIDENT_ID: ResidentIdField,
    Kind.DATE: WhenField,
    Kind.TIME: WhenField,
    Kind.DATE_TIME: WhenField,
    Kind.PHOTO: PhotoField,
    Kind.FILE: FileField,
    Kind.DRAW: DrawField,
    Kind.NOTE: NoteField,
    Kind.READONLY: ReadonlyField,
    Kind.TRIGGER: TriggerField,
    Kind.RANGE: RangeField,
    Kind.RATING: RatingField,
    Kind.RANK: RankField,
    Kind.GEOPOINT: GeopointField,
    Kind.GEOLINE: GeolineField,
    Kind.BARCODE: BarcodeField,
}

_DENSE: Mapping[Kind, type[Field]] = {
    Kind.RESIDENT_ID: DenseIdField,
    Kind.DATE: DenseWhenField,
    Kind.TIME: DenseWhenField,
    Kind.DATE_TIME: DenseWhenField,
}

_SELECTS = (Kind.CARDS_ONE, Kind.CARDS_MANY, Kind.LIST_ONE, Kind.LIST_MANY)


def field_for(
    question: Question, theme: Theme, *, dense: bool = False, helpers: Helpers | None = None
) -> Field:
    """The field that asks a question: large for a resident, ``dense`` for staff."""
    made = _class_for(question, dense=dense)
    return made(question, theme, helpers or Helpers(), dense=dense)


def _class_for(question: Question, *, dense: bool) -> type[Field]:
    kind = kind_of(question)
    if dense and kind in _SELECTS:
        return SegmentsField if fits_bar(question) else PickField
    if dense and kind in _DENSE:
        return _DENSE[kind]
    return _FIELDS[kind]
