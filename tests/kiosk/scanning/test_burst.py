from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanning.burst import Burst, Hold, Pass, Replay, Rule, Scanned

TEXT = "GSC1:ABC 123"


class Desk:
    """Keys struck at a desk: what reached the field and what was scanned, in their order."""

    def __init__(self, rule: Rule | None = None) -> None:
        self.burst: Burst[str] = Burst(rule or Rule())
        self.field = ""
        self.scans: list[str] = []
        self.clock = 100.0

    def strike(self, text: str, gap: float) -> None:
        for letter in text:
            self.clock += gap
            self.act(self.burst.settle(self.clock), "")
            self.act(self.burst.key(letter, self.clock, letter), letter)

    def rest(self) -> None:
        self.clock += 10
        self.act(self.burst.settle(self.clock), "")

    def act(self, outcome: object, letter: str) -> None:
        match outcome:
            case Pass():
                self.field += letter
            case Replay(keys=keys):
                self.field += "".join(keys)
            case Scanned(text=text, before=before):
                self.field += "".join(before)
                self.scans += [text] if text else []
            case _:
                assert outcome is None or isinstance(outcome, Hold)


def test_a_scan_goes_to_nobody_else() -> None:
    desk = Desk()
    desk.strike(TEXT + "\r\n", 0.004)
    assert (desk.scans, desk.field) == ([TEXT], "")


def test_a_scanner_without_terminator_is_told_by_its_end() -> None:
    desk = Desk()
    desk.strike(TEXT, 0.02)
    desk.rest()
    assert (desk.scans, desk.field) == ([TEXT], "")


def test_a_person_types_what_a_person_types() -> None:
    desk = Desk()
    desk.strike("wang xiaoming\t138\r", 0.08)
    desk.rest()
    assert (desk.scans, desk.field) == ([], "wang xiaoming\t138\r")


def test_a_few_quick_keys_are_still_a_persons() -> None:
    desk = Desk()
    desk.strike("abc\r", 0.01)
    assert (desk.scans, desk.field) == ([], "abc\r")


def test_a_letter_typed_just_before_a_scan_stays_the_persons() -> None:
    desk = Desk()
    desk.strike("x", 0.1)
    desk.strike(TEXT + "\r", 0.01)
    assert (desk.scans, desk.field) == ([TEXT], "x")


def test_a_sentinel_makes_a_slow_scanner_sure() -> None:
    desk = Desk(Rule(sentinel="~"))
    desk.strike("~12\r", 0.2)
    assert (desk.scans, desk.field) == (["12"], "")
    desk.strike("~1", 0.2)
    desk.rest()
    assert desk.scans == ["12", "1"]


def test_a_long_scan_on_a_busy_machine_is_not_cut_after_the_patience() -> None:
    desk = Desk(Rule(sentinel="~"))
    desk.strike("~" + "A" * 250 + "\r", 0.03)
    assert (desk.scans, desk.field) == (["A" * 250], "")
    desk.strike("~1", 0.2)
    desk.clock += 3
    desk.strike("x", 0.2)
    desk.rest()
    assert (desk.scans[1:], desk.field) == (["1"], "x")


def test_a_scanner_may_falter_once_it_is_known_for_one() -> None:
    desk = Desk()
    desk.strike("GS", 0.01)
    desk.strike("C1:A", 0.1)
    desk.strike("BC\r", 0.1)
    assert (desk.scans, desk.field) == (["GSC1:ABC"], "")


def test_an_arrow_key_ends_the_waiting() -> None:
    burst: Burst[str] = Burst()
    assert burst.key("", 1.0, "←") == Pass()
    assert burst.key("a", 1.1, "a") == Hold()
    assert burst.key("", 1.101, "←") == Replay(("a", "←"))


@given(st.lists(st.tuples(st.sampled_from("aB1 \r\t"), st.floats(0.0, 0.1)), max_size=60))
def test_no_key_is_lost_or_told_twice(strokes: list[tuple[str, float]]) -> None:
    desk = Desk(Rule(beginnings=()))
    for letter, gap in strokes:
        desk.strike(letter, gap)
    desk.rest()
    struck = [letter for letter, _ in strokes]
    kept = sorted([*desk.field, *"".join(desk.scans)])
    ended = sum(letter in "\r\t" for letter in struck) - sum(x in "\r\t" for x in desk.field)
    assert len(kept) + ended == len(struck)
    assert [x for x in kept if x not in "\r\t"] == sorted(x for x in struck if x not in "\r\t")
