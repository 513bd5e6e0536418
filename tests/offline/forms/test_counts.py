"""Counted repeats are filled when they are relevant, as by a person who pages past them."""

from __future__ import annotations

import pytest

import offline.forms
from tests.offline.forms.books import begun, row, xform


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


def test_a_relative_path_leads_to_every_instance_an_absolute_one_to_its_own() -> None:
    session = begun(
        [
            row("begin repeat", "r"),
            row("integer", "n"),
            row("calculate", "all", calculation="sum(../../r/n)"),
            row("calculate", "own", calculation="sum(/data/r/n)"),
            row("end repeat"),
        ]
    )
    session.add_repeat("/data/r")
    for path, value in (("/data/r[1]/n", "1"), ("/data/r[2]/n", "2"), ("/data/r[2]/n", "4")):
        session.answer(path, value)
    nodes = session.nodes()
    assert [nodes[f"/data/r[{n}]/all"].value for n in (1, 2)] == ["5", "5"]
    assert [nodes[f"/data/r[{n}]/own"].value for n in (1, 2)] == ["1", "4"]


def test_nodes_of_one_name_that_no_repeat_asks_are_all_read() -> None:
    source = xform([row("calculate", "all", calculation="concat(sum(/data/v), count(/data/v))")])
    source = source.replace(b"<all/>", b"<all/><v>-3</v><v>a</v><v>4</v>")
    session = offline.forms.begin(offline.forms.load(source))
    assert session.nodes()["/data/all"].value == "13"
