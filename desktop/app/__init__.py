"""The composition root: picks the backend, opens the record, wires signals, shuts down in order.

Knows every room; no room knows it.
"""

QT_ARGUMENTS = ("poise", "-style", "Fusion")
"""The same widget style on every OS, chosen by arguments: `setStyle` would answer with a QStyle,
whose six hundred terms cost half a megabyte."""
