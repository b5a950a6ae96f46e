"""Which chord does what, and whether the OS gave it to us.

Pure: chords are values, registration happens behind the `HotkeyRegistry` port.
"""
