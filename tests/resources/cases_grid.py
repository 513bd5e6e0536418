"""The grid's rounds and reports, and the hotline: what their forms must decide."""

from __future__ import annotations

from tests.resources.form_answers import under
from tests.resources.form_cases import ID, NAME, Case, right, wrong

HAZARD = "/data/hazard"

CASES: dict[str, list[Case]] = {
    "daily_patrol": [
        Case(
            "an anomaly is described and photographed",
            under("checks", normal="no"),
            {
                "/data/checks/anomalies": "required",
                "/data/checks/description": "required",
                "/data/checks/photo": "required",
            },
        ),
        Case(
            "a hazard leads on",
            under("checks", normal="no", anomaly_kind="hazard"),
            {"/data/checks/go_hazard": "ok", "/data/checks/go_dispute": "off"},
        ),
        Case(
            "a dispute leads on",
            under("checks", normal="no", anomaly_kind="dispute"),
            {"/data/checks/go_hazard": "off", "/data/checks/go_dispute": "ok"},
        ),
    ],
    "dispute_report": [
        Case(
            "a weapon means 110",
            under("dispute", signs="weapon"),
            {"/data/dispute/call_110": "ok", "/data/dispute/called_110": "required"},
        ),
        Case(
            "110 first",
            under("dispute", signs="hurt", called_110="no"),
            {"/data/dispute/called_110": "constraint"},
        ),
        Case("no sign, no 110", [], {"/data/dispute/call_110": "off"}),
        wrong("/data/dispute/signs", "none crowd"),
        Case("one party is a reminder", [], {"/data/parties/one_party": "ok"}),
        Case(
            "two parties are enough",
            [("+", "/data/parties/party")],
            {"/data/parties/one_party": "off", "/data/parties/party_count": "=2"},
        ),
    ],
    "hazard_check": [
        Case("a photo is a must", under("hazard", photo=""), {f"{HAZARD}/photo": "required"}),
        right(f"{HAZARD}/deadline", "2026-11-21"),
        wrong(f"{HAZARD}/deadline", "2026-11-20"),
        wrong(f"{HAZARD}/deadline", "2026-11-23"),
        Case(
            "an ordinary one has a week",
            under("hazard", severity="ordinary", deadline="2026-11-28"),
            {f"{HAZARD}/deadline": "ok", f"{HAZARD}/due": "=2026-11-28"},
        ),
        Case(
            "a major one is immediate",
            under("hazard", severity="major"),
            {
                f"{HAZARD}/deadline": "off",
                f"{HAZARD}/due": "=2026-11-21",
                f"{HAZARD}/major_notice": "ok",
            },
        ),
        Case(
            "nothing done about a major one",
            under("hazard", severity="major", measures="none"),
            {f"{HAZARD}/measures": "constraint"},
        ),
        Case(
            "nothing done about an ordinary one",
            under("hazard", severity="ordinary", measures="none"),
            {f"{HAZARD}/measures": "ok"},
        ),
        Case(
            "something else is described",
            under("hazard", findings="wire_aged other"),
            {f"{HAZARD}/description": "required"},
        ),
        Case(
            "a resident who wants no name",
            [("/data/for_whom", "resident"), ("/data/agent/consent", "hidden")],
            {"/data/agent/agent_name": "off"},
        ),
        Case(
            "nobody to sign",
            under("notice", notice_to="absent"),
            {"/data/notice/notice_signature": "off"},
        ),
    ],
    "rental_registration": [
        wrong("/data/lease/lease_to", "2026-09-01"),
        Case(
            "a foreigner shows a passport",
            under("tenants/tenant[1]", paper="passport"),
            {
                "/data/tenants/tenant[1]/tenant_id": "off",
                "/data/tenants/tenant[1]/passport": "required",
                "/data/tenants/tenant[1]/foreigner_note": "ok",
            },
        ),
        Case(
            "a permit needs no nationality",
            under("tenants/tenant[1]", paper="permit"),
            {
                "/data/tenants/tenant[1]/passport": "required",
                "/data/tenants/tenant[1]/nationality": "off",
            },
        ),
        wrong("/data/tenants/tenant[1]/moved_in", "2026-12-01"),
    ],
    "priority_visit": [
        Case(
            "alone: every week",
            [],
            {"/data/visit_facts/every_days": "=7", "/data/visit_facts/overdue": "=no"},
        ),
        Case(
            "eight days ago is overdue",
            under("visit_facts", last_visit="2026-11-13"),
            {"/data/visit_facts/overdue": "=yes", "/data/visit_facts/overdue_note": "ok"},
        ),
        Case(
            "a poor household: every month",
            under("visit_facts", care_category="poor"),
            {"/data/visit_facts/every_days": "=30"},
        ),
        Case(
            "not met needs a reason",
            under("visit_facts", met="no"),
            {"/data/visit_facts/description": "required", "/data/visit_facts/health": "off"},
        ),
    ],
    "forest_fire_patrol": [
        Case(
            "fire means 119",
            under("watch", fire_signs="yes", signs="flames"),
            {"/data/watch/call_119": "ok", "/data/watch/called_119": "required"},
        ),
        Case(
            "a smell is described",
            under("watch", fire_signs="yes", signs="smell"),
            {"/data/watch/called_119": "off", "/data/watch/description": "required"},
        ),
        Case("a photo at each point", under("watch", photo=""), {"/data/watch/photo": "required"}),
    ],
    "hotline_12345": [
        Case(
            "without a name nobody is asked who",
            [("/data/anonymous", "yes")],
            {NAME: "off", ID: "off", "/data/ticket/callback": "off"},
        ),
        Case("an emergency", under("ticket", topic="danger"), {"/data/ticket/urgent_note": "ok"}),
        wrong("/data/ticket/description", "灯"),
        Case(
            "no call back, no time",
            under("ticket", callback="no"),
            {"/data/ticket/callback_when": "off"},
        ),
    ],
}
