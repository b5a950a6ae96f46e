"""One folder per desktop, with the same file names in each; `select.py` picks one.

The only place that asks which OS this is. No Qt: a backend shows the file descriptors that
the main loop should watch, and the composition root watches them.
"""
