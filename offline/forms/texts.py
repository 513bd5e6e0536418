"""Labels, hints and messages in the language of the session, outputs filled in."""

from __future__ import annotations

from offline.forms.engine import Engine
from offline.forms.model import Label, Piece, TextValue
from offline.forms.tree import Node
from offline.forms.view import Media
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import EvaluationError, java_string

_MEDIA = {"image": "image", "big-image": "big_image", "audio": "audio", "video": "video"}
_PLAIN_FORMS = ("", "long", "short")


class Texts:
    """What a session says. ``language`` may be switched at any time."""

    def __init__(self, engine: Engine, language: str) -> None:
        self._engine = engine
        definition = engine.form.definition
        self.language = language if language in definition.texts else definition.default_language
        engine.itext = self.itext

    def itext(self, identifier: str) -> str:
        """The plain form of an itext entry at the root (``jr:itext``)."""
        return self._entry_text(self._entry(identifier), self._engine.root)

    def text(self, label: Label, node: Node) -> str:
        """A label's text at a node."""
        if label.itext:
            return self._entry_text(self._entry(label.itext), node)
        if label.expression:
            return self._string(label.expression, node)
        return self.fill(label.pieces, node).strip()

    def form(self, label: Label, node: Node, name: str) -> str:
        """Another form of a label, e.g. ``guidance``; empty if it has none."""
        entry = self._entry(label.itext) if label.itext else None
        return self.fill(entry.forms.get(name, []), node).strip() if entry else ""

    def media(self, label: Label, node: Node) -> Media:
        """File names of a label's media."""
        entry = self._entry(label.itext) if label.itext else None
        if entry is None:
            return Media()
        return self._media(entry, node)

    def itext_media(self, identifier: str, node: Node) -> Media:
        """File names of an itext entry's media."""
        entry = self._entry(identifier)
        return self._media(entry, node) if entry else Media()

    def _media(self, entry: TextValue, node: Node) -> Media:
        found = {
            field: self.fill(entry.forms[form], node).rpartition("/")[2]
            for form, field in _MEDIA.items()
            if form in entry.forms
        }
        return Media(**found)

    def _entry(self, identifier: str) -> TextValue | None:
        texts = self._engine.form.definition.texts
        found = texts.get(self.language, {}).get(identifier)
        if found is None:
            default = self._engine.form.definition.default_language
            found = texts.get(default, {}).get(identifier)
        return found

    def _entry_text(self, entry: TextValue | None, node: Node) -> str:
        if entry is None:
            return ""
        found = next((entry.forms[f] for f in _PLAIN_FORMS if f in entry.forms), [])
        return self.fill(found, node).strip()

    def fill(self, pieces: list[Piece], node: Node) -> str:
        """Pieces put together, outputs evaluated at a node."""
        return "".join(self._string(p.expression, node) if p.expression else p.text for p in pieces)

    def _string(self, expression: str, node: Node) -> str:
        try:
            code = self._engine.form.code(expression, "atom")
            return java_string(code(Scope(node, self._engine)))
        except EvaluationError:
            return ""
