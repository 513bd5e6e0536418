"""Small PDFs that carry a number, so that each can be known again in a tray."""

from __future__ import annotations

import re
from functools import cache

from printers.samples import samples
from printers.typeset import typesetter

_MARK = re.compile(rb"%number (\d+)\n")


def marked_pdf(number: int) -> bytes:
    """A page with its number in a comment behind its end."""
    return _page() + b"%%number %d\n" % number


def number_of_pdf(document: bytes) -> int:
    """The number of a page or of what came out of it; -1 when its end did not."""
    found = _MARK.search(document)
    return int(found[1]) if found else -1


@cache
def _page() -> bytes:
    return typesetter().pdf(samples()["certificate"])
