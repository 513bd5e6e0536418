from __future__ import annotations

import pickle

import pytest

import offline.forms
from offline.forms import cache, form, secondary
from offline.forms.secondary import Table
from tests.offline.forms.books import ABC, row, xform

TABLE = {"v.csv": b"name,label,town\n1,one,a\n2,two,b\n"}
XML = xform(
    [
        row("select_one abc", "town"),
        row("select_one_from_file v.csv", "v", choice_filter="town=${town}"),
        row("begin repeat", "r"),
        row("integer", "n", constraint=". > 1"),
        row("end repeat"),
        row("calculate", "total", calculation="sum(${n})"),
    ],
    ABC,
)


class Shelf(dict[str, bytes]):
    """A shelf in memory."""

    def put(self, key: str, value: bytes) -> None:
        self[key] = value


def filled(compiled: form.Compiled) -> dict[str, str]:
    session = offline.forms.begin(compiled, instance_id="i")
    session.answer("/data/town", "b")
    session.answer("/data/v", "2")
    session.answer("/data/r[1]/n", "1")
    session.add_repeat("/data/r")
    session.answer("/data/r[2]/n", "5")
    choices = [choice.label for choice in session.question("/data/v").choices]
    assert choices == ["two"]
    return {path: f"{state.value} {state.valid}" for path, state in session.nodes().items()}


def test_a_frozen_form_works_as_the_one_it_was() -> None:
    compiled = form.load(XML, TABLE)
    before = filled(compiled)
    thawed = cache.thaw(cache.freeze(compiled))
    assert thawed is not None
    assert filled(thawed) == before


def test_the_second_opening_takes_the_form_from_the_shelf() -> None:
    shelf = Shelf()
    cache.forget()
    first = cache.load(XML, TABLE, shelf)
    assert cache.load(XML, TABLE, shelf) is first
    cache.forget()
    second = cache.load(XML, TABLE, shelf)
    assert second is not first
    assert filled(second) == filled(first)


def test_another_file_beside_it_is_another_form() -> None:
    other = {"v.csv": TABLE["v.csv"] + b"3,three,b\n"}
    assert cache.key_of(XML, TABLE) != cache.key_of(XML, other)


def test_bytes_that_are_no_form_are_compiled_anew() -> None:
    cache.forget()
    key = cache.key_of(XML, TABLE)
    for damage in (b"", b"rubbish", cache.FORMAT, cache.FORMAT + b"\x80\x05."):
        cache.forget()
        shelf = Shelf({key: damage})
        assert filled(cache.load(XML, TABLE, shelf))
        assert shelf[key] != damage


class Evil:
    """What a pickle must not be able to do."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (print, ("called",))


def test_a_pickle_can_name_nothing_but_our_records() -> None:
    assert cache.thaw(cache.FORMAT + pickle.dumps((1, Evil()))) is None


def test_the_indexes_that_the_form_asks_for_are_kept_with_it() -> None:
    thawed = cache.thaw(cache.freeze(form.load(XML, TABLE)))
    assert thawed is not None
    (table,) = thawed.secondary["v"].children
    assert isinstance(table, Table)
    (town,) = table.__getstate__()[3]
    assert town == "town"
    assert [row.named["name"][0].text for row in table.lookup("item", "town", "b")] == ["2"]
    assert table.lookup("item", "town", "c") == []


def test_a_packed_index_finds_every_row_of_a_value_and_no_other() -> None:
    lines = ["name,town", "1,b", "2,a", "3,b", "4,村", "5"]
    table = secondary.read("v.csv", "\n".join(lines).encode()).children[0]
    assert isinstance(table, Table)
    table.prepare([("item", "town")])
    thawed = pickle.loads(pickle.dumps(table))  # noqa: S301 — made one line above
    for town, names in (("a", "2"), ("b", "13"), ("村", "4"), ("", "5"), ("c", "")):
        found = thawed.lookup("item", "town", town)
        assert "".join(row.named["name"][0].text for row in found) == names
    assert len(thawed.children) == 5


def test_a_form_known_in_memory_is_put_on_a_shelf_that_lacks_it() -> None:
    cache.forget()
    first, shelf = cache.load(XML, TABLE), Shelf()
    assert cache.load(XML, TABLE, shelf) is first
    assert list(shelf) == [cache.key_of(XML, TABLE)]


def test_another_engine_finds_nothing_under_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.key_of(XML, TABLE)
    monkeypatch.setattr(cache, "engine", lambda: b"another")
    assert cache.key_of(XML, TABLE) != before
