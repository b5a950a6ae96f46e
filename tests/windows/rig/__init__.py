"""A Windows desktop to try Poise on: real Win32 programs, real keys, text read back by Win32.

Like `tests.rig` it imports nothing of the product. It runs on Windows Python, in the laboratory
(lab.sh) as well as on Windows itself; only who presses the keys differs (see hands.py).
"""
