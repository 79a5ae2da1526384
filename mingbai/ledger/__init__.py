"""The public, append-only log of one place: numbers, leaves, and what opens them.

It knows nobody: a plain log id (equal to the place's id) plays the part of the
place. It must never hold a text, a name or a telephone in a leaf, nor change one.
"""
