"""Compiled forms kept: in this process by content, and as bytes for whoever stores them.

The bytes are a pickle that may only name this engine's own records; anything else is refused and
the form is compiled anew. They belong where the form itself is trusted to be: the encrypted store
keeps them beside the form's version (``Station.form``), with the lists that came with it.
"""

from __future__ import annotations

import hashlib
import io
import marshal
import pickle
from collections import OrderedDict
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib.abc import InspectLoader
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, cast

from offline.forms import (
    body,
    dates,
    graph,
    itext,
    model,
    packed,
    reader,
    references,
    secondary,
    tree,
    typed,
    uses,
    xml,
)
from offline.forms import form as forms
from offline.forms.form import Compiled
from offline.forms.pause import collector_paused
from offline.forms.xpath import index, parser, syntax, tokens

FORMAT = b"kiosk-form-7\n"
KEPT = 8
"""Compiled forms kept in memory."""
_OURS = "offline.forms."
_MAKERS = (
    *(body, dates, forms, graph, index, itext, model, packed, parser, reader, references),
    *(secondary, syntax, tokens, tree, typed, uses, xml),
)
"""The modules whose work is in the bytes."""
_SAME_EVERYWHERE = 2
"""The newest format of ``marshal`` that writes the same whatever else is loaded."""
_kept: OrderedDict[str, Compiled] = OrderedDict()
_shelved: set[str] = set()


class Shelf(Protocol):
    """Where compiled forms are put between runs."""

    def get(self, key: str) -> bytes | None: ...
    def put(self, key: str, value: bytes) -> None: ...


def load(
    xml: bytes, media: Mapping[str, bytes] | None = None, shelf: Shelf | None = None
) -> Compiled:
    """``offline.forms.load``, but a form seen before is not compiled again (FormError)."""
    media = media or {}
    key = key_of(xml, media)
    found = _kept.get(key) or _from_shelf(key, shelf) or forms.load(xml, media)
    if shelf is not None and key not in _shelved:
        shelf.put(key, freeze(found))
        _shelved.add(key)
    _kept[key] = found
    _kept.move_to_end(key)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return found


def forget() -> None:
    """Empty the memory of this process."""
    _kept.clear()
    _shelved.clear()


def key_of(xml: bytes, media: Mapping[str, bytes]) -> str:
    """A digest of all that a compiled form depends on."""
    digest = hashlib.sha256(engine() + hashlib.sha256(xml).digest())
    for name in sorted(media):
        digest.update(b"\0" + name.encode() + b"\0" + hashlib.sha256(media[name]).digest())
    return digest.hexdigest()


@cache
def engine() -> bytes:
    """What this engine makes of a form is of no use to another: a digest of the code that makes
    it, of the sources or, in a bundle, of what was compiled from them.
    """
    digest = hashlib.sha256(FORMAT + packed.ORDER)
    for module in _MAKERS:
        digest.update(_code_of(module))
    return digest.digest()


def _code_of(module: ModuleType) -> bytes:
    source = Path(module.__file__ or "")
    if source.suffix == ".py" and source.is_file():
        return source.read_bytes()
    loader = cast("InspectLoader", module.__loader__)
    return marshal.dumps(loader.get_code(module.__name__), _SAME_EVERYWHERE)


def _from_shelf(key: str, shelf: Shelf | None) -> Compiled | None:
    data = shelf.get(key) if shelf is not None else None
    found = thaw(data) if data is not None else None
    if found is not None:
        _shelved.add(key)
    return found


def freeze(form: Compiled) -> bytes:
    """A compiled form as bytes, with the indexes that its expressions ask for."""
    for document in form.secondary.values():
        for root in document.children:
            if isinstance(root, secondary.Table):
                root.prepare(form.compiler.keys)
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
