"""What the staff windows show, as plain data. Names, IDs and phones arrive masked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Station:
    """The top bar: where this is, who works here, and how things stand.

    ``offline_for`` is said in words ("2 天 2 小时") when there is no network, "" when there is;
    ``pending`` counts what is not yet uploaded; ``printer`` is a word (纸足, 没纸) and
    ``printer_ok`` whether it can print.
    """

    site: str
    place: str
    operator: str
    clock: str
    offline_for: str = ""
    pending: int = 0
    printer: str = ""
    printer_ok: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list. ``tone`` is that of a tag: ok, warn, err, info or none; ``kind`` and ``id``
    come back in ``OpenLine``. A line without an id is a heading. ``number`` has a column of its
    own, then ``when`` stands at the right end; ``mark`` is what was looked for.
    """

    kind: str
    id: str
    title: str
    person: str = ""
    state: str = ""
    tone: str = ""
    when: str = ""
    icon: str = "document"
    action: str = ""
    number: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PersonCard:
    """The resident at the window. ``facts`` is a short line (男 · 82 岁), ``tags`` words and tones,
    ``notice`` something to heed before going on.
    """

    name: str
    number: str
    facts: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    cases: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseHead:
    """The head of the open case. ``saved`` says when the draft was saved, in words."""

    title: str
    department: str = ""
    saved: str = ""
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A service item that can be begun."""

    id: str
    name: str
    department: str = ""
    group: str = ""
    icon: str = "document"
    offline: bool = True
