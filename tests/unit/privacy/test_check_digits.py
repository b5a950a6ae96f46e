"""Our check digits say what a library says that many rely on."""

from __future__ import annotations

import importlib.resources
import re

from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn
from stdnum.us import ssn

from desktop.privacy.check_digits import (
    account_length,
    is_account,
    is_card,
    is_social_security,
)

NEVER_GIVEN_OUT = (
    "078051120",
    "457555462",
    "219099999",
)  # of advertisements; to mask them is right


@given(st.from_regex(r"4[0-9]{12}([0-9]{3}([0-9]{3})?)?", fullmatch=True))
def test_the_check_digit_of_cards(digits: str) -> None:
    right = digits[:-1] + luhn.calc_check_digit(digits[:-1])
    assert is_card(right)
    assert is_card(digits) == luhn.is_valid(digits)


@given(st.from_regex(r"DE[0-9]{20}", fullmatch=True))
def test_the_check_digits_of_accounts(number: str) -> None:
    right = number[:2] + iban.calc_check_digits(number) + number[4:]
    assert is_account(right)
    assert is_account(number) == iban.is_valid(number, check_country=False)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_social_security_numbers(digits: str) -> None:
    if digits not in NEVER_GIVEN_OUT:
        assert is_social_security(digits) == ssn.is_valid(digits)


def test_the_length_of_every_countrys_accounts() -> None:
    table = (importlib.resources.files("stdnum") / "iban.dat").read_text(encoding="utf-8")
    known = re.findall(r'^([A-Z]{2}) .*bban="([^"]+)"', table, re.MULTILINE)
    assert len(known) > 80
    for country, shape in known:
        signs = sum(int(count) for count in re.findall(r"(\d+)!?[nac]", shape))
        assert account_length(country) == 4 + signs, country
    assert account_length("XX") == 0
