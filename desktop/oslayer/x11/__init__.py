"""X11 through python-xlib, on connections of our own: no threads, no listener, no Qt."""
