"""The composition root: picks the backend, opens the record, wires signals, shuts down in order.

Knows every room; no room knows it.
"""
