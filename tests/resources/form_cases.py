"""What each form must decide: answers on top of its correct ones, and what follows from them.

``expect`` maps a node to ``ok`` (asked and valid), ``off`` (not asked), ``constraint``,
``required``, or ``=value``.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.resources.form_answers import (
    MAN,
    WOMAN,
    Answers,
    resident_id,
)


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a form must decide."""

    says: str
    answers: Answers
    expect: dict[str, str]


ID = "/data/applicant/id_number"
NAME = "/data/applicant/name"
AGE = "/data/applicant/age"
PHONE = "/data/applicant/phone"


def at_age(number: str, verdict: str) -> Case:
    """An ID and whether the person's age will do."""
    return Case(f"born {number[6:14]}", [(ID, number)], {ID: "ok", AGE: verdict})


def wrong(path: str, value: str) -> Case:
    """A value that is refused."""
    return Case(f"{path} = {value!r}", [(path, value)], {path: "constraint"})


def right(path: str, value: str) -> Case:
    """A value that is taken."""
    return Case(f"{path} = {value!r}", [(path, value)], {path: "ok"})


IDENTITY = [
    wrong(ID, WOMAN[:-1] + ("0" if WOMAN[-1] != "0" else "1")),
    wrong(ID, WOMAN[:-1]),
    wrong(ID, WOMAN + "0"),
    wrong(ID, resident_id("19860231")),
    wrong(ID, resident_id("19850229")),
    wrong(ID, resident_id("19000229")),
    wrong(ID, resident_id("20991231")),
    wrong(ID, resident_id("19861301")),
    wrong(ID, "0" + WOMAN[1:]),
    right(ID, resident_id("20000229")),
    right(ID, resident_id("19880229")),
    wrong(NAME, "王"),
    wrong(NAME, "买买提.艾合买提"),
    wrong(NAME, "买买提・艾合买提"),
    wrong(NAME, "王秀兰1"),
    wrong(NAME, "王·"),
    right(NAME, "买买提·艾合买提"),
    right(NAME, "王𬭎"),
    right(NAME, "𠮷丽娜"),
    wrong(PHONE, "23800001234"),
    wrong(PHONE, "1380000123"),
    wrong(PHONE, "138000012345"),
    Case(
        "sex and birth date come from the ID",
        [(ID, MAN)],
        {"/data/applicant/sex": "=男", "/data/applicant/birth_date": "=1986-02-07"},
    ),
    Case("an ID that ends in X", [(ID, resident_id("19880615", "020"))], {ID: "ok"}),
    Case("the address is put together", [], {"/data/address/full": "=云溪镇柳湾村柳湾三组18 号"}),
    Case("for oneself there is no agent", [], {"/data/agent/agent_name": "off"}),
    Case(
        "an agent gives a name and an authorisation",
        [("/data/for_whom", "neighbour")],
        {"/data/agent/agent_name": "required", "/data/agent/agent_authority": "required"},
    ),
    Case(
        "a letter of authorisation is photographed",
        [("/data/for_whom", "neighbour"), ("/data/agent/agent_authority", "letter")],
        {"/data/agent/agent_letter": "required", "/data/agent/agent_signature": "off"},
    ),
    Case(
        "an agent is not the applicant",
        [("/data/for_whom", "family"), (ID, WOMAN), ("/data/agent/agent_id", WOMAN)],
        {"/data/agent/agent_id": "constraint"},
    ),
    Case(
        "staff give their number",
        [("/data/for_whom", "staff")],
        {"/data/agent/agent_code": "required"},
    ),
]
