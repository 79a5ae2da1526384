"""The peer of the queue: django-helpdesk, with the settings its documentation shows.

It runs in a virtual environment of its own, made from requirements/bench.txt, and
imports nothing of ours but the letter's text.
"""
