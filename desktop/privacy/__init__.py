"""What must never be written down, and taking it out before it is.

Pure: texts go in, texts come out.
"""
