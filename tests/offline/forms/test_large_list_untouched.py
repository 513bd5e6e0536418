"""A form opens without a node being made for every row of its lists."""

from __future__ import annotations

import pytest

from offline.forms import form, secondary
from offline.forms.api import FormError

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>t</h:title><model><instance><data id="x"><a/></data></instance>
<instance id="big" src="jr://file-csv/big.csv"/><bind nodeset="/data/a" type="string"/></model>
</h:head>
<h:body><select1 ref="/data/a"><label>a</label><itemset nodeset="instance('big')/root/item">
<value ref="name"/><label ref="{label}"/></itemset></select1></h:body></h:html>"""


def load(rows: str, label: str = "label") -> None:
    form.load(FORM.format(label=label).encode(), {"big.csv": f"name,label\n{rows}".encode()})


def test_opening_makes_a_node_for_one_row_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    class Counted(secondary.Indexed):
        def __init__(self, name: str, parent: object = None) -> None:
            made.append(name)
            super().__init__(name, parent)  # type: ignore[arg-type]

    monkeypatch.setattr(secondary, "Indexed", Counted)
    load("".join(f"n{number},l{number}\n" for number in range(5000)))
    assert made.count("item") <= 1


def test_a_column_that_no_row_has_is_still_told() -> None:
    with pytest.raises(FormError, match="lable"):
        load("n0,l0\n", label="lable")


@pytest.mark.parametrize("rows", ["", "n0\nn1,l1\n"])
def test_an_empty_table_and_a_short_first_row_are_no_fault(rows: str) -> None:
    load(rows)
