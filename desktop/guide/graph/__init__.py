"""The paths of a playbook as a picture: Mermaid text, or an SVG with a layout of our own. Pure."""
