"""The commands of `poise …`, one file each, named after the command.

Each has `run(words, paths)`, which returns the exit code (0 done, 1 could not, 2 wrong use). They
import what they need when they run, so that `poise ctl` answers at once.
"""
