"""Numbers that must not be kept never get through; all others do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.privacy.masking import mask
from desktop.privacy.patterns import OwnPattern

# Test numbers that issuers publish; none is an account.
CARDS = (
    "4111111111111111",
    "4012888888881881",
    "4222222222222",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "6011111111111117",
    "3530111333300000",
    "30569309025904",
    "6304000000000000",
    "6205500000000000004",
)
ACCOUNTS = (
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
    "FR1420041010050500013M02606",
)


@pytest.mark.parametrize("number", CARDS)
def test_cards(number: str) -> None:
    done = mask(f"He gave {number}, exp 12/28")
    assert done.text == f"He gave [card …{number[-4:]}], exp 12/28"
    assert done.kinds == ("a card number",)


@pytest.mark.parametrize(
    "written",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111\u00a01111\u202f1111\u20091111",
        "4111–1111–1111–1111",
        "41 11 11 11 11 11 11 11",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "4111\n1111\n1111\n1111",
        "４１１１１１１１１１１１１１１１",
        "٤١١١١١١١١١١١١١١١",
        "4111 - 1111 - 1111 - 1111",
        "4111\u200b1111\u200b1111\u200b1111",
        "4111_1111_1111_1111",
        "4111, 1111, 1111, 1111",
        "41 1111 1111 1111 11",
        "4111 1111 1111 111 1",
        "4111 (1111) 1111 1111",
        "4111)(1111)(1111)(1111",
        "4111:1111:1111:1111",
        "4111 : 1111 : 1111 : 1111",
        "4111  -  1111 1111 1111",
        "4111 1111  --  1111     1111",
        *(sign.join(["4111"] + 3 * ["1111"]) for sign in ("'", "’", "=", "+", "~", ";", "\\", "`")),
        *(f" {sign} ".join(["4111"] + 3 * ["1111"]) for sign in "=+~;"),
    ],
)
def test_a_card_however_it_is_written(written: str) -> None:
    assert mask(f"card {written}!").text == "card [card …1111]!"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("12 4111111111111111", "12 [card …1111]"),
        ("4111111111111111 12/28 123", "[card …1111] 12/28 123"),
        ("378282246310005 4111111111111111", "[card …0005] [card …1111]"),
        ("card4111111111111111x", "card[card …1111]x"),
    ],
)
def test_a_card_among_other_numbers(text: str, left: str) -> None:
    assert mask(text).text == left


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no digits at all",
        "order 48-1193",
        "4111111111111112",  # the check digit is wrong
        "call +1 202 555 0143 or 0049 30 901820",
        "tracking 1Z999AA10123456784",
        "call 6221 1234 5674",
        "call +49 5018 2345 6786 2",
        "call 0049 5018 2345 6786 2",
        "2026-11-22 10:23:44",
        "1234567890123452",  # the check digit is right, but nobody issues such cards
        "00000000000000000000",
        "6-11-0.457979863",  # passes for a card of 13 digits, but nobody writes one so
        "٣ نوفمبر",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text).text == text
    assert mask(text).kinds == ()


@pytest.mark.parametrize("number", ACCOUNTS)
@pytest.mark.parametrize("gap", ["", " ", "-"])
def test_bank_accounts(number: str, gap: str) -> None:
    written = gap.join(number[at : at + 4] for at in range(0, len(number), 4))
    for text in (f"to {written} please", f"to {written.lower()}."):
        done = mask(text)
        assert number[-4:].lower() in done.text.lower()
        assert "[account …" in done.text
        assert number[4:-4].lower() not in done.text.replace(gap, "").lower()
        assert done.kinds == ("a bank account number",)


def test_an_account_after_what_begins_like_one() -> None:
    text = "our AB12 and then DE89 3704 0044 0532 0130 00"
    assert mask(text).text == "our AB12 and then [account …3000]"


def test_a_card_behind_a_telephone_number() -> None:
    assert "4111 1111" not in mask("+49 170 1234567, 4111 1111 1111 1111").text
    assert mask("5018 2345 6786 2").text == "[card …7862]"


def test_words_after_an_account_stay() -> None:
    assert mask("DE89370400440532013000 and more").text == "[account …3000] and more"
    assert mask("XX00370400440532013000").kinds == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("IBANDE89370400440532013000", "IBAN[account …3000]"),
        ("iban_de89 3704 0044 0532 0130 00", "iban_[account …3000]"),
        ("+378282246310005", "+[card …0005]"),
        ("+3782 (822463) 10005", "+[card …0005]"),
        ("card:4111:1111:1111:1111.", "card:[card …1111]."),
        ("1234 4111 (1111) 1111 1111 123", "1234 [card …1111] 123"),
        ("SSN123-45-6789", "SSN[social security number]"),
        ("ssn_123-45-6789", "ssn_[social security number]"),
        ("4111;1111;1111;1111;123", "[card …1111];123"),
        ("4111+1111+1111+1111 123", "[card …1111] 123"),
        ("number=4111=1111=1111=1111=12/28", "number=[card …1111]=12/28"),
        ("3782'822463'10005", "[card …0005]"),
        ("219_09_9999", "[social security number]"),
        ("SSN 219-099999", "SSN [social security number]"),
        ("SSN 21909-9999", "SSN [social security number]"),
        ("SSN 219099999.", "SSN [social security number]."),
        ("her ssn is 219099999", "her ssn is [social security number]"),
        ("my_ssn=219099999", "my_ssn=[social security number]"),
        ("Social Security number: 219099999", "Social Security number: [social security number]"),
        ("123 - 45 - 6789", "[social security number]"),
        ("123-45-6789-", "[social security number]-"),
        ("SSN: 123-45 6789", "SSN: [social security number]"),
        ("Social Security number 123.45-6789", "Social Security number [social security number]"),
    ],
)
def test_what_was_hidden_by_what_stands_around_it(text: str, left: str) -> None:
    assert mask(text).text == left
    assert mask(left).kinds == ()


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 10:15:30",
        "2026-11-22T10:15:30.123456+01:00",
        "22.11.2026 10:15:30:123",
        "12:30:45:1234",
        "41 12:30:45 2026-11-22 at 4:11",
        "from 2026-11-22 10:15 to 2026-11-22 11:15",
        "+44 (0)20 7946 0958",
        "(0411) 1111 1111",
        "(411) 111-1111 or (411) 111-1112",
        "+49 (0) 5018 2345 6786 2",
        "call +378 0549 882914",
        "+37828224631000",  # 14 digits
        "version 4.1.11 (1111) build 1111.1111",
        "fe80::4111:1111:1111:1111",
        "2001:4111:1111:1111:1111",
        "4111: 1111, 1111 1111",  # a colon that is no gap of a card
        "AB-123-45-6789",
        "X123-45-6789",
        "123-45-6789-01",
        "10 - 123 - 45 - 6789",
        "123 - 45 - 6789 - 2",
        "SSN 000-12-3456",
        "session 123-45 6789",
        "session 219099999",
        "order 219-099999",
        "tracking 219099999",
        "ASSN 219099999",
        "SSN 2190999991",
        "SSN 219099999A",
        "SSN 000123456",
        "report_219_09_9999.pdf",
        "219_09_9999_1",
        "219_09-9999",
        "4111=1111+1111;1111",  # a sign that is not the same in each gap
        "1200;4111;1111;1111;1111;1500",  # a list of more
        "4111;1111;1111;1111;1500",
        "12 + 4111 = 4123",
        "4111+1111 = 5222",
        "1000+2000+3000+4000",
        "4'111'111'111'111.11",
        "12 +49 5018 2345 6786 2",
        "C:\\2024\\1111\\1112\\1113",
        "x=4111; y=1111; z=1111; w=1111",
        "2021;2022;2023;2024",
        "v4.1.1~1111+1111",
        "https://a.example/?a=4111&b=1111&c=1111",
    ],
)
def test_times_calls_and_orders_stay(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize(
    "unit",
    [
        *("4", "4111 ", "4 ", "4  ", "41(", "4111(1111)", "4111:", "4111        ", "+4 (0) "),
        *("DE8", "IBANDE8 ", "123-45-", "123 - 45 - ", "SSN_123-45 ", " - ", "3782 (822463) "),
        *("4111;", "4111+", "4111 = ", "4111' ", "SSN ", "ssn is ", "219_09_", "SSN 219"),
    ],
)
def test_no_text_makes_it_slow(unit: str) -> None:
    """What grows with the square of the length would be noticed here."""
    done = mask(unit * (30_000 // len(unit)))
    assert mask(done.text).text == done.text


@pytest.mark.parametrize("written", ["536-90-4399", "536 90 4399"])
def test_social_security_numbers(written: str) -> None:
    done = mask(f"SSN {written}.")
    assert done.text == "SSN [social security number]."
    assert done.kinds == ("a social security number",)


@pytest.mark.parametrize("text", ["000-12-3456", "536904399", "536-90 4399", "1536-90-4399"])
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert mask(text).text == text


def test_the_teams_own() -> None:
    own = (OwnPattern("policy", "PX-######"), OwnPattern("insurance number", "@@ ## ## ##"))
    done = mask("px-123456 and QQ 12 34 56, QQ123456; not PX-1234567", own)
    assert done.text == "[policy] and [insurance number], [insurance number]; not PX-1234567"
    assert done.kinds == ("a policy", "an insurance number", "an insurance number")


@given(st.text())
def test_any_text_comes_back_and_again(text: str) -> None:
    done = mask(text)
    assert mask(done.text).text == done.text
    if not done.kinds:
        assert done.text == text


@given(
    before=st.text("ab ,.:1", max_size=12),
    number=st.sampled_from(CARDS),
    after=st.text("ab ,:", max_size=12),
)
def test_no_card_gets_through(before: str, number: str, after: str) -> None:
    """Unless digits stand right before it: then nobody could tell where it begins."""
    text = f"{before} {number}{after}"
    assert number not in mask(text).text


def test_a_number_of_ours_that_passes_for_a_card_stays() -> None:
    order = (OwnPattern("order", "41-11##########"),)
    text = "order 41-11111111111111, card 4111111111111111"
    assert mask("card 41-11111111111111").text == "card [card …1111]"
    spared = (OwnPattern("order", "41-##############"),)
    assert mask(text, never=spared).text == "order 41-11111111111111, card [card …1111]"
    assert mask(text, never=order).text == "order [card …1111], card [card …1111]"


def test_what_overlaps_goes_whole() -> None:
    own = (OwnPattern("pair", "1111 AB"),)
    assert "1111" not in mask("4111 1111 1111 1111 AB", own).text.replace("…1111", "")
    assert "AB" not in mask("4111 1111 1111 1111 AB", own).text


def test_a_long_table_of_numbers_takes_no_time() -> None:
    text = " ".join(str(number) for number in range(100, 3_000))
    assert len(mask(text).text) > 1_000
