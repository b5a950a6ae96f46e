"""Writing phrases without seeing YAML: changes to a file that leave every other line as it is.

Pure but for the files themselves: no Qt, no threads, no clock. See docs/decisions/0016.
"""
