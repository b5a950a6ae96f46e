"""Scripted customers to practise with: what they say, what one may answer, and how it went.

Pure values and one reader. This room knows no record, no clock and no window, so that nothing of
practice can be written down.
"""
