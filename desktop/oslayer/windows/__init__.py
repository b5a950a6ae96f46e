"""Windows behind the ports: Win32 through ctypes, in Poise's own process and its helpers.

Nothing outside this folder imports a Windows module. The same file names as in the other OS rooms.
"""
