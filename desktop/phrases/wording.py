"""Which of a phrase's wordings to offer: one that this customer has not read yet. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def next_wording(count: int, said: Sequence[int]) -> int:
    """The number (from 0) of the wording to offer.

    The first that was not said; when all were, the one that was said longest ago.

    Args:
        count: How many wordings there are, at least one.
        said: The numbers of those said, in order. Numbers that are no more count for nothing:
            files change while a contact is open.
    """
    last = {number: when for when, number in enumerate(said) if 0 <= number < count}
    return min(range(count), key=lambda number: (last.get(number, -1), number))
