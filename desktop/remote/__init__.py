"""One running Poise, and how `poise ctl` talks to it: one line of JSON each way over a local
socket that only this user can open. The only room that may open a socket, and no other kind.
"""
