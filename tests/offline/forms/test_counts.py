"""Counted repeats are filled when they are relevant, as by a person who pages past them."""

from __future__ import annotations

import pytest

from tests.offline.forms.books import begun, row


@pytest.mark.parametrize("column", ["group", "repeat"])
def test_a_counted_repeat_is_filled_when_it_becomes_relevant(column: str) -> None:
    hidden = {column: "${y} = 'yes'"}
    session = begun(
        [
            row("integer", "n", default="2"),
            row("text", "y"),
            row("begin group", "g", relevant=hidden.get("group", "")),
            row("begin repeat", "r", repeat_count="${n}", relevant=hidden.get("repeat", "")),
            row("text", "t"),
            row("end repeat"),
            row("end group"),
        ]
    )
    for answer, there in (("no", False), ("yes", True), ("", True)):
        session.answer("/data/y", answer)
        assert ("/data/g/r[2]/t" in session.nodes()) is there
