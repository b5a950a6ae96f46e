"""Damaged and hostile files in great numbers, for what takes files from strangers.

Not collected by pytest: each module is run by hand or at night, as in
`python -m tests.fuzz.exchange 100000`, and ends with exit code 1 and the offending bytes when
anything but `Trouble` is raised, or a limit of time or memory is broken.
"""
