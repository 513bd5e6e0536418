"""Numbers of people, enterprises and papers. The numbers here are made up."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from offline.identity import (
    CROCKFORD,
    IdFault,
    Receipt,
    ResidentId,
    Sex,
    check_resident_id,
    from_crockford,
    is_enterprise_code,
    is_phone,
    last_four,
    mask_id,
    mask_name,
    mask_phone,
    parse_receipt,
    receipt_number,
)

CODE_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015, annex A: no I, O, S, V, Z."""
TODAY = date(2026, 11, 21)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def with_digit(body: str) -> str:
    """GB 11643 by its table of weights, to check the library's formula against."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]


def test_a_right_id_tells_birth_sex_and_age() -> None:
    found = check_resident_id(with_digit("32108819400229002"), TODAY)
    assert isinstance(found, ResidentId)
    assert (found.born, found.sex, found.division) == (date(1940, 2, 29), Sex.FEMALE, "321088")
    assert found.age_at(date(2026, 2, 28)) == 85
    assert found.age_at(date(2026, 3, 1)) == 86


def test_an_id_is_read_as_people_write_it() -> None:
    number = next(
        made
        for serial in range(1, 1000)
        if (made := with_digit(f"32108819400115{serial:03}")).endswith("X")
    )
    spaced = f" {number[:6]} {number[6:14]}-{number[14:].lower()} "
    found = check_resident_id(spaced, TODAY)
    assert isinstance(found, ResidentId)
    assert found.number == number


def test_an_abolished_division_is_accepted() -> None:
    chongwen = with_digit("11010319800101123")
    assert isinstance(check_resident_id(chongwen, TODAY), ResidentId)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", IdFault.LENGTH),
        ("1234", IdFault.LENGTH),
        ("3210881940011500", IdFault.LENGTH),
        ("32108819400115A012", IdFault.CHARACTERS),
        ("X21088194001150012", IdFault.CHARACTERS),
        (with_digit("99108819400115001"), IdFault.DIVISION),
        (with_digit("32108819400230001"), IdFault.BIRTH_DATE),
        (with_digit("32108819401315001"), IdFault.BIRTH_DATE),
        (with_digit("32108820261122001"), IdFault.FUTURE),
    ],
)
def test_a_wrong_id_is_named_by_its_fault(text: str, fault: IdFault) -> None:
    assert check_resident_id(text, TODAY) is fault


def test_born_today_is_no_fault() -> None:
    assert isinstance(check_resident_id(with_digit("32108820261121001"), TODAY), ResidentId)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16), st.randoms())
def test_any_one_wrong_digit_is_found(born: date, serial: int, at: int, rng: random.Random) -> None:
    right = with_digit(f"321088{born:%Y%m%d}{serial:03}")
    assert isinstance(check_resident_id(right, TODAY), ResidentId)
    other = rng.choice([digit for digit in "0123456789" if digit != right[at]])
    assert isinstance(check_resident_id(right[:at] + other + right[at + 1 :], TODAY), IdFault)


def test_enterprise_codes() -> None:
    assert is_enterprise_code("91110000600037341L")
    assert is_enterprise_code("9111 0000 6000 37341l")
    assert not is_enterprise_code("91110000600037341M")
    assert not is_enterprise_code("9111000060003734IL")
    assert not is_enterprise_code("")
    assert not is_enterprise_code("9111A000600037341L")


@given(st.text(CODE_SYMBOLS, min_size=2, max_size=2), st.text(CODE_SYMBOLS, min_size=9, max_size=9))
@example("N2", "MA1234567")
@example("A1", "600037341")
def test_enterprise_codes_begin_with_letters_too(head: str, body: str) -> None:
    code = f"{head}321088{body}"
    weights = (pow(3, at, 31) for at in range(17))
    total = sum(
        CODE_SYMBOLS.index(each) * weight for each, weight in zip(code, weights, strict=True)
    )
    check = (31 - total) % 31
    assert is_enterprise_code(code + CODE_SYMBOLS[check])
    assert not is_enterprise_code(code + CODE_SYMBOLS[(check + 1) % 31])


def test_phones() -> None:
    assert is_phone("13812341234")
    assert is_phone("138 1234 1234")
    assert not is_phone("1381234123")
    assert not is_phone("23812341234")
    assert not is_phone("138123412345")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("王小明", "王*明"),
        ("欧阳娜", "欧*娜"),
        ("欧阳小娜", "欧**娜"),
        ("𬭎𠮷", "𬭎*"),
        ("葛\U000e0100小明", "葛\U000e0100*明"),
        ("阿不都·克力木", "阿**·克*木"),
        ("刘", "*"),
        ("", ""),
    ],
)
def test_names_are_masked_by_the_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_numbers_are_masked() -> None:
    assert mask_id("321088194001151234") == "3210**********1234"
    assert mask_id("3210") == "****"
    assert mask_phone("13812341234") == "138****1234"
    assert mask_phone("110") == "***"
    assert last_four("32108819400115123x") == "123X"


@given(st.text(max_size=30))
def test_masking_never_shows_the_whole(text: str) -> None:
    plain = text.strip()
    if any(character.isalnum() for character in plain) and not set(plain) & set("·•・‧∙⋅.*"):
        assert mask_name(text) != plain


def test_receipt_number_reads_back() -> None:
    number = receipt_number("lw", TODAY, bytes(range(7)))
    found = parse_receipt(number)
    assert found is not None
    assert (found.site, found.day, str(found)) == ("LW", TODAY, number)
    assert parse_receipt(number.lower().replace("-", " ")) == found


def test_receipt_number_has_its_shape() -> None:
    assert str(Receipt("LW", TODAY, "0123456789")) == "LW-261121-01234-56789"
    assert receipt_number("LW", TODAY, bytes(7)) == "LW-261121-00000-00000"
    assert receipt_number("LW", TODAY, b"\xff" * 7) == "LW-261121-ZZZZZ-ZZZZZ"


@pytest.mark.parametrize(
    "text", ["", "LW", "LW-261121-00000-0000", "LW-261321-00000-00000", "LW-261121-UUUUU-00000"]
)
def test_other_texts_are_no_receipt(text: str) -> None:
    assert parse_receipt(text) is None


def test_receipt_read_aloud_is_understood() -> None:
    assert parse_receipt("LW-261121-OOOOO-IIIII") == Receipt("LW", TODAY, "0000011111")
    assert from_crockford("o1-il zz") == "0111ZZ"


@pytest.mark.parametrize(("site", "entropy"), [("", bytes(7)), ("村", bytes(7)), ("LW", bytes(6))])
def test_a_bad_site_or_too_little_chance_is_refused(site: str, entropy: bytes) -> None:
    with pytest.raises(ValueError, match=r"site|entropy"):
        receipt_number(site, TODAY, entropy)


def test_a_day_of_many_terminals_has_no_two_alike() -> None:
    rng = random.Random(7)  # noqa: S311 — a repeatable test
    numbers = {receipt_number("LW", TODAY, rng.randbytes(7)) for _ in range(100_000)}
    assert len(numbers) == 100_000


@given(st.binary(min_size=7, max_size=7), st.integers(0, 365))
def test_fifty_bits_of_chance_are_kept(entropy: bytes, ahead: int) -> None:
    day = TODAY + timedelta(days=ahead)
    found = parse_receipt(receipt_number("LW", day, entropy))
    assert found is not None
    value = sum(CROCKFORD.index(symbol) << (5 * at) for at, symbol in enumerate(found.serial))
    assert value == int.from_bytes(entropy, "big") & ((1 << 50) - 1)


@pytest.mark.parametrize(
    "number",
    [
        "71000019900101001",
        "81000019900101001",
        "82000019900101001",
        "83000019900101001",
        "91115619900101001",
    ],
)
def test_residence_permits_and_foreigners_have_numbers_of_the_same_shape(number: str) -> None:
    found = check_resident_id(with_digit(number), TODAY)
    assert isinstance(found, ResidentId)
    assert found.division == number[:6]


@pytest.mark.parametrize(
    "typed",
    ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105-19491231-002ｘ "],
)
def test_small_full_width_and_spaced_letters_are_meant(typed: str) -> None:
    found = check_resident_id(typed, TODAY)
    assert isinstance(found, ResidentId)
    assert found.number == "11010519491231002X"


def test_an_enterprise_code_in_small_or_full_width_letters() -> None:
    assert is_enterprise_code("91110000600037341l")
    assert is_enterprise_code("９１１１００００６０００３７３４１Ｌ")
