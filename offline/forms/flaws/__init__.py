"""What is written wrongly in a form although every expression in it is well formed.

Three weights (docs/forms.md): JavaRosa refuses the form and so do we; JavaRosa refuses it and we
fill it without the part; JavaRosa fills it, but hardly as its author meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from offline.forms.api import FormError
from offline.forms.flaws import actions, binds, controls, entities, layout, lists, reads, texts
from offline.forms.flaws.kinds import Flaw, Known, Weight
from offline.forms.model import Steps
from offline.forms.reader import Source
from offline.forms.tree import Node

__all__ = ["Flaw", "Weight", "found", "refuse"]
MOST_TOLD = 3
"""Flaws named when a form is refused; ``form check`` tells them all."""


def refuse(source: Source, paths: frozenset[Steps], instances: Mapping[str, Node]) -> None:
    """Refuse a form that JavaRosa refuses too (FormError naming the binds and questions)."""
    known = Known(source, paths, instances)
    told = dict.fromkeys(flaw.message for flaw in _grave(known))
    if told:
        raise FormError("；".join(list(told)[:MOST_TOLD]))


def found(source: Source, paths: frozenset[Steps], instances: Mapping[str, Node]) -> list[Flaw]:
    """All flaws of a form, those for which it is refused first."""
    known = Known(source, paths, instances)
    flaws = dict.fromkeys((*_grave(known), *_slight(known)))
    return sorted(flaws, key=lambda flaw: flaw.weight)


def _grave(known: Known) -> Iterator[Flaw]:
    for part in (binds, controls, layout, lists, texts, actions):
        yield from part.grave(known)


def _slight(known: Known) -> Iterator[Flaw]:
    for part in (binds, controls, layout, lists, texts, actions, entities, reads):
        yield from part.slight(known)
