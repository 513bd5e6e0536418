"""The form engine's face: what every other room may use of it.

The engine implements these Protocols in ``offline.forms.session`` and ``offline.forms.form``;
callers outside ``offline.forms`` write against them. Semantics are JavaRosa's (docs/forms.md).
The package exports, beside these::

    load(xml, media) -> Form                                              # FormError
    begin(form, *, instance_id, instances, language, now, device) -> FormSession
    resume(form, saved, *, now) -> FormSession

where ``media`` and ``instances`` map names to bytes (``{"visit": b"<root>…"}`` fills the secondary
instance ``visit``), ``now`` is a callable giving an aware datetime, and ``device`` the metadata
(``deviceid``, ``username`` …). ``offline.xlsform.compile_xlsform(path, name)`` gives the XML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from offline.forms.view import Page, Problem, Question


class FormError(Exception):
    """A form that cannot be used: what is wrong, naming the bind, row or element."""


class AnswerError(Exception):
    """An answer that cannot be taken: unknown path, read-only node, text that is not of the type.

    The session is unchanged.
    """


class IncompleteError(Exception):
    """The form cannot be handed in yet; ``problems`` say what to correct."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class NodeState:
    """The state of one node, as ``form run`` prints it. ``violation`` is ``constraint``,
    ``required`` or empty.
    """

    value: str
    relevant: bool
    required: bool
    readonly: bool
    valid: bool
    violation: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """A form ready to be frozen: the submission XML and the attachments it names, in order.

    ``files`` are those of them that the engine itself made, with their bytes (``audit.csv``).
    """

    xml: bytes
    attachments: tuple[str, ...]
    instance_name: str
    files: Mapping[str, bytes] = field(default_factory=dict)


class Form(Protocol):
    """A parsed and compiled form; immutable, shared between sessions."""

    @property
    def form_id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def languages(self) -> Sequence[str]:
        """As the form names them, e.g. ``中文 (zh)``, ``English (en)``; empty if untranslated."""
        ...


class FormSession(Protocol):
    """One person filling one form."""

    @property
    def form(self) -> Form: ...
    @property
    def instance_id(self) -> str: ...
    @property
    def language(self) -> str: ...

    def use_language(self, language: str) -> None: ...

    def pages(self) -> Sequence[Page]:
        """The relevant pages now, in order. Cheap: called after every answer."""
        ...

    def question(self, path: str) -> Question: ...

    def answer(self, path: str, value: str) -> None:
        """Set a value, serialised as in the instance ("" clears); everything that depends follows.

        A value that breaks a constraint is kept and shown as a problem, as Collect's engine does.
        """
        ...

    def add_repeat(self, path: str) -> str:
        """Append an instance to a repeat; its path."""
        ...

    def remove_repeat(self, path: str) -> None: ...

    def problems(self) -> Sequence[Problem]:
        """All that must be corrected before finishing."""
        ...

    def nodes(self) -> Mapping[str, NodeState]:
        """Every leaf and group by path, for ``form run``."""
        ...

    def save(self) -> bytes:
        """The whole state, for a draft."""
        ...

    def show(self, path: str) -> None:
        """A question is before the person now; for a form that asks for an audit log."""
        ...

    def finish(self, *, log: bool = False) -> Finished:
        """The submission as Collect serialises it: non-relevant nodes left out, meta filled in.

        ``log`` says that the caller keeps ``files`` with the other attachments: then a form that
        asks for an audit log of the visit gets it.
        """
        ...
