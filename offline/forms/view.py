"""What a form session shows: a tree of questions, groups and repeats, as plain data.

A user interface, a command or a test reads these and answers by path; none of them sees the
engine. Paths are ``/data/group/rep[2]/field`` with the repeat's position where there is one.
Texts are in the session's current language, outputs filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Control(StrEnum):
    """The body element that asks (XForms: input, select1, …)."""

    INPUT = "input"
    SELECT_ONE = "select1"
    SELECT_MANY = "select"
    RANK = "rank"
    RANGE = "range"
    UPLOAD = "upload"
    TRIGGER = "trigger"


@dataclass(frozen=True, slots=True)
class Media:
    """File names of a label's media (jr://images/… etc.), empty where there is none."""

    image: str = ""
    big_image: str = ""
    audio: str = ""
    video: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen. ``hint`` is an extra column's text where the form has one."""

    value: str
    label: str
    media: Media = field(default_factory=Media)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``data_type`` is the bind's (string, int, decimal, date, time, dateTime,
    geopoint, geotrace, geoshape, barcode, binary …).

    ``problem`` is the message to show now: the constraint's own message or the engine's for the
    type; empty if the value is valid. ``missing`` says that a required answer is not there.
    ``appearance`` is the raw attribute, ``mediatype`` an upload's, ``span`` a range's
    (start, end, step). ``bind`` is the path without positions. ``parameters`` holds other
    attributes of the body element that a widget may want (``rows``, ``max-pixels``, …).
    """

    path: str
    bind: str
    control: Control
    data_type: str
    label: str
    hint: str
    guidance: str
    media: Media
    appearance: str
    value: str
    required: bool
    readonly: bool
    missing: bool
    problem: str
    required_message: str = ""
    choices: tuple[Choice, ...] = ()
    mediatype: str = ""
    span: tuple[str, str, str] | None = None
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A labelled group, or one instance of a repeat (then ``position`` counts from 1)."""

    path: str
    label: str
    appearance: str
    children: tuple[Item, ...]
    position: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeat with its instances. ``can_add`` is False for a counted or fixed repeat."""

    path: str
    label: str
    appearance: str
    instances: tuple[Group, ...]
    can_add: bool
    can_remove: bool


Item = Question | Group | Repeat


@dataclass(frozen=True, slots=True)
class Page:
    """What one screen asks: a question, a field-list group, a repeat's overview (its instances
    follow as pages of their own), by the path of its first node.
    """

    path: str
    items: tuple[Item, ...]
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to correct before finalising: the node, its label and the sentence to show."""

    path: str
    label: str
    message: str
    missing: bool
