"""Plain Python with one subject a module: no Django, no database, no network.

It must never import anything above it; everything here can be tested with values.
"""
