"""Compiled forms kept: in this process by content, and as bytes for whoever stores them.

The bytes are a pickle that may only name this engine's own records; anything else is refused and
the form is compiled anew. They belong where the form itself is trusted to be (the encrypted store).
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections import OrderedDict
from collections.abc import Mapping
from enum import Enum
from typing import Any, Protocol

from offline.forms import form as forms
from offline.forms.form import Compiled
from offline.forms.pause import collector_paused
from offline.forms.xpath import parser

FORMAT = b"kiosk-form-6\n"
KEPT = 8
"""Compiled forms kept in memory."""
_OURS = "offline.forms."
_kept: OrderedDict[str, Compiled] = OrderedDict()


class Shelf(Protocol):
    """Where compiled forms are put between runs: a folder, the store."""

    def get(self, key: str) -> bytes | None: ...
    def put(self, key: str, value: bytes) -> None: ...


def load(
    xml: bytes, media: Mapping[str, bytes] | None = None, shelf: Shelf | None = None
) -> Compiled:
    """``offline.forms.load``, but a form seen before is not compiled again (FormError)."""
    media = media or {}
    key = key_of(xml, media)
    found = _kept.get(key) or _from_shelf(key, shelf)
    if found is None:
        found = forms.load(xml, media)
        if shelf is not None:
            shelf.put(key, freeze(found))
    _kept[key] = found
    _kept.move_to_end(key)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return found


def forget() -> None:
    """Empty the memory of this process."""
    _kept.clear()


def key_of(xml: bytes, media: Mapping[str, bytes]) -> str:
    """A digest of all that a compiled form depends on."""
    digest = hashlib.sha256(FORMAT + xml)
    for name in sorted(media):
        digest.update(b"\0" + name.encode() + b"\0" + hashlib.sha256(media[name]).digest())
    return digest.hexdigest()


def _from_shelf(key: str, shelf: Shelf | None) -> Compiled | None:
    data = shelf.get(key) if shelf is not None else None
    return thaw(data) if data is not None else None


def freeze(form: Compiled) -> bytes:
    """A compiled form as bytes, with the indexes that its instances have by now."""
    expressions = {text for _sort, text in form.codes}
    trees = {text: parser.parse(text) for text in expressions}
    state = (
        form.definition,
        form.instance,
        form.templates,
        form.secondary,
        form.namespaces,
        form.graph,
        form.by_path,
        form.known,
        trees,
    )
    return FORMAT + pickle.dumps(state, protocol=5)


def thaw(data: bytes) -> Compiled | None:
    """The form in the bytes; None if they are damaged, foreign or of another version."""
    if not data.startswith(FORMAT):
        return None
    try:
        with collector_paused():
            *state, trees = _Unpickler(io.BytesIO(data[len(FORMAT) :])).load()
            return forms.assemble(*state, trees=trees)
    except (pickle.UnpicklingError, EOFError, TypeError, ValueError, AttributeError, ImportError):
        return None


def _member(kind: type, name: str) -> Any:
    """A member of one of our enums and nothing else."""
    if not issubclass(kind, Enum):
        raise pickle.UnpicklingError(f"{kind.__name__}.{name} is no member of an enum")
    return kind[name]


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Only classes of this engine; Python 3.11.2 pickles an enum's member by ``getattr``."""
        if (module, name) == ("builtins", "getattr"):
            return _member
        if not module.startswith(_OURS):
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a form")
        found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is no record")
        return found
