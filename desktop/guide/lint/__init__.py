"""What a careful colleague would say about a playbook: rules with names, one group per file.

Works on files that are free of mistakes and their places in the text. Pure: today's date and the
forbidden wordings come in, findings go out; whoever asked writes the mended text.
"""
