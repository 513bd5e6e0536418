from __future__ import annotations

from datetime import timedelta

import pytest
from stdnum.cn import uscc

from kiosk.codes import Verdict, receipt, verify
from tests.kiosk.codes.issuing import NOW


def test_a_receipt_is_known_for_what_it_is() -> None:
    result = verify(receipt.encode("A7K2-20261121-0001"), [], NOW)
    assert (result.verdict, result.instead) == (Verdict.NOT_A_CODE, "receipt")
    assert result.detail == "A7K2-20261121-0001"


def test_a_receipt_number_comes_back_however_the_scanner_wrote_it() -> None:
    assert receipt.parse("GSR1:A7-01") == "A7-01"
    assert receipt.parse("gsr1:a7-01") == "A7-01"


@pytest.mark.parametrize(
    "text", ["", "GSR1:", "GSC1:A", "GSR1:登记", "GSR1:A B", "GSR1:" + "A" * 65]
)
def test_what_is_no_receipt_is_refused(text: str) -> None:
    with pytest.raises(receipt.NotAReceiptError):
        receipt.parse(text)


@pytest.mark.parametrize("number", ["", "A B", "登记", "A" * 65])
def test_what_could_not_be_read_back_is_not_encoded(number: str) -> None:
    with pytest.raises(ValueError, match="receipt number"):
        receipt.encode(number)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://pay.example.cn/a?b=1", "pay.example.cn"),
        ("HTTP://USER:PW@EXAMPLE.CN:80/x", "EXAMPLE.CN:80"),
        ("www.example.cn", "www.example.cn"),
        ("weixin://dl/business", "dl"),
        ("mailto:a@example.cn", ""),
    ],
)
def test_a_link_is_a_link_and_only_its_host_is_kept(text: str, host: str) -> None:
    result = verify(text, [], NOW)
    assert (result.verdict, result.instead, result.detail) == (Verdict.NOT_A_CODE, "url", host)


def test_a_receipt_number_typed_with_its_dashes_is_no_enterprise_code() -> None:
    result = verify("lw-261121-7k2qm-9xr4b", [], NOW)
    assert (result.instead, result.detail) == ("receipt", "LW-261121-7K2QM-9XR4B")


@pytest.mark.parametrize("text", ["11010519491231002X", "110105 19491231 002x"])
def test_a_typed_id_is_known_but_opens_nothing(text: str) -> None:
    result = verify(text, [], NOW)
    assert (result.verdict, result.instead) == (Verdict.NOT_A_CODE, "id-number")
    assert (result.detail, result.person) == ("", None)


def test_an_id_of_tomorrow_or_of_no_day_is_wrong() -> None:
    for number, fault in (("110105194913310024", "birth-date"), ("110105202611230021", "future")):
        result = verify(_with_check_digit(number), [], NOW)
        assert (result.verdict, result.detail) == (Verdict.MALFORMED, fault)


def test_the_day_of_birth_is_counted_in_china() -> None:
    born_today_there = _with_check_digit("110105202611220020")
    late = NOW + timedelta(hours=9)
    assert verify(born_today_there, [], late).verdict is Verdict.NOT_A_CODE


def test_an_abolished_division_is_accepted() -> None:
    assert verify(_with_check_digit("512301198001010010"), [], NOW).instead == "id-number"
    assert verify(_with_check_digit("512301198001010010"), [], NOW).detail == ""


def test_an_enterprise_code_is_checked() -> None:
    result = verify("91110000600037341L", [], NOW)
    assert (result.instead, result.detail) == ("enterprise", "")
    letters = verify("N2110000600037341" + uscc.calc_check_digit("N2110000600037341"), [], NOW)
    assert (letters.instead, letters.detail) == ("enterprise", "")
    wrong = verify("91110000600037341K", [], NOW)
    assert (wrong.verdict, wrong.detail) == (Verdict.MALFORMED, "check-digit")


def _with_check_digit(number: str) -> str:
    """ISO 7064 MOD 11-2, by GB 11643's own weights."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(w * int(digit) for w, digit in zip(weights, number[:17], strict=True))
    return number[:17] + "10X98765432"[total % 11]
