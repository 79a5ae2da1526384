"""A small Wagtail site with the same list of powers: the peer of our list pages.

It runs in a virtual environment of its own, made from requirements/bench.txt, and
imports nothing of ours but the texts.
"""
