"""Allowances and relief: what their forms must decide."""

from __future__ import annotations

from tests.resources.form_answers import GRANDMOTHER, MAN, WOMAN, resident_id, under
from tests.resources.form_cases import AGE, ID, IDENTITY, Case, at_age, wrong

HOUSE = "/data/household"
HARD = "/data/hardship"

CASES: dict[str, list[Case]] = {
    "pension_payment_certificate": [
        Case("years are counted", [], {"/data/certificate/years": "=11"}),
        wrong("/data/certificate/from_year", "2008"),
        wrong("/data/certificate/to_year", "2014"),
        wrong("/data/certificate/to_year", "2027"),
        Case(
            "another purpose is written",
            under("certificate", purpose="other"),
            {"/data/certificate/purpose_text": "required"},
        ),
    ],
    "benefit_qualification": [
        Case(
            "abroad has a way of its own",
            under("qualification", where_now="abroad"),
            {
                "/data/qualification/country": "required",
                "/data/qualification/photo": "off",
                "/data/qualification/abroad_way": "required",
            },
        ),
        Case(
            "a face check gives its number",
            under("qualification", way="face"),
            {"/data/qualification/face_result": "required", "/data/qualification/photo": "off"},
        ),
        Case(
            "a visit is in the next month",
            under("qualification", way="visit", visit_date="2026-11-21"),
            {"/data/qualification/visit_date": "constraint"},
        ),
        Case(
            "a visit tomorrow",
            under("qualification", way="visit", visit_date="2026-11-22"),
            {"/data/qualification/visit_date": "ok"},
        ),
    ],
    "elderly_allowance": [
        *IDENTITY,
        at_age(resident_id("19461121"), "ok"),
        at_age(resident_id("19461122"), "constraint"),
        at_age(resident_id("19320229"), "ok"),
        Case("82 years", [(ID, GRANDMOTHER)], {AGE: "=82"}),
        wrong("/data/allowance/registration", "elsewhere"),
        wrong("/data/allowance/account", "621700123456789"),
        Case(
            "another's card names its holder",
            under("allowance", account_owner="agent"),
            {"/data/allowance/account_name": "required"},
        ),
    ],
    "disability_subsidies": [
        wrong("/data/disability/certificate_no", f"{MAN}42"),
        wrong("/data/disability/certificate_no", f"{WOMAN}49"),
        Case(
            "grade 3 of limbs has no care subsidy",
            under("disability", grade="3"),
            {"/data/subsidy/care_ok": "=no", "/data/subsidy/subsidies": "constraint"},
        ),
        Case(
            "grade 4 of the mind has one",
            under("disability", category="mental", grade="4"),
            {"/data/subsidy/care_ok": "=yes", "/data/subsidy/subsidies": "ok"},
        ),
        Case(
            "the living subsidy is for the poor",
            under("subsidy", poor="no"),
            {"/data/subsidy/subsidies": "constraint"},
        ),
        Case(
            "grade and certificate differ",
            under("disability", grade="1"),
            {"/data/disability/mismatch": "ok"},
        ),
        Case("grade and certificate agree", [], {"/data/disability/mismatch": "off"}),
    ],
    "temporary_relief": [
        Case(
            "income is summed over the members",
            [],
            {
                f"{HOUSE}/total_income": "=1200",
                f"{HOUSE}/household_size": "=2",
                f"{HOUSE}/per_head": "=600",
            },
        ),
        Case(
            "a third person",
            [("+", f"{HOUSE}/member"), *under("household/member[2]", member_income="300.5")],
            {f"{HOUSE}/total_income": "=1500.5", f"{HOUSE}/per_head": "=500.17"},
        ),
        Case(
            "alone, the members do not count",
            under("household", lives_with="no"),
            {
                f"{HOUSE}/total_income": "=200",
                f"{HOUSE}/household_size": "=1",
                f"{HOUSE}/member[1]/member_name": "off",
            },
        ),
        wrong(f"{HOUSE}/own_income", "-1"),
        Case(
            "the cause asks for its evidence",
            under("hardship", cause="accident"),
            {f"{HARD}/evidence_accident": "required", f"{HARD}/evidence_illness": "off"},
        ),
        Case(
            "in an emergency papers come later",
            under("hardship", cause="job", urgent="yes"),
            {f"{HARD}/evidence_job": "ok"},
        ),
        Case(
            "another cause is described",
            under("hardship", cause="other"),
            {f"{HARD}/cause_text": "required"},
        ),
        wrong(f"{HARD}/happened_on", "2026-11-22"),
        Case(
            "the same within a year warns",
            under("hardship", helped_before="yes", helped_on="2025-11-22"),
            {f"{HARD}/helped_warning": "ok"},
        ),
        Case(
            "the same long ago does not",
            under("hardship", helped_before="yes", helped_on="2025-11-19"),
            {f"{HARD}/helped_warning": "off"},
        ),
        Case(
            "no signature, no check",
            under("hardship", income_signature=""),
            {f"{HARD}/income_signature": "required"},
        ),
    ],
    "minimum_living_allowance": [
        Case(
            "a household of three",
            [
                *under("household", lives_with="yes"),
                *under("household/member[1]", member_income="1500"),
                ("+", f"{HOUSE}/member"),
                *under("household/member[2]", member_income="1800"),
            ],
            {
                f"{HOUSE}/total_income": "=3600",
                f"{HOUSE}/per_head": "=1200",
                f"{HOUSE}/above_line": "ok",
            },
        ),
        Case("below the line nothing is said", [], {f"{HOUSE}/above_line": "off"}),
        Case(
            "a car is explained",
            under("assets", car="yes"),
            {"/data/assets/car_reason": "required"},
        ),
        wrong("/data/assets/homes", "-1"),
    ],
}
