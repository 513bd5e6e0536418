"""Insurance, work, home, family and business: what their forms must decide."""

from __future__ import annotations

from tests.resources.form_answers import MAN, WOMAN, resident_id, under
from tests.resources.form_cases import Case, at_age, right, wrong

CASES: dict[str, list[Case]] = {
    "medical_insurance_enrolment": [
        Case(
            "some pay nothing",
            under("enrolment", insured_kind="poor"),
            {
                "/data/enrolment/exempt": "=yes",
                "/data/enrolment/exempt_no": "required",
                "/data/newborn/baby_name": "off",
            },
        ),
        Case(
            "a newborn has a guardian",
            under("enrolment", insured_kind="newborn"),
            {"/data/newborn/guardian_id": "required", "/data/enrolment/exempt": "=no"},
        ),
        wrong("/data/enrolment/insured_year", "2025"),
        Case(
            "a child of two is no newborn",
            [
                *under("enrolment", insured_kind="newborn"),
                *under("newborn", baby_birth="2024-11-01", baby_certificate="320012345"),
            ],
            {
                "/data/newborn/baby_birth": "constraint",
                "/data/newborn/baby_certificate": "constraint",
            },
        ),
    ],
    "medical_insurance_payments": [
        wrong("/data/query/to_year", "2019"),
        wrong("/data/query/to_year", "2030"),
        Case(
            "ten years at most",
            under("query", from_year="2010"),
            {"/data/query/to_year": "constraint"},
        ),
    ],
    "senior_preference_card": [
        at_age(resident_id("19661121"), "ok"),
        at_age(resident_id("19661122"), "constraint"),
        Case(
            "a lost card says when",
            under("card", card_kind="lost"),
            {"/data/card/lost_on": "required", "/data/card/old_number": "off"},
        ),
    ],
    "residence_certificate": [
        right("/data/residence/since", "2026-11-21"),
        wrong("/data/residence/since", "2026-11-22"),
        wrong("/data/residence/since", "1988-06-14"),
        right("/data/residence/since", "1988-06-15"),
        Case("the purpose in words", [], {"/data/residence/purpose_words": "=孩子上学"}),
        Case(
            "a purpose of one's own",
            under("residence", purpose="other", purpose_text="开网店"),
            {"/data/residence/purpose_words": "=开网店"},
        ),
        Case(
            "a rented home names its owner",
            under("residence", housing="rented"),
            {"/data/residence/owner": "required"},
        ),
        Case(
            "a witness is needed",
            under("witness", witness_name=""),
            {"/data/witness/witness_name": "required"},
        ),
    ],
    "flexible_employment": [
        at_age(resident_id("20101121"), "ok"),
        at_age(resident_id("20101122"), "constraint"),
        at_age(resident_id("19651122"), "ok"),
        at_age(resident_id("19651121"), "constraint"),
        wrong("/data/employment/insurance", "pension none"),
        Case(
            "other work is described",
            under("employment", work_kind="other"),
            {"/data/employment/work_text": "required", "/data/employment/platform": "off"},
        ),
    ],
    "newborn_one_thing": [
        wrong("/data/father/father_id", WOMAN),
        wrong("/data/mother/mother_id", MAN),
        wrong("/data/baby/birth_certificate", "t320012345"),
        Case(
            "only the mother",
            [("/data/parents", "mother")],
            {"/data/father/father_name": "off", "/data/together/follows": "ok"},
        ),
        Case(
            "a household that is not registered",
            [("/data/parents", "mother"), ("/data/together/follows", "father")],
            {"/data/together/follows": "constraint"},
        ),
        Case(
            "the allowance goes to a parent",
            [],
            {"/data/together/account_holder": "=王秀兰", "/data/together/matter_count": "=3"},
        ),
        Case(
            "without an allowance no card",
            under("together", matters="household"),
            {"/data/together/account": "off"},
        ),
    ],
    "business_opening": [
        Case(
            "shares add up",
            [],
            {"/data/shareholders/share_total": "ok", "/data/shareholders/share_sum": "=100"},
        ),
        Case(
            "99.5 per cent is not all",
            under("shareholders/shareholder[2]", share="39.5"),
            {"/data/shareholders/share_total": "constraint"},
        ),
        Case(
            "three equal parts",
            [
                ("+", "/data/shareholders/shareholder"),
                *under("shareholders/shareholder[1]", share="33.34"),
                *under("shareholders/shareholder[2]", share="33.33"),
                *under("shareholders/shareholder[3]", share="33.33"),
            ],
            {"/data/shareholders/share_total": "ok"},
        ),
        Case(
            "what each contributes", [], {"/data/shareholders/shareholder[1]/contribution": "=30"}
        ),
        Case(
            "a sole trader has no shareholders",
            under("business", business_kind="individual"),
            {"/data/shareholders/share_total": "off", "/data/business/capital": "off"},
        ),
        wrong("/data/together/seals", "finance"),
    ],
}
