"""Whether a number can be what it looks like: check digits, beginnings and lengths.

The tests hold these against python-stdnum, see docs/decisions/0021.
"""

from __future__ import annotations

# Beginnings of card numbers (ISO/IEC 7812-1) with the lengths they are issued in. One long number
# in ten passes the check digit by chance: order numbers are left alone by these.
_ISSUERS: tuple[tuple[range, frozenset[int]], ...] = (
    (range(400_000, 500_000), frozenset((13, 16, 19))),
    (range(510_000, 560_000), frozenset((16,))),
    (range(220_000, 220_500), frozenset(range(16, 20))),
    (range(222_100, 272_100), frozenset((16,))),
    (range(340_000, 350_000), frozenset((15,))),
    (range(370_000, 380_000), frozenset((15,))),
    (range(300_000, 306_000), frozenset((14, 16))),
    (range(309_500, 309_600), frozenset((14, 16))),
    (range(360_000, 370_000), frozenset((14, 16))),
    (range(380_000, 400_000), frozenset((14, 16))),
    (range(352_800, 359_000), frozenset((16, 19))),
    (range(500_000, 510_000), frozenset(range(13, 20))),
    (range(560_000, 590_000), frozenset(range(13, 20))),
    (range(600_000, 700_000), frozenset(range(13, 20))),
    (range(810_000, 830_000), frozenset(range(16, 20))),
)

CARD_DIGITS = range(13, 20)
"""ISO/IEC 7812-1: 19 at most. The few with 12 cannot be told from telephone numbers."""

# ISO 13616: how long the account numbers of each country are.
_ACCOUNT_LENGTHS = {
    country: length
    for length, countries in (
        (15, "NO"),
        (16, "BE"),
        (18, "DK FI FK FO GL NL SD"),
        (19, "MK SI"),
        (20, "AT BA EE KZ LT LU MN XK"),
        (21, "CH HR LI LV"),
        (22, "BG BH CR DE GB GE IE ME RS VA"),
        (23, "AE GI IL IQ OM SO TL"),
        (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
        (25, "LY PT ST"),
        (26, "IS TR"),
        (27, "BI DJ FR GR IT MC MR SM"),
        (28, "AL AZ BY CY DO GT HN HU LB NI PL SV"),
        (29, "BR EG PS QA UA"),
        (30, "JO KW MU YE"),
        (31, "MT SC"),
        (32, "LC"),
        (33, "RU"),
    )
    for country in countries.split()
}


def is_card(digits: str) -> bool:
    """Whether these ASCII digits can be the number of a payment card."""
    beginning = int(digits[:6])
    is_issued = any(beginning in first and len(digits) in long for first, long in _ISSUERS)
    return is_issued and _luhn(digits) == 0


def _luhn(digits: str) -> int:
    """ISO/IEC 7812-1, annex B: 0 where the check digit is right."""
    ones = sum(int(each) for each in digits[-1::-2])
    doubled = sum(sum(divmod(2 * int(each), 10)) for each in digits[-2::-2])
    return (ones + doubled) % 10


def account_length(country: str) -> int:
    """How long a country's international bank account numbers are; 0 where it has none."""
    return _ACCOUNT_LENGTHS.get(country, 0)


def is_account(number: str) -> bool:
    """Whether capitals and digits are an international bank account number (ISO 7064, 97-10)."""
    if len(number) != account_length(number[:2]):
        return False
    return int("".join(str(int(each, 36)) for each in number[4:] + number[:4])) % 97 == 1


def is_social_security(digits: str) -> bool:
    """Whether nine digits can be a social security number of the United States."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"
