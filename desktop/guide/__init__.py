"""What to do and say now: the playbook model, its YAML reader, the library, the walk.

Pure apart from the reader and the library, which read files. No Qt, no threads, no clock.
"""
