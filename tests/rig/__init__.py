"""A private desktop to try Poise on: X server, window manager, real programs, real keys.

Used by the desktop tests, the demonstration and the benchmarks. Nothing in here imports
the product; it talks to it the way a person or a script does: keys, clicks and `poise ctl`.
"""
