"""Of which years the record can be."""

from __future__ import annotations

YEARS = range(1970, 2200)
"""In which (by UTC) everything in the record happens, happened or falls due; what is typed or
imported from other years is a slip, and no clock could show some of them."""
