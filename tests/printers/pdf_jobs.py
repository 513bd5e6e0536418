"""Small PDFs that carry a number, so that each can be known again in a tray, whole or cut off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from printers.samples import samples
from printers.typeset import typesetter

_MARK = re.compile(rb"%number (\d+)\n")


def marked_pdf(number: int) -> bytes:
    """A page with its number in a comment after its head."""
    head, rest = _page()
    return head + b"%%number %d\n" % number + rest


def numbers_of(papers: Iterable[bytes]) -> tuple[list[int], list[int]]:
    """The numbers of whole papers, and of those of which only a part came out."""
    whole: list[int] = []
    halves: list[int] = []
    for paper in papers:
        found = _MARK.search(paper)
        if found:
            number = int(found[1])
            (whole if paper == marked_pdf(number) else halves).append(number)
    return whole, halves


@cache
def _page() -> tuple[bytes, bytes]:
    head, newline, rest = typesetter().pdf(samples()["certificate"]).partition(b"\n")
    return head + newline, rest
