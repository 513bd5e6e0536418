"""Correct answers for every form of the catalogue: invented people, one list a form."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

Answers = list[tuple[str, str]]

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=timezone(timedelta(hours=8)))
"""The moment at which all these forms are filled."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(birth: str, order: str = "012") -> str:
    """An invented ID with its check digit (GB 11643-1999); ``birth`` is YYYYMMDD."""
    body = f"321001{birth}{order}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


GRANDMOTHER = resident_id("19440318")
GRANDFATHER = resident_id("19440318", "013")
WOMAN = resident_id("19880615", "026")
MAN = resident_id("19860207", "035")

ADDRESS: Answers = [
    ("/data/address/town", "329901101"),
    ("/data/address/village", "329901101201"),
    ("/data/address/hamlet", "32990110120103"),
    ("/data/address/door", "18 号"),
]
REPORTER: Answers = [
    ("/data/reporter/reporter_name", "陈明"),
    ("/data/reporter/reporter_phone", "13900001111"),
]
RESIDENT_MET: Answers = [
    ("/data/person/name", "王建国"),
    ("/data/person/phone", "13800001234"),
]


def resident(number: str = WOMAN, name: str = "王秀兰") -> Answers:
    """The blocks that every resident's form begins with, given for oneself."""
    return [
        ("/data/for_whom", "self"),
        ("/data/applicant/name", name),
        ("/data/applicant/id_number", number),
        ("/data/applicant/phone", "13800001234"),
        *ADDRESS,
    ]


def under(group: str, **answers: str) -> Answers:
    """Answers to the questions of one group."""
    return [(f"/data/{group}/{name}", value) for name, value in answers.items()]


ACCOUNT = "6217001234567890"

COMPLETE: dict[str, Answers] = {
    "pension_payment_certificate": [
        *resident(),
        *under("certificate", from_year="2015", to_year="2025", purpose="transfer"),
    ],
    "benefit_qualification": [
        *resident(GRANDMOTHER),
        *under(
            "qualification",
            benefits="resident_pension survivor",
            where_now="here",
            way="photo",
            photo="a.jpg",
            changed="no",
        ),
    ],
    "elderly_allowance": [
        *resident(GRANDMOTHER, "买买提·艾合买提"),
        *under("allowance", registration="town", living="children", account_owner="own"),
        *under("allowance", account=ACCOUNT, portrait="p.jpg"),
    ],
    "disability_subsidies": [
        *resident(),
        *under("disability", certificate_no=f"{WOMAN}42", category="physical", grade="2"),
        *under("subsidy", poor="yes", subsidies="living care", other_care="no", account=ACCOUNT),
    ],
    "temporary_relief": [
        *resident(),
        *under("household", own_income="200", lives_with="yes"),
        *under("household/member[1]", member_name="王𠮷", member_relation="child"),
        *under("household/member[1]", member_income="1000"),
        *under("hardship", cause="illness", happened_on="2026-11-01", urgent="no"),
        *under("hardship", evidence_illness="e.jpg", helped_before="no", account=ACCOUNT),
        *under("hardship", income_signature="s.png"),
    ],
    "minimum_living_allowance": [
        *resident(),
        *under("household", registration="town", own_income="300", lives_with="no"),
        *under("assets", homes="1", car="no", savings="5000", reasons="illness age"),
        *under("assets", account=ACCOUNT, income_signature="s.png"),
    ],
    "medical_insurance_enrolment": [
        *resident(),
        *under("enrolment", insured_kind="adult", insured_year="2027", first_time="no"),
    ],
    "medical_insurance_payments": [
        *resident(),
        *under("query", from_year="2020", to_year="2026", want="paper"),
    ],
    "senior_preference_card": [
        *resident(GRANDFATHER),
        *under("card", card_kind="new", photo="p.jpg", collect="village"),
    ],
    "residence_certificate": [
        *resident(),
        *under("residence", since="2023-01-15", housing="own", purpose="school"),
        *under("witness", witness_name="陈明", witness_role="grid", witness_phone="13900001111"),
    ],
    "flexible_employment": [
        *resident(),
        *under("employment", work_kind="courier", since="2025-03-01", income="4200"),
        *under("employment", insurance="pension medical", helped="no"),
    ],
    "newborn_one_thing": [
        *resident(),
        *under("baby", birth_certificate="T320012345", baby_name="王小荷", baby_sex="female"),
        *under("baby", baby_birth="2026-10-30", certificate_photo="c.jpg"),
        ("/data/parents", "both"),
        *under("father", father_name="王大伟", father_id=MAN, father_phone="13800002222"),
        *under("mother", mother_name="王秀兰", mother_id=WOMAN, mother_phone="13800001234"),
        *under("together", matters="household insurance allowance", follows="mother"),
        *under("together", account=ACCOUNT),
    ],
    "business_opening": [
        *resident(),
        *under("business", business_name="泽安县柳湾农产品有限公司", business_kind="company"),
        *under("business", scope="蔬菜种植、农产品销售", capital="50", premises="d.jpg"),
        *under("shareholders/shareholder[1]", holder_name="王秀兰", holder_id=WOMAN, share="60"),
        ("+", "/data/shareholders/shareholder"),
        *under("shareholders/shareholder[2]", holder_name="王大伟", holder_id=MAN, share="40"),
        *under("together", matters="licence seals", seals="official finance"),
    ],
    "daily_patrol": [
        *REPORTER,
        *ADDRESS,
        *under("patrol", shift="morning"),
        *under("checks", checked="fire wires", normal="yes"),
        ("/data/for_whom", "self"),
    ],
    "dispute_report": [
        *REPORTER,
        ("/data/for_whom", "self"),
        *under("dispute", dispute_type="neighbour", happened_on="2026-11-20"),
        *under("dispute", description="为院墙争了几句", grade="ordinary", signs="none"),
        *under("parties/party[1]", party_name="王建国", side="one"),
        *ADDRESS,
        *under("action", actions="calmed"),
    ],
    "hazard_check": [
        *REPORTER,
        ("/data/for_whom", "self"),
        *ADDRESS,
        *under("hazard", hazard_type="electric", findings="wire_aged", photo="h.jpg"),
        *under("hazard", severity="urgent", measures="told", deadline="2026-11-22"),
        *RESIDENT_MET,
        *under("notice", notice_to="owner", notice_signature="s.png"),
    ],
    "rental_registration": [
        *REPORTER,
        ("/data/for_whom", "self"),
        *ADDRESS,
        *RESIDENT_MET,
        *under("lease", lease_from="2026-09-01", lease_to="2027-08-31", rooms="2", use="living"),
        *under("lease", safety="extinguisher exit"),
        *under("tenants/tenant[1]", paper="id", tenant_name="李大伟", tenant_id=MAN),
        *under("tenants/tenant[1]", moved_in="2026-09-01"),
    ],
    "priority_visit": [
        *REPORTER,
        *RESIDENT_MET,
        *ADDRESS,
        *under("visit_facts", care_category="alone", last_visit="2026-11-16", met="yes"),
        *under("visit_facts", health="fair", needs="meal company"),
        ("/data/agent/for_whom", "no"),
    ],
    "forest_fire_patrol": [
        *REPORTER,
        *under("watch", point="tower", danger="3", fire_signs="no", breaches="none"),
        *under("watch", photo="f.jpg"),
        *ADDRESS,
        ("/data/for_whom", "self"),
    ],
    "hotline_12345": [
        ("/data/anonymous", "no"),
        *resident(),
        *under("ticket", ticket_kind="help", topic="road", description="学堂路的路灯坏了三盏"),
        *under("ticket", callback="yes", callback_when="morning"),
    ],
}
