from __future__ import annotations

import json
from dataclasses import replace

import pytest

from offline.records import CaseState, Person, SubmissionState
from printers.papers import (
    AcceptanceReceipt,
    DeliveryReceipt,
    NotAcceptedError,
    NotFinalisedError,
    NotHeldError,
    Standing,
    acceptance_receipt,
    as_copy,
    delivery_receipt,
    masked,
    receipt,
    slip,
)
from printers.wording import worded
from tests.printers.paper_samples import BARE_SITE, NOW, SITE, case, submission

HELD = SubmissionState.ACCEPTED
ITEM = "高龄津贴申领"


@pytest.mark.parametrize("state", [s for s in CaseState if s not in {"受理", "办结"}])
def test_no_acceptance_receipt_of_a_case_that_is_not_accepted(state: CaseState) -> None:
    with pytest.raises(NotAcceptedError):
        acceptance_receipt(submission(HELD), case(state), ITEM, SITE, printed=NOW)


def test_no_acceptance_receipt_without_its_number() -> None:
    with pytest.raises(NotAcceptedError):
        acceptance_receipt(submission(HELD), case(number=" "), ITEM, SITE, printed=NOW)


def test_no_acceptance_receipt_of_another_submissions_case() -> None:
    other = replace(case(), instance_id="uuid:other")
    with pytest.raises(NotAcceptedError):
        acceptance_receipt(submission(HELD), other, ITEM, SITE, printed=NOW)


def test_an_acceptance_receipt_cannot_be_turned_into_an_untrue_one() -> None:
    made = acceptance_receipt(submission(HELD), case(), ITEM, SITE, printed=NOW)
    with pytest.raises(NotAcceptedError):
        replace(made, case=case(CaseState.RECEIVED))


@pytest.mark.parametrize("state", [s for s in SubmissionState if s is not HELD])
def test_no_delivery_receipt_before_the_exchange_holds_it(state: SubmissionState) -> None:
    with pytest.raises(NotHeldError):
        delivery_receipt(submission(state), ITEM, SITE, printed=NOW)


@pytest.mark.parametrize("state", [SubmissionState.DRAFT, SubmissionState.CLOSED])
def test_no_slip_of_a_draft_or_a_withdrawn_submission(state: SubmissionState) -> None:
    with pytest.raises(NotFinalisedError):
        slip(submission(state), ITEM, SITE, printed=NOW)


def test_the_strongest_true_receipt_is_chosen() -> None:
    accepted = receipt(submission(HELD), case(), ITEM, SITE, printed=NOW)
    assert isinstance(accepted, AcceptanceReceipt)
    received = case(CaseState.RECEIVED, number="")
    assert isinstance(receipt(submission(HELD), received, ITEM, SITE, printed=NOW), DeliveryReceipt)
    assert isinstance(receipt(submission(HELD), None, ITEM, SITE, printed=NOW), DeliveryReceipt)
    with pytest.raises(NotHeldError):
        receipt(submission(), None, ITEM, SITE, printed=NOW)


@pytest.mark.parametrize(
    ("state", "standing", "tag"),
    [
        (SubmissionState.FINALISED, Standing.WAITING, "待上传"),
        (SubmissionState.SENDING, Standing.WAITING, "待上传"),
        (SubmissionState.WAITING, Standing.WAITING, "待上传"),
        (SubmissionState.QUARANTINED, Standing.HALTED, "待处理"),
        (SubmissionState.ACCEPTED, Standing.HELD, "已上传"),
    ],
)
def test_a_slip_says_how_far_it_is_and_that_it_is_no_acceptance(
    state: SubmissionState, standing: Standing, tag: str
) -> None:
    made = slip(submission(state), ITEM, SITE, printed=NOW)
    words = worded(made)
    assert (made.standing, words["tag"]) == (standing, tag)
    assert words["lead"][1] == "不是受理回执"
    assert "受理号" not in json.dumps(words, ensure_ascii=False)


def test_no_name_id_or_phone_in_full_reaches_a_roll_paper() -> None:
    made = slip(submission(), ITEM, SITE, printed=NOW, phone="13812341234")
    said = json.dumps(worded(made), ensure_ascii=False)
    assert "王*明" in said
    assert "3210**********1234" in said
    assert "138****1234" in said
    for open_text in ("王小明", "321001194703121234", "13812341234"):
        assert open_text not in said + repr(made)


def test_of_an_id_known_by_its_end_only_the_end_is_shown() -> None:
    assert masked(Person("s", "王小明", "1234")).id_number == "*" * 14 + "1234"
    assert masked(Person("s", "", "")).id_number == ""
    assert masked(None).name == ""


def test_times_are_the_countrys_wall_clock() -> None:
    words = worded(slip(submission(), ITEM, SITE, printed=NOW))
    assert ["登记时间", "2026-03-18 10:31"] in words["rows"]


def test_empty_fields_leave_no_row_and_no_promise() -> None:
    bare = replace(case(), department="", deadline=None, accepted=None)
    made = acceptance_receipt(submission(HELD, None), bare, ITEM, BARE_SITE, printed=NOW)
    words = worded(made)
    assert words["rows"] == [["事项", ITEM], ["登记号", "LW-0318-0042"]]
    assert "短信" not in json.dumps(words, ensure_ascii=False)


def test_a_first_print_carries_no_reprint_mark_and_a_second_does() -> None:
    made = slip(submission(), ITEM, SITE, printed=NOW)
    assert worded(made)["reprint"] is None
    again = worded(as_copy(made, 2, NOW))
    assert again["reprint"] == {"tag": "补打", "words": "第 2 次，2026-03-18 10:31"}
    assert again["foot"][2] == "第 2 次打印"


def test_a_check_code_belongs_to_one_receipt_alone() -> None:
    one = acceptance_receipt(submission(HELD), case(), ITEM, SITE, printed=NOW)
    two = acceptance_receipt(submission(HELD), case(number="2"), ITEM, SITE, printed=NOW)
    assert one.check_code != two.check_code
    assert len(one.check_code) == 9
