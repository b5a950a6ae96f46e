"""Damaged and hostile files in great numbers, for what takes files from strangers.

Not collected by pytest: `make fuzz` runs all, `python -m tests.fuzz.reader 100000` one, in
batches (`batches`). Each says at the end what came of the inputs, the slowest one and the most
memory, and ends with an exit code other than 0, and keeps the offending bytes, when anything but
the project's own errors is raised, or a limit of time or memory is broken (`limits`). A small
share is in the unit tests.
"""
